package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.ToolCall;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The protocols against bodies with the documented fields of each provider, errors included: R1, R3, R7, R9. */
class RecordedBodiesTest {

    private static final Exchanges ANTHROPIC = Exchanges.of(
            "anthropic.txt",
            sender -> HttpChatModel.anthropic(
                    sender, Exchanges.credentials(), Exchanges.target("https://api.anthropic.com/v1")));
    private static final Exchanges GEMINI = Exchanges.of(
            "gemini.txt",
            sender -> HttpChatModel.gemini(
                    sender,
                    Exchanges.credentials(),
                    Exchanges.target("https://generativelanguage.googleapis.com/v1beta")));
    private static final Exchanges OPENAI = Exchanges.of(
            "openai.txt",
            sender -> HttpChatModel.openAi(
                    sender, Exchanges.credentials(), Exchanges.target("https://api.openai.com/v1")));

    private static final Part PARIS = Part.newBuilder().setText("Paris.").build();
    private static final Part WEATHER = call("call_1", "weather", "Paris");

    @Test
    void anthropicAnswers() {
        assertThat(ANTHROPIC.answer("answer")).isEqualTo(answer("end_turn", "model-20260101", PARIS));
        assertThat(ANTHROPIC.result("answer").usage()).isEqualTo(usage(21, 7, 5, 30, 22));
        assertThat(ANTHROPIC.answer("streamed-tool-use"))
                .isEqualTo(answer(
                        "tool_use",
                        "model-20260101",
                        Part.newBuilder().setText("I will look.").build(),
                        call("toolu_01", "weather", "Paris"),
                        noArguments("toolu_02", "now")));
        ChatResult streamed = ANTHROPIC.result("streamed-tool-use");
        assertThat(streamed.usage()).isEqualTo(usage(377, 10, 0, 65, 0));
        assertThat(streamed.timing().firstToken()).isNotNull();
        assertThat(ANTHROPIC.answer("streamed-cut-arguments"))
                .isEqualTo(answer(
                        "max_tokens",
                        "m",
                        Part.newBuilder()
                                .setToolCall(ToolCall.newBuilder()
                                        .setId("toolu_03")
                                        .setName("weather")
                                        .setInvalidArguments("{\"city\": \"Pa"))
                                .build()));
        assertThat(ANTHROPIC.failure("streamed-refusal").message()).contains("refusal cyber");
        assertThat(ANTHROPIC.result("streamed-refusal").usage()).isEqualTo(usage(20, 0, 0, 0, 0));
    }

    @Test
    void anthropicErrors() {
        assertThat(ANTHROPIC.failures(
                        "streamed-refusal",
                        "streamed-overload",
                        "streamed-cut",
                        "invalid",
                        "no-credit",
                        "wrong-key",
                        "billing",
                        "forbidden",
                        "no-model",
                        "too-large",
                        "rate",
                        "server",
                        "timeout",
                        "overloaded"))
                .isEqualTo("""
                        streamed-refusal MODEL_CONTENT_FILTERED COMPLETION
                        streamed-overload MODEL_FAILED ATTEMPT
                        streamed-cut MODEL_MALFORMED_ANSWER ATTEMPT
                        invalid MODEL_REJECTED_REQUEST COMPLETION
                        no-credit MODEL_REJECTED_REQUEST RUN
                        wrong-key MODEL_UNAUTHENTICATED RUN
                        billing MODEL_REJECTED_REQUEST RUN
                        forbidden MODEL_UNAUTHENTICATED RUN
                        no-model MODEL_REJECTED_REQUEST RUN
                        too-large MODEL_REJECTED_REQUEST COMPLETION
                        rate MODEL_RATE_LIMITED ATTEMPT
                        server MODEL_FAILED ATTEMPT
                        timeout MODEL_FAILED ATTEMPT
                        overloaded MODEL_FAILED ATTEMPT
                        """);
        assertThat(ANTHROPIC.failure("streamed-overload").fingerprint()).isEmpty();
        assertThat(ANTHROPIC.failure("streamed-overload").message()).isEqualTo("an error with status 200: Overloaded");
    }

    @Test
    void geminiAnswers() {
        Answer.Builder expected = answer("STOP", "m-1-002", PARIS).toBuilder();
        expected.addLogprobs(TokenLogprob.newBuilder().setToken("Pa").setLogprob(-0.25));
        expected.addLogprobs(TokenLogprob.newBuilder().setToken("ris.").setLogprob(-0.5));
        assertThat(GEMINI.answer("answer")).isEqualTo(expected.build());
        assertThat(GEMINI.result("answer").usage()).isEqualTo(usage(23, 10, 0, 10, 6));
        assertThat(GEMINI.answer("call")).isEqualTo(answer("STOP", "m-1-002", call("fc1", "weather", "Paris")));
        assertThat(GEMINI.answer("streamed")).isEqualTo(answer("STOP", "m-1-002", PARIS));
        assertThat(GEMINI.result("streamed").usage()).isEqualTo(usage(8, 0, 0, 14, 12));
        assertThat(GEMINI.answer("streamed-array")).isEqualTo(answer("STOP", "m-1-002", PARIS));
        assertThat(GEMINI.result("streamed-array").usage()).isEqualTo(usage(8, 0, 0, 2, 0));
        assertThat(GEMINI.answer("malformed-call"))
                .isEqualTo(answer(
                        "MALFORMED_FUNCTION_CALL",
                        "",
                        Part.newBuilder()
                                .setToolCall(ToolCall.newBuilder()
                                        .setInvalidArguments("Malformed function call: print(weather("))
                                .build()));
        assertThat(GEMINI.answer("max-tokens")).isEqualTo(answer("MAX_TOKENS", ""));
        assertThat(GEMINI.result("blocked").usage()).isEqualTo(usage(638, 0, 0, 0, 0));
        assertThat(GEMINI.failure("blocked").message()).contains("prompt: PROHIBITED_CONTENT");
    }

    @Test
    void geminiErrors() {
        assertThat(GEMINI.failures(
                        "streamed-cut",
                        "streamed-error",
                        "blocked",
                        "safety",
                        "nothing",
                        "invalid",
                        "wrong-key",
                        "location",
                        "unauthenticated",
                        "disabled",
                        "no-model",
                        "rate",
                        "quota-of-the-day",
                        "internal",
                        "unavailable",
                        "deadline"))
                .isEqualTo("""
                        streamed-cut MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-error MODEL_FAILED ATTEMPT
                        blocked MODEL_CONTENT_FILTERED COMPLETION
                        safety MODEL_CONTENT_FILTERED COMPLETION
                        nothing MODEL_MALFORMED_ANSWER ATTEMPT
                        invalid MODEL_REJECTED_REQUEST COMPLETION
                        wrong-key MODEL_UNAUTHENTICATED RUN
                        location MODEL_REJECTED_REQUEST RUN
                        unauthenticated MODEL_UNAUTHENTICATED RUN
                        disabled MODEL_UNAUTHENTICATED RUN
                        no-model MODEL_REJECTED_REQUEST RUN
                        rate MODEL_RATE_LIMITED ATTEMPT
                        quota-of-the-day MODEL_REJECTED_REQUEST RUN
                        internal MODEL_FAILED ATTEMPT
                        unavailable MODEL_FAILED ATTEMPT
                        deadline MODEL_FAILED ATTEMPT
                        """);
        assertThat(GEMINI.failure("rate").retryAfter()).contains(Duration.ofMillis(34_500));
    }

    @Test
    void openAiAnswers() {
        Answer.Builder expected = answer("stop", "m-2026-01-01", PARIS).toBuilder();
        expected.addLogprobs(TokenLogprob.newBuilder().setToken("Par").setLogprob(-0.25));
        expected.addLogprobs(TokenLogprob.newBuilder().setToken("is.").setLogprob(-0.5));
        assertThat(OPENAI.answer("answer")).isEqualTo(expected.build());
        assertThat(OPENAI.result("answer").usage()).isEqualTo(usage(45, 40, 15, 20, 5));
        Answer calls = answer("tool_calls", "m", WEATHER, noArguments("call_2", "now"));
        assertThat(OPENAI.answer("tool-calls")).isEqualTo(calls);
        assertThat(OPENAI.answer("streamed-tool-calls")).isEqualTo(calls);
        assertThat(OPENAI.result("streamed-tool-calls").usage()).isEqualTo(usage(9, 0, 0, 5, 0));
        assertThat(OPENAI.answer("streamed-calls-without-index")).isEqualTo(calls);
        assertThat(OPENAI.answer("refusal"))
                .isEqualTo(answer(
                                "stop",
                                "m",
                                Part.newBuilder().setText("I will not do that.").build())
                        .toBuilder()
                        .setRefusal(true)
                        .build());
        assertThat(OPENAI.result("reasoning-apart").usage()).isEqualTo(usage(8, 2, 0, 34, 30));
        assertThat(OPENAI.result("cache-hits").usage()).isEqualTo(usage(4, 6, 0, 4, 0));
        assertThat(OPENAI.result("filtered").usage()).isEqualTo(usage(9, 0, 0, 1, 0));
    }

    @Test
    void openAiErrors() {
        assertThat(OPENAI.failures(
                        "filtered",
                        "context",
                        "wrong-key",
                        "region",
                        "no-model",
                        "rate",
                        "no-credit",
                        "server",
                        "overloaded",
                        "azure-filtered",
                        "moderated",
                        "upstream",
                        "upstream-rate",
                        "vllm-no-model",
                        "vllm-context",
                        "llama-loading",
                        "llama-context",
                        "ollama",
                        "fastapi",
                        "streamed-server-error",
                        "streamed-vllm-error",
                        "streamed-llama-error"))
                .isEqualTo("""
                        filtered MODEL_CONTENT_FILTERED COMPLETION
                        context MODEL_REJECTED_REQUEST COMPLETION
                        wrong-key MODEL_UNAUTHENTICATED RUN
                        region MODEL_UNAUTHENTICATED RUN
                        no-model MODEL_REJECTED_REQUEST RUN
                        rate MODEL_RATE_LIMITED ATTEMPT
                        no-credit MODEL_REJECTED_REQUEST RUN
                        server MODEL_FAILED ATTEMPT
                        overloaded MODEL_FAILED ATTEMPT
                        azure-filtered MODEL_CONTENT_FILTERED COMPLETION
                        moderated MODEL_CONTENT_FILTERED COMPLETION
                        upstream MODEL_FAILED ATTEMPT
                        upstream-rate MODEL_RATE_LIMITED ATTEMPT
                        vllm-no-model MODEL_REJECTED_REQUEST RUN
                        vllm-context MODEL_REJECTED_REQUEST COMPLETION
                        llama-loading MODEL_FAILED ATTEMPT
                        llama-context MODEL_REJECTED_REQUEST COMPLETION
                        ollama MODEL_REJECTED_REQUEST COMPLETION
                        fastapi MODEL_REJECTED_REQUEST COMPLETION
                        streamed-server-error MODEL_FAILED ATTEMPT
                        streamed-vllm-error MODEL_REJECTED_REQUEST COMPLETION
                        streamed-llama-error MODEL_FAILED ATTEMPT
                        """);
        assertThat(OPENAI.failure("ollama").message()).isEqualTo("HTTP 404: model 'm-9' not found");
        assertThat(OPENAI.failure("vllm-context").message()).contains("4096 tokens");
        assertThat(OPENAI.failure("fastapi").message()).isEqualTo("HTTP 422: Unprocessable");
    }

    private static Answer answer(String finishReason, String model, Part... parts) {
        Message.Builder message = Message.newBuilder().setRole(Message.Role.ASSISTANT);
        for (Part part : parts) {
            message.addParts(part);
        }
        return Answer.newBuilder()
                .setMessage(message)
                .setFinishReason(finishReason)
                .setServedModel(model)
                .build();
    }

    private static Part call(String id, String name, String city) {
        return Part.newBuilder()
                .setToolCall(ToolCall.newBuilder()
                        .setId(id)
                        .setName(name)
                        .setArguments(Struct.newBuilder()
                                .putFields(
                                        "city",
                                        Value.newBuilder().setStringValue(city).build())))
                .build();
    }

    private static Part noArguments(String id, String name) {
        return Part.newBuilder()
                .setToolCall(ToolCall.newBuilder().setId(id).setName(name).setArguments(Struct.getDefaultInstance()))
                .build();
    }

    private static TokenUsage usage(long input, long cached, long written, long output, long reasoning) {
        return TokenUsage.newBuilder()
                .setInput(input)
                .setCachedInput(cached)
                .setCacheWrite(written)
                .setOutput(output)
                .setReasoning(reasoning)
                .build();
    }
}
