package dev.assay.runner.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.JsonFormat;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.type.v1.TokenUsage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What can be said from very little (R7). */
class ForecastTest {

    @Test
    void oneEarlierAnswerGivesNoInfiniteRange() throws Exception {
        RunEstimate estimate = estimate(Sample.of(List.of(4.0), Long.MAX_VALUE), Limits.getDefaultInstance());
        // 1,000 prompts of 400 bytes: a token has at least a byte.
        assertThat(estimate.getInputTokens().getExpected()).isEqualTo(100_000);
        assertThat(estimate.getInputTokens().getHigh()).isBetween(100_000L, 400_000L);
    }

    @Test
    void whatTakesForeverCanBePrinted() throws Exception {
        RunEstimate estimate = estimate(
                Sample.of(List.of(4.0), Long.MAX_VALUE),
                Limits.newBuilder().setTokensPerMinute(1).build());
        assertThat(JsonFormat.printer().print(estimate)).contains("tokens_per_minute");
    }

    private static RunEstimate estimate(Sample bytesPerToken, Limits limits) {
        RunEstimate.Builder estimate = RunEstimate.newBuilder();
        new Forecast(
                        Run.newBuilder()
                                .setGeneration(GenerationParameters.newBuilder().setMaxTokens(Integer.MAX_VALUE))
                                .setModelSnapshot(Model.newBuilder()
                                        .setProvider(Model.Provider.OPENAI_CHAT)
                                        .setLimits(limits))
                                .build(),
                        1_000,
                        Sample.of(List.of(400, 400, 400), 1_000),
                        bytesPerToken,
                        Sample.NONE,
                        Sample.NONE,
                        TokenUsage.getDefaultInstance())
                .onto(estimate);
        return estimate.build();
    }
}
