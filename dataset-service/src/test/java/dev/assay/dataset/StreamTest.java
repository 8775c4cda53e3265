package dev.assay.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.Slice;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesRequest.Order;
import dev.assay.dataset.v1.StreamExamplesResponse;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams of examples: orders, slices, stretches, and sizes that no memory should have to hold (D1, D3, R5). */
@QuarkusTest
class StreamTest extends ServiceTest {

    private static String row(int i) {
        return "{\"question\": \"question " + i + "\", \"answer\": \"" + i + "\", \"kind\": \""
                + (i % 10 == 0 ? "edge" : i % 5 == 0 ? "adversarial" : "simple") + "\", \"tags\": [\"t" + i % 2
                + "\", \"all\"], \"not_mapped\": \"" + "x".repeat(300) + "\"}\n";
    }

    private DatasetVersion importRows(String id, int count) {
        Iterator<byte[]> chunks = IntStream.range(0, count)
                .mapToObj(i -> row(i).getBytes(StandardCharsets.UTF_8))
                .iterator();
        return importBytes(specification("projects/stream/datasets/" + id).build(), joined(chunks))
                .getVersion();
    }

    /** Chunks of some 100 kB that end anywhere. */
    private static Iterator<byte[]> joined(Iterator<byte[]> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public byte[] next() {
                java.io.ByteArrayOutputStream chunk = new java.io.ByteArrayOutputStream();
                while (rows.hasNext() && chunk.size() < 100_000) {
                    chunk.writeBytes(rows.next());
                }
                return chunk.toByteArray();
            }
        };
    }

    @Test
    void theStoredOrderIsTheOrderOfTheFile() {
        DatasetVersion version = importRows("stored", 1_000);

        List<Example> examples = stream(
                StreamExamplesRequest.newBuilder().setParent(version.getName()).build());

        assertThat(examples).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(examples.get(i).getText()).isEqualTo("question " + i);
            assertThat(examples.get(i).getOrdinal()).isEqualTo(i);
        }
    }

    @Test
    void theSeededOrderMixesCategoriesAndIsTheSameEachTime() {
        DatasetVersion version = importRows("seeded", 1_000);
        StreamExamplesRequest request = StreamExamplesRequest.newBuilder()
                .setParent(version.getName())
                .setOrder(Order.SEEDED)
                .setSeed(7)
                .build();

        List<Example> examples = stream(request);

        assertThat(new HashSet<>(examples)).hasSize(1_000);
        Map<String, Integer> counts = new HashMap<>();
        examples.subList(0, 100).forEach(example -> counts.merge(example.getCategory(), 1, Integer::sum));
        assertThat(counts).isEqualTo(Map.of("edge", 10, "adversarial", 10, "simple", 80));
        assertThat(stream(request)).isEqualTo(examples);
        assertThat(stream(request.toBuilder().setSeed(8).build())).isNotEqualTo(examples);
        assertThat(stream(request.toBuilder()
                        .setSlice(Slice.newBuilder()
                                .addCategories("edge")
                                .addTags("t0")
                                .addTags("all"))
                        .setLimit(30)
                        .build()))
                .hasSize(30)
                .allSatisfy(example -> assertThat(example.getCategory()).isEqualTo("edge"));
    }

    @Test
    void stretchesTogetherAreTheWhole() {
        DatasetVersion version = importRows("resumed", 700);
        for (Order order : new Order[] {Order.STORED, Order.SEEDED}) {
            StreamExamplesRequest whole = StreamExamplesRequest.newBuilder()
                    .setParent(version.getName())
                    .setOrder(order)
                    .setSeed(3)
                    .setSlice(Slice.newBuilder().addCategories("simple").addCategories("edge"))
                    .build();
            List<Example> together = new ArrayList<>();
            String token = "";
            int before = -1;
            while (together.size() > before) {
                before = together.size();
                Iterator<StreamExamplesResponse> responses = versions.streamExamples(
                        whole.toBuilder().setResumeToken(token).setLimit(97).build());
                while (responses.hasNext()) {
                    StreamExamplesResponse response = responses.next();
                    assertThat(response.getFirstPosition()).isEqualTo(together.size());
                    together.addAll(response.getExamplesList());
                    token = response.getResumeToken();
                }
            }
            assertThat(together).isEqualTo(stream(whole)).hasSize(630);
        }
    }

    /** 200,000 rows, 80 MB in the file. The limit on memory is that of this JVM, which holds client, service and both copies of each chunk. */
    @Test
    void memoryStaysFlatWhateverTheSize() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long before = runtime.totalMemory() - runtime.freeMemory();
        long start = System.nanoTime();
        DatasetVersion version = importRows("big", 200_000);
        double seconds = (System.nanoTime() - start) / 1e9;

        assertThat(version.getExampleCount()).isEqualTo(200_000);
        assertThat(version.getCategoryCountsMap())
                .isEqualTo(Map.of("edge", 20_000L, "adversarial", 20_000L, "simple", 160_000L));
        for (Order order : new Order[] {Order.STORED, Order.SEEDED}) {
            long count = 0;
            long sum = 0;
            Iterator<StreamExamplesResponse> responses = versions.streamExamples(StreamExamplesRequest.newBuilder()
                    .setParent(version.getName())
                    .setOrder(order)
                    .build());
            while (responses.hasNext()) {
                for (Example example : responses.next().getExamplesList()) {
                    count++;
                    sum += example.getOrdinal();
                }
            }
            assertThat(count).isEqualTo(200_000);
            assertThat(sum).isEqualTo(200_000L * 199_999 / 2);
        }
        System.gc();
        long after = runtime.totalMemory() - runtime.freeMemory();
        System.out.printf("Imported %.0f rows/s%n", 200_000 / seconds);
        assertThat(after - before).as("bytes kept").isLessThan(60_000_000);
    }
}
