package dev.assay.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.embedding.Embedding;
import dev.assay.metrics.text.embedding.EmbeddingSimilarity;
import dev.assay.metrics.text.embedding.TextEmbedding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The in-process embedding model: vectors of the reference, the same whatever else is embedded, and plain errors (S1). */
class MiniLmTest {

    private static final MiniLm MODEL = new MiniLm();

    @AfterAll
    static void close() {
        MODEL.close();
    }

    @Test
    void vectorsAreThoseOfTheReference() throws IOException {
        for (Golden expected : Golden.read()) {
            Embedding embedding = MODEL.embed(List.of(expected.text())).getFirst();
            float[] vector = embedding.vector();
            assertThat(vector).hasSize(MODEL.model().dimension());
            assertThat(embedding.truncated()).isEqualTo(expected.truncated());
            for (int i = 0; i < expected.vector().size(); i++) {
                assertThat((double) vector[i])
                        .as("%s [%d]", expected.text(), i)
                        .isCloseTo(expected.vector().get(i), within(1e-5));
            }
        }
    }

    @Test
    void theVersionNamesTheWeights() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream weights = Objects.requireNonNull(MiniLmTest.class.getResourceAsStream(MiniLm.WEIGHTS));
                DigestInputStream all = new DigestInputStream(weights, digest)) {
            all.transferTo(OutputStream.nullOutputStream());
        }
        assertThat(MODEL.model().version())
                .isEqualTo("fp32-" + HexFormat.of().formatHex(digest.digest()).substring(0, 12));
    }

    @Test
    void neitherCompanyNorThreadsChangeAVector() throws Exception {
        List<String> texts = Golden.read().stream().map(Golden::text).limit(120).toList();
        List<Embedding> alone = texts.stream()
                .map(text -> MODEL.embed(List.of(text)).getFirst())
                .toList();
        assertThat(MODEL.embed(texts)).isEqualTo(alone);

        List<String> shuffled = new ArrayList<>(texts);
        Collections.shuffle(shuffled, new Random(7));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Embedding>> running = shuffled.stream()
                    .map(text -> threads.submit(() -> MODEL.embed(List.of(text)).getFirst()))
                    .toList();
            for (int i = 0; i < shuffled.size(); i++) {
                assertThat(running.get(i).get()).isEqualTo(alone.get(texts.indexOf(shuffled.get(i))));
            }
        }
    }

    @Test
    void paraphrasesAreCloserThanOtherSentences() {
        List<List<String>> pairs = List.of(
                List.of("A man is playing a guitar.", "Someone plays an instrument with strings."),
                List.of("The stock market fell sharply on Monday.", "Shares dropped steeply at the start of the week."),
                List.of("Please reset my password.", "I forgot my login and need a new one."),
                List.of("The invoice is due in thirty days.", "Payment has to be made within a month."),
                List.of(
                        "The patient was given 5 mg twice daily.",
                        "Two doses of five milligrams were administered each day."),
                List.of(
                        "Snow held up the Oslo train for a couple of hours.",
                        "The train to Oslo was delayed because of snow."),
                List.of("I cannot help with that request.", "Sorry, but I'm not able to do this."),
                List.of("The server returned an internal error.", "A request to the backend failed with status 500."));
        for (int i = 0; i < pairs.size(); i++) {
            double own = similarity(pairs.get(i).get(0), pairs.get(i).get(1));
            for (int j = 0; j < pairs.size(); j++) {
                if (i != j) {
                    assertThat(similarity(pairs.get(i).get(0), pairs.get(j).get(1)))
                            .as("%d and %d", i, j)
                            .isLessThan(own);
                }
            }
        }
        assertThat(similarity("The same words.", "The same words.")).isEqualTo(1);
        assertThat(similarity("CR\u00c8ME", "creme")).isEqualTo(1);
    }

    @Test
    void theClosestReferenceCounts() {
        EmbeddingSimilarity similarity = EmbeddingSimilarity.of(
                MODEL,
                "Paris is the capital of France.",
                List.of("Cats purr.", "The capital of France is Paris.", "Mud."));
        assertThat(similarity.reference()).isEqualTo(1);
        assertThat(similarity.score()).isGreaterThan(0.9);
        assertThat(similarity.truncated()).isFalse();
        assertThat(similarity.model()).isEqualTo(MiniLm.MODEL);
    }

    @Test
    void whatHasNoWordsHasNoEmbedding() {
        for (String text : List.of("", " \n", "\u200b", "\0\0")) {
            assertThatThrownBy(() -> MODEL.embed(List.of("words", text)))
                    .isInstanceOfSatisfying(
                            MetricException.class, e -> assertThat(e.kind()).isEqualTo(MetricException.Kind.UNDEFINED));
        }
    }

    @Test
    void nothingStaysInTheTemporaryFolder() throws IOException {
        MODEL.embed(List.of("loaded"));
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(
                            OnnxLibrary.FOLDER_NAME + ProcessHandle.current().pid() + "-"));
        }
    }

    @Test
    void onceClosedItSaysSo() {
        MiniLm model = new MiniLm();
        assertThat(model.model()).isEqualTo(MiniLm.MODEL);
        model.close();
        try (MiniLm again = new MiniLm()) {
            again.embed(List.of("loaded"));
            again.close();
            assertThatThrownBy(() -> again.embed(List.of("text")))
                    .isInstanceOfSatisfying(
                            MetricException.class,
                            e -> assertThat(e.kind()).isEqualTo(MetricException.Kind.UNAVAILABLE))
                    .hasMessageContaining("closed");
        }
    }

    private static double similarity(String a, String b) {
        TextEmbedding embedding = MODEL;
        return EmbeddingSimilarity.of(embedding, a, List.of(b)).score();
    }
}
