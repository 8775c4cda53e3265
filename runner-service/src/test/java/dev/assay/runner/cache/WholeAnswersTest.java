package dev.assay.runner.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.ToolCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only whole answers are kept (R6). Serves promptfoo#8070, inspect_ai#4846. */
class WholeAnswersTest {

    private static final GenerationParameters PLAIN = GenerationParameters.getDefaultInstance();
    private static final GenerationParameters JSON = GenerationParameters.newBuilder()
            .setResponseSchema(Struct.getDefaultInstance())
            .build();

    @ParameterizedTest
    @ValueSource(strings = {"stop", "STOP", "end_turn", "stop_sequence", "tool_calls", "tool_use"})
    void anAnswerThatCameToItsEndIsKept(String reason) {
        assertThat(WholeAnswers.test(answer("2", reason), PLAIN, false)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "length",
                "max_tokens",
                "MAX_TOKENS",
                "content_filter",
                "refusal",
                "SAFETY",
                "pause_turn",
                "error",
                "abort",
                "recorded"
            })
    void anAnswerThatWasCutOffOrFilteredIsNot(String reason) {
        assertThat(WholeAnswers.test(answer("2", reason), PLAIN, false)).isFalse();
    }

    @Test
    void aProtocolWithoutAWordForTheEndIsTakenAtItsAnswer() {
        assertThat(WholeAnswers.test(answer("2", ""), PLAIN, true)).isTrue();
        assertThat(WholeAnswers.test(answer("2", "length"), PLAIN, true)).isFalse();
        assertThat(WholeAnswers.test(answer("", ""), PLAIN, true)).isFalse();
    }

    @Test
    void refusalsAndSilenceAreNotKept() {
        Answer whole = answer("I cannot help with that.", "stop");
        assertThat(WholeAnswers.test(whole.toBuilder().setRefusal(true).build(), PLAIN, false))
                .isFalse();
        assertThat(WholeAnswers.test(answer(" \n", "stop"), PLAIN, false)).isFalse();
        assertThat(WholeAnswers.test(Answer.newBuilder().setFinishReason("stop").build(), PLAIN, false))
                .isFalse();
    }

    @Test
    void whereASchemaWasAskedForTheAnswerIsJson() {
        assertThat(WholeAnswers.test(answer("{\"a\": 1}", "stop"), JSON, false)).isTrue();
        assertThat(WholeAnswers.test(answer("{\"a\": 1", "stop"), JSON, false)).isFalse();
        assertThat(WholeAnswers.test(answer("{\"a\": 1} and more", "stop"), JSON, false))
                .isFalse();
        Answer call = Answer.newBuilder()
                .setFinishReason("tool_calls")
                .setMessage(Message.newBuilder()
                        .addParts(Part.newBuilder()
                                .setToolCall(ToolCall.newBuilder().setName("f"))))
                .build();
        assertThat(WholeAnswers.test(call, JSON, false)).isTrue();
    }

    private static Answer answer(String text, String reason) {
        return Answer.newBuilder()
                .setFinishReason(reason)
                .setMessage(Message.newBuilder().addParts(Part.newBuilder().setText(text)))
                .build();
    }
}
