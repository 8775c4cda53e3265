package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.Tool;
import dev.assay.type.v1.ToolCall;
import dev.assay.type.v1.ToolResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anthropic's and Google's protocols against bodies in the shape of their documentation: R1, R3, R7. */
class OtherProtocolsTest {

    private final List<HttpCall> calls = new ArrayList<>();

    private static final Struct ARGUMENTS = Struct.newBuilder()
            .putFields("city", Value.newBuilder().setStringValue("Rome").build())
            .build();

    private static final List<Message> CONVERSATION = List.of(
            message(Message.Role.SYSTEM, Part.newBuilder().setText("Be brief.").build()),
            message(
                    Message.Role.USER,
                    Part.newBuilder().setText("Weather?").build(),
                    Part.newBuilder()
                            .setImage(Image.newBuilder()
                                    .setData(ByteString.copyFromUtf8("png"))
                                    .setMediaType("image/png"))
                            .build()),
            message(
                    Message.Role.ASSISTANT,
                    Part.newBuilder()
                            .setToolCall(ToolCall.newBuilder()
                                    .setId("t1")
                                    .setName("weather")
                                    .setArguments(ARGUMENTS))
                            .build()),
            message(
                    Message.Role.TOOL,
                    Part.newBuilder()
                            .setToolResult(
                                    ToolResult.newBuilder().setToolCallId("t1").setText("sunny"))
                            .build()));

    private static final GenerationParameters GENERATION = GenerationParameters.newBuilder()
            .setTemperature(0)
            .setTopP(0.5)
            .setSeed(4)
            .setMaxTokens(50)
            .addStop("END")
            .addTools(Tool.newBuilder().setName("weather").setDescription("Tells the weather."))
            .build();

    @Test
    void anthropicRequests() throws Exception {
        ask(anthropic(200, "{}"), GENERATION);
        HttpCall call = calls.getFirst();
        assertThat(call.target()).hasToString("https://api.anthropic.com/v1/messages");
        assertThat(call.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of("anthropic-version", "2023-06-01", "x-api-key", "secret"));
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("""
                        {"model":"m-1","max_tokens":50,"system":[{"type":"text","text":"Be brief."}],"messages":[\
                        {"role":"user","content":[{"type":"text","text":"Weather?"},\
                        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"cG5n"}}]},\
                        {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Rome"}}]},\
                        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"sunny"}]}],\
                        "temperature":0.0,"top_p":0.5,"stop_sequences":["END"],\
                        "tools":[{"name":"weather","description":"Tells the weather.","input_schema":{"type":"object"}}]}""");
    }

    @Test
    void anthropicAnswers() throws Exception {
        ChatResult result = ask(anthropic(200, """
                        {"id":"msg_1","type":"message","role":"assistant","model":"m-1-20260101","content":[
                        {"type":"thinking","thinking":"hm"},{"type":"text","text":"Sunny."},
                        {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Rome"}}],
                        "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":20,"cache_creation_input_tokens":5,
                        "cache_read_input_tokens":7,"output_tokens":9}}"""), GENERATION);
        assertThat(result.outcome())
                .isEqualTo(new ChatResult.Answered(Answer.newBuilder()
                        .setMessage(message(
                                Message.Role.ASSISTANT,
                                Part.newBuilder().setText("Sunny.").build(),
                                Part.newBuilder()
                                        .setToolCall(ToolCall.newBuilder()
                                                .setId("toolu_1")
                                                .setName("weather")
                                                .setArguments(ARGUMENTS))
                                        .build()))
                        .setFinishReason("tool_use")
                        .setServedModel("m-1-20260101")
                        .build()));
        assertThat(result.usage())
                .isEqualTo(TokenUsage.newBuilder()
                        .setInput(20)
                        .setCachedInput(7)
                        .setCacheWrite(5)
                        .setOutput(9)
                        .build());
    }

    @Test
    void anthropicErrors() throws Exception {
        String overloaded = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        Failure busy = failure(anthropic(529, overloaded));
        assertThat(busy.reason()).isEqualTo(ErrorReason.MODEL_FAILED);
        assertThat(busy.scope()).isEqualTo(Failure.Scope.ATTEMPT);
        assertThat(busy.message()).isEqualTo("HTTP 529: Overloaded");
        assertThat(failure(anthropic(401, overloaded)).scope()).isEqualTo(Failure.Scope.RUN);
        assertThat(failure(anthropic(400, overloaded)).scope()).isEqualTo(Failure.Scope.COMPLETION);
        assertThat(failure(anthropic(200, "{\"content\":[{\"type\":\"text\"")).reason())
                .isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
        assertThat(failure(anthropic(200, "{\"content\":[],\"stop_reason\":\"refusal\"}"))
                        .reason())
                .isEqualTo(ErrorReason.MODEL_CONTENT_FILTERED);
    }

    @Test
    void geminiRequests() throws Exception {
        ask(
                gemini(200, "{}"),
                GENERATION.toBuilder()
                        .setLogprobs(true)
                        .setResponseSchema(ARGUMENTS)
                        .build());
        HttpCall call = calls.getFirst();
        assertThat(call.target())
                .hasToString("https://generativelanguage.googleapis.com/v1beta/models/m-1:generateContent");
        assertThat(call.headers()).isEqualTo(Map.of("x-goog-api-key", "secret"));
        assertThat(new String(call.body(), StandardCharsets.UTF_8)).isEqualTo("""
                        {"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[\
                        {"role":"user","parts":[{"text":"Weather?"},{"inlineData":{"mimeType":"image/png","data":"cG5n"}}]},\
                        {"role":"model","parts":[{"functionCall":{"name":"weather","args":{"city":"Rome"}}}]},\
                        {"role":"user","parts":[{"functionResponse":{"name":"weather","response":{"result":"sunny"}}}]}],\
                        "generationConfig":{"temperature":0.0,"topP":0.5,"seed":6,"maxOutputTokens":50,"stopSequences":["END"],\
                        "responseMimeType":"application/json","responseJsonSchema":{"city":"Rome"},"responseLogprobs":true},\
                        "tools":[{"functionDeclarations":[{"name":"weather","description":"Tells the weather."}]}]}""");
    }

    @Test
    void geminiAnswers() throws Exception {
        ChatResult result = ask(gemini(200, """
                        {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Sunny."},
                        {"functionCall":{"name":"weather","args":{"city":"Rome"}}}]},"finishReason":"STOP",
                        "logprobsResult":{"chosenCandidates":[{"token":"Sunny.","logProbability":-0.5}]}}],
                        "usageMetadata":{"promptTokenCount":30,"cachedContentTokenCount":10,"candidatesTokenCount":4,"thoughtsTokenCount":6},
                        "modelVersion":"m-1-002"}"""), GENERATION);
        assertThat(result.outcome())
                .isEqualTo(new ChatResult.Answered(Answer.newBuilder()
                        .setMessage(message(
                                Message.Role.ASSISTANT,
                                Part.newBuilder().setText("Sunny.").build(),
                                Part.newBuilder()
                                        .setToolCall(ToolCall.newBuilder()
                                                .setName("weather")
                                                .setArguments(ARGUMENTS))
                                        .build()))
                        .setFinishReason("STOP")
                        .setServedModel("m-1-002")
                        .addLogprobs(
                                TokenLogprob.newBuilder().setToken("Sunny.").setLogprob(-0.5))
                        .build()));
        assertThat(result.usage())
                .isEqualTo(TokenUsage.newBuilder()
                        .setInput(20)
                        .setCachedInput(10)
                        .setOutput(10)
                        .setReasoning(6)
                        .build());
    }

    @Test
    void geminiErrors() throws Exception {
        Failure busy = failure(gemini(429, """
                {"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[
                {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}"""));
        assertThat(busy.reason()).isEqualTo(ErrorReason.MODEL_RATE_LIMITED);
        assertThat(busy.retryAfter()).contains(Duration.ofMillis(34_500));
        Failure key = failure(gemini(400, """
                {"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[
                {"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}"""));
        assertThat(key.reason()).isEqualTo(ErrorReason.MODEL_UNAUTHENTICATED);
        assertThat(key.scope()).isEqualTo(Failure.Scope.RUN);
        assertThat(failure(gemini(200, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"))
                        .reason())
                .isEqualTo(ErrorReason.MODEL_CONTENT_FILTERED);
        assertThat(failure(gemini(200, "{\"candidates\":[{\"content\":{}}]}")).reason())
                .isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
    }

    private HttpChatModel anthropic(int status, String body) {
        return HttpChatModel.anthropic(answering(status, body), credentials(), target("https://api.anthropic.com/v1/"));
    }

    private HttpChatModel gemini(int status, String body) {
        return HttpChatModel.gemini(
                answering(status, body), credentials(), target("https://generativelanguage.googleapis.com/v1beta"));
    }

    private HttpSender answering(int status, String body) {
        return call -> {
            calls.add(call);
            return new HttpReply.Response(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), Duration.ZERO);
        };
    }

    private static Credentials credentials() {
        return new Credentials(name -> "secret");
    }

    private static HttpTarget target(String url) {
        return new HttpTarget(
                URI.create(url), "m-1", "env:KEY", Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000_000);
    }

    private static ChatResult ask(HttpChatModel model, GenerationParameters generation) throws InterruptedException {
        return model.complete(new ChatRequest(CONVERSATION, generation, 2, Map.of(), ""), Duration.ofSeconds(1));
    }

    private static Failure failure(HttpChatModel model) throws InterruptedException {
        return ((ChatResult.Failed) ask(model, GENERATION).outcome()).failure();
    }

    private static Message message(Message.Role role, Part... parts) {
        return Message.newBuilder().setRole(role).addAllParts(List.of(parts)).build();
    }
}
