package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tokens before they are known (R2). */
class TokenEstimatesTest {

    private final TokenEstimates estimates = new TokenEstimates();

    @Test
    void theFirstRequestReservesTheLongestAnswer() {
        assertThat(estimates.of(text("a".repeat(1_000), 200), 1)).isBetween(400L, 600L);
    }

    @Test
    void laterOnesFollowWhatWasSeen() {
        for (int i = 0; i < 50; i++) {
            estimates.learn(text("a".repeat(1_000), 4_096), usage(254, 20));
        }
        assertThat(estimates.of(text("a".repeat(1_000), 4_096), 16)).isBetween(270L, 285L);
        assertThat(estimates.of(text("a".repeat(2_000), 4_096), 16)).isBetween(515L, 540L);
        assertThat(estimates.of(text("a".repeat(1_000), 5), 16)).isBetween(255L, 265L);
    }

    @Test
    void answersThatVaryAreCovered() {
        for (int i = 0; i < 200; i++) {
            estimates.learn(text("a".repeat(1_000), 4_096), usage(254, i % 2 == 0 ? 100 : 300));
        }
        assertThat(estimates.of(text("a".repeat(1_000), 4_096), 1)).isBetween(630L, 680L);
        assertThat(estimates.of(text("a".repeat(1_000), 4_096), 100)).isBetween(460L, 490L);
    }

    @Test
    void bytesOfPicturesAreNoText() {
        Message picture = Message.newBuilder()
                .addParts(Part.newBuilder()
                        .setImage(Image.newBuilder().setData(ByteString.copyFrom(new byte[1_000_000]))))
                .build();
        TokenEstimates.Size request = TokenEstimates.size(
                new ChatRequest(List.of(picture), GenerationParameters.getDefaultInstance(), 0, Map.of(), ""));
        assertThat(estimates.of(request, 1)).isLessThan(2_000);
        assertThat(estimates.refusal(request, 2_000)).isEmpty();
    }

    @Test
    void aPromptLargerThanAMinuteIsRefusedWithItsSize() {
        Failure failure =
                estimates.refusal(text("a".repeat(100_000), 10), 10_000).orElseThrow();
        assertThat(failure.reason()).isEqualTo(ErrorReason.LIMIT_EXCEEDED);
        assertThat(failure.scope()).isEqualTo(Failure.Scope.COMPLETION);
        assertThat(failure.message()).contains("12000 tokens", "10000", "tokens_per_minute");
        assertThat(estimates.refusal(text("a".repeat(50_000), 10), 10_000)).isEmpty();
    }

    private static TokenEstimates.Size text(String text, int maxTokens) {
        return TokenEstimates.size(new ChatRequest(
                List.of(Message.newBuilder()
                        .addParts(Part.newBuilder().setText(text))
                        .build()),
                GenerationParameters.newBuilder().setMaxTokens(maxTokens).build(),
                0,
                Map.of(),
                ""));
    }

    private static TokenUsage usage(int input, int output) {
        return TokenUsage.newBuilder().setInput(input).setOutput(output).build();
    }
}
