package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.ToolCall;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What servers answer beside their documentation, as clients of others found out: R1, R3, R7, R9. */
class OddAnswersTest {

    private static final Exchanges OPENAI = Exchanges.of(
            "odd-openai.txt",
            sender -> HttpChatModel.openAi(
                    sender, Exchanges.credentials(), Exchanges.target("https://api.example.com/v1")));
    private static final Exchanges ANTHROPIC = Exchanges.of(
            "odd-anthropic.txt",
            sender -> HttpChatModel.anthropic(
                    sender, Exchanges.credentials(), Exchanges.target("https://api.example.com/v1")));
    private static final Exchanges GEMINI = Exchanges.of(
            "odd-gemini.txt",
            sender -> HttpChatModel.gemini(
                    sender, Exchanges.credentials(), Exchanges.target("https://api.example.com/v1")));

    @Test
    void piecesOfToolCallsComeTogetherAsTheyBelong() {
        assertThat(said(OPENAI, "streamed-same-index")).isEqualTo("c1 f(a=1.0) c2 f(a=2.0) tool_calls");
        assertThat(said(OPENAI, "streamed-alternating")).isEqualTo("c1 f(a=1.0) c2 g(b=2.0) tool_calls");
        assertThat(said(OPENAI, "streamed-object-arguments")).isEqualTo("c1 f(a=1.0) tool_calls");
        assertThat(said(OPENAI, "arguments"))
                .isEqualTo("c1 f!{\"a\":1}{\"a\":2} c2 f![1] c3 f!{\"a\":1e999} c4 f(a=\ufffd) c5 f() tool_calls");
    }

    @Test
    void onlyTheAnswerIsTheAnswer() {
        assertThat(said(OPENAI, "parts")).isEqualTo("Paris. stop");
        assertThat(said(OPENAI, "streamed-parts")).isEqualTo("Paris. stop");
        assertThat(said(OPENAI, "reasoning")).isEqualTo("Paris. stop");
        assertThat(said(OPENAI, "thoughts-only")).isEqualTo("length");
        assertThat(said(OPENAI, "null-content")).isEqualTo("length");
        assertThat(said(OPENAI, "refusal-beside-empty")).isEqualTo("I will not. stop");
        assertThat(OPENAI.answer("refusal-beside-empty").getRefusal()).isTrue();
        assertThat(said(OPENAI, "null-reason")).isEqualTo("Paris. ");
        assertThat(said(OPENAI, "no-reason")).isEqualTo("Paris. ");
        assertThat(said(OPENAI, "unknown-reason")).isEqualTo("Paris. ran_dry");
        assertThat(said(OPENAI, "streamed-no-marker")).isEqualTo("Paris. stop");
        assertThat(OPENAI.result("streamed-no-marker").usage())
                .isEqualTo(TokenUsage.newBuilder().setInput(3).setOutput(2).build());
        assertThat(said(OPENAI, "half-pair")).isEqualTo("a\ufffdb\0 stop");
        assertThat(said(OPENAI, "streamed-pair")).isEqualTo("\ud83d\ude00 stop");
        assertThat(said(OPENAI, "created")).isEqualTo("Paris. stop");
        assertThat(OPENAI.answer("logprobs").getLogprobsList())
                .singleElement()
                .satisfies(token -> assertThat(token.getLogprob()).isEqualTo(-0.5));
    }

    @Test
    void whatIsNoneIsAFailure() {
        assertThat(OPENAI.failures(
                        "choice-error",
                        "streamed-choice-error",
                        "error-reason",
                        "streamed-abort",
                        "streamed-no-end",
                        "streamed-marker-only",
                        "two-values",
                        "no-content"))
                .isEqualTo("""
                        choice-error MODEL_FAILED ATTEMPT
                        streamed-choice-error MODEL_RATE_LIMITED ATTEMPT
                        error-reason MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-abort MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-no-end MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-marker-only MODEL_MALFORMED_ANSWER ATTEMPT
                        two-values MODEL_MALFORMED_ANSWER ATTEMPT
                        no-content MODEL_MALFORMED_ANSWER ATTEMPT
                        """);
    }

    @Test
    void whenToComeBackIsAlsoReadFromWords() {
        assertThat(OPENAI.failure("try-again").retryAfter()).contains(Duration.ofMillis(5_289));
        assertThat(OPENAI.failure("try-again-minutes").retryAfter()).contains(Duration.ofMinutes(6));
        assertThat(OPENAI.failure("try-again-millis").retryAfter()).contains(Duration.ofMillis(286));
        assertThat(OPENAI.failure("retry-after-words").retryAfter()).contains(Duration.ofSeconds(33));
        assertThat(OPENAI.failure("no-words").retryAfter()).isEqualTo(Optional.empty());
    }

    @Test
    void anthropicAndThoseWhoImitateIt() {
        assertThat(said(ANTHROPIC, "streamed-thoughts")).isEqualTo("Paris. t1 now() tool_use");
        assertThat(ANTHROPIC.result("streamed-thoughts").usage())
                .isEqualTo(TokenUsage.newBuilder()
                        .setInput(20)
                        .setCachedInput(4)
                        .setOutput(9)
                        .build());
        assertThat(said(ANTHROPIC, "window")).isEqualTo("Pa model_context_window_exceeded");
        assertThat(said(ANTHROPIC, "null-input")).isEqualTo("t1 now() tool_use");
        assertThat(ANTHROPIC.failures("streamed-rate", "streamed-early-piece", "no-end", "html"))
                .isEqualTo("""
                        streamed-rate MODEL_RATE_LIMITED ATTEMPT
                        streamed-early-piece MODEL_MALFORMED_ANSWER ATTEMPT
                        no-end MODEL_MALFORMED_ANSWER ATTEMPT
                        html MODEL_MALFORMED_ANSWER ATTEMPT
                        """);
    }

    @Test
    void geminiInItsOddHours() {
        assertThat(said(GEMINI, "calls")).isEqualTo(" now()  f(a=1.0) STOP");
        assertThat(said(GEMINI, "streamed-calls")).isEqualTo(" f(a=1.0)  f(a=2.0) STOP");
        assertThat(said(GEMINI, "empty-text")).isEqualTo("STOP");
        assertThat(said(GEMINI, "malformed-call-in-silence"))
                .isEqualTo(" !MALFORMED_FUNCTION_CALL MALFORMED_FUNCTION_CALL");
        assertThat(said(GEMINI, "too-many-calls")).isEqualTo("TOO_MANY_TOOL_CALLS");
        assertThat(said(GEMINI, "no-reason-yet")).isEqualTo("Paris. STOP");
        assertThat(GEMINI.failures("malformed", "no-candidates", "nothing-streamed", "blocked-late", "array-error"))
                .isEqualTo("""
                        malformed MODEL_MALFORMED_ANSWER ATTEMPT
                        no-candidates MODEL_MALFORMED_ANSWER ATTEMPT
                        nothing-streamed MODEL_MALFORMED_ANSWER ATTEMPT
                        blocked-late MODEL_CONTENT_FILTERED COMPLETION
                        array-error MODEL_RATE_LIMITED ATTEMPT
                        """);
        assertThat(GEMINI.failure("array-error").retryAfter()).contains(Duration.ofMillis(1_500));
    }

    @Test
    void argumentsThatNestTooDeepForTheContractStayText() {
        for (int levels : new int[] {24, 25}) {
            String arguments = "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
            ToolCall.Builder call = ToolCall.newBuilder();
            ToolArguments.read(Bodies.object().textNode(arguments), call);
            assertThat(call.hasArguments()).isEqualTo(levels == 24);
            assertThat(call.getInvalidArguments()).isEqualTo(levels == 24 ? "" : arguments);
        }
    }

    @Test
    void aShortKeyStaysOutOfTheMessageOfAnAnswerThatCannotBeRead() throws Exception {
        String body = "x".repeat(297) + "abcdefgh";
        HttpSender sender = call -> new HttpReply.Response(200, Map.of(), Exchanges.bytes("<" + body), Duration.ZERO);
        ChatResult result = HttpChatModel.openAi(
                        sender, new Credentials(name -> "abcdefgh"), Exchanges.target("https://api.example.com/v1"))
                .complete(Exchanges.request(), Duration.ofSeconds(1));
        Failure failure = ((ChatResult.Failed) result.outcome()).failure();
        assertThat(failure.message()).endsWith("xxx***…").doesNotContain("ab");
    }

    /** An answer in a line: texts, calls as {@code id name(arguments)} or {@code id name!what was written}, and the finish reason. */
    private static String said(Exchanges exchanges, String name) {
        Answer answer = exchanges.answer(name);
        String parts = answer.getMessage().getPartsList().stream()
                .map(OddAnswersTest::said)
                .collect(Collectors.joining(" "));
        return parts.isEmpty() ? answer.getFinishReason() : parts + " " + answer.getFinishReason();
    }

    private static String said(Part part) {
        if (part.hasText()) {
            return part.getText();
        }
        ToolCall call = part.getToolCall();
        String what = call.hasArguments()
                ? call.getArguments().getFieldsMap().entrySet().stream()
                        .map(field -> field.getKey() + "="
                                + (field.getValue().hasNumberValue()
                                        ? field.getValue().getNumberValue()
                                        : field.getValue().getStringValue()))
                        .collect(Collectors.joining(",", "(", ")"))
                : "!" + call.getInvalidArguments();
        return call.getId() + " " + call.getName() + what;
    }
}
