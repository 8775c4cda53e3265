package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.Slice;
import dev.assay.runner.v1.EstimateRunRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.runner.v1.RunEstimate.Basis;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.Prices;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run would take is said before it starts, and what it took is within (R7). */
@QuarkusTest
class EstimateTest extends ServiceTest {

    @Test
    void whatARunTookIsWhatWasSaid() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            examples.add(Example.newBuilder()
                    .setName("e" + i)
                    .setCategory(i % 4 == 0 ? "edge" : "simple")
                    .setText("word ".repeat(20 + i * 7 % 60) + i)
                    .build());
        }
        datasets.put("projects/f1/datasets/d/versions/v1", examples);
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.answer(Answer.of("x")
                        .withUsage(new Answer.Usage(
                                request.prompt().length() / 5,
                                20 + request.prompt().length() % 21,
                                0,
                                0)))
                .after(Duration.ofMillis(5)))) {
            Model model = client.model(
                    "f1",
                    "m",
                    server.url(),
                    Limits.newBuilder().setConcurrency(16).build());
            client.models.updateModel(UpdateModelRequest.newBuilder()
                    .setModel(model.toBuilder()
                            .setPrices(Prices.newBuilder()
                                    .setCurrencyCode("USD")
                                    .setInputPerMillion("10")
                                    .setOutputPerMillion("40")))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("prices"))
                    .build());

            RunEstimate blind = estimate("f1", wanted("f1").build());
            assertThat(server.requestCount()).isZero();
            assertThat(blind.getExamples()).isEqualTo(1_000);
            assertThat(blind.getCompletions()).isEqualTo(2_000);
            assertThat(blind.getSampledPrompts()).isEqualTo(200);
            assertThat(blind.getInputBasis()).isEqualTo(Basis.ASSUMED);
            assertThat(blind.getOutputBasis()).isEqualTo(Basis.LIMIT);
            assertThat(blind.getOutputTokens().getHigh()).isEqualTo(200_000);
            assertThat(blind.getDurationBasis()).isEqualTo(Basis.ASSUMED);

            Run first = client.follow(client.create("f1", wanted("f1").build()).getName(), new ArrayList<>());
            assertThat(first.getUsage().getInput())
                    .isBetween(
                            blind.getInputTokens().getLow(),
                            blind.getInputTokens().getHigh());
            RunEstimate learned =
                    estimate("f1", wanted("f1").setCache(Run.CacheMode.READ).build());
            assertThat(learned.getInputBasis()).isEqualTo(Basis.LEARNED);
            assertThat(learned.getOutputBasis()).isEqualTo(Basis.LEARNED);
            assertThat(learned.getDurationBasis()).isEqualTo(Basis.LEARNED);
            assertThat(learned.getEarlierCompletions()).isPositive();
            within(first.getUsage().getInput(), learned.getInputTokens());
            within(first.getUsage().getOutput(), learned.getOutputTokens());
            assertThat(new BigDecimal(first.getCost().getAmount()))
                    .isBetween(
                            new BigDecimal(learned.getCost().getLow()),
                            new BigDecimal(learned.getCost().getHigh()));
            assertThat(learned.getCached()).isZero();

            client.follow(
                    client.create(
                                    "f1",
                                    wanted("f1")
                                            .setCache(Run.CacheMode.READ_WRITE)
                                            .build())
                            .getName(),
                    new ArrayList<>());
            RunEstimate cached = estimate(
                    "f1",
                    wanted("f1")
                            .setSamplesPerExample(4)
                            .setCache(Run.CacheMode.READ)
                            .build());
            assertThat(cached.getCompletions()).isEqualTo(4_000);
            assertThat(cached.getCached()).isEqualTo(2_000);
            RunEstimate free =
                    estimate("f1", wanted("f1").setCache(Run.CacheMode.READ).build());
            assertThat(free.getCached()).isEqualTo(2_000);
            assertThat(free.getCost().getHigh()).isEqualTo("0");

            RunEstimate some = estimate(
                    "f1",
                    wanted("f1")
                            .setSlice(Slice.newBuilder().addCategories("edge"))
                            .build());
            assertThat(some.getExamples()).isEqualTo(250);
            assertThat(estimate(
                                    "f1",
                                    wanted("f1")
                                            .setSlice(Slice.newBuilder().addCategories("edge"))
                                            .setMaxExamples(70)
                                            .build())
                            .getExamples())
                    .isEqualTo(70);
        }
    }

    @Test
    void limitsDecideHowLongItTakes() {
        datasets.put("projects/f2/datasets/d/versions/v1", Client.texts(600));
        client.model(
                "f2",
                "m",
                "http://127.0.0.1:1/v1",
                Limits.newBuilder().setRequestsPerMinute(60).setConcurrency(64).build());
        RunEstimate estimate = estimate("f2", wanted("f2").build());
        assertThat(estimate.getBottleneck()).isEqualTo("requests_per_minute");
        assertThat(estimate.getDuration().getExpected().getSeconds()).isEqualTo(1_200);
        assertThat(estimate.hasCost()).isFalse();
        assertThatThrownBy(() ->
                        estimate("f2", wanted("f2").setSamplesPerExample(-1).build()))
                .hasMessageContaining("run.samples_per_example");
    }

    private static void within(long value, RunEstimate.Count count) {
        assertThat(value).isBetween(count.getLow(), count.getHigh());
        assertThat((double) count.getExpected() / value).isBetween(0.85, 1.15);
    }

    private RunEstimate estimate(String project, Run run) {
        return client.runs.estimateRun(EstimateRunRequest.newBuilder()
                .setParent("projects/" + project)
                .setRun(run)
                .build());
    }

    private static Run.Builder wanted(String project) {
        return Run.newBuilder()
                .setModel("projects/" + project + "/models/m")
                .setDatasetVersion("projects/" + project + "/datasets/d/versions/v1")
                .setGeneration(GenerationParameters.newBuilder().setMaxTokens(100))
                .setSamplesPerExample(2);
    }
}
