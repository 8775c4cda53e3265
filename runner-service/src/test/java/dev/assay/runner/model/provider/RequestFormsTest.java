package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.ToolCall;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What servers of one protocol want in different forms: R1, R5. */
class RequestFormsTest {

    @Test
    void theLimitOfAnAnswerHasTheNameThatTheServerKnows() throws Exception {
        assertThat(openAi("https://api.openai.com/v1", "")).contains("\"max_completion_tokens\":9");
        assertThat(openAi("https://me.OpenAI.azure.com/openai/v1", "")).contains("\"max_completion_tokens\":9");
        assertThat(openAi("https://api.example.com/v1", "")).contains("\"max_tokens\":9");
        assertThat(openAi("https://api.example.com/v1", "max_completion_tokens"))
                .contains("\"max_completion_tokens\":9");
        assertThat(openAi("https://api.openai.com/v1", "max_tokens")).contains("\"max_tokens\":9");
    }

    @Test
    void zeroIsNotTheSameAsNothing() throws Exception {
        HttpTarget target = target("https://api.example.com/v1", "m");
        GenerationParameters zero = GenerationParameters.newBuilder()
                .setTemperature(0)
                .setTopP(0)
                .setSeed(0)
                .build();
        GenerationParameters none = GenerationParameters.getDefaultInstance();
        for (ChatProtocol protocol : new ChatProtocol[] {
            new OpenAiProtocol(target, ""),
            new CompletionsProtocol(target),
            new AnthropicProtocol(target),
            new GeminiProtocol(target)
        }) {
            assertThat(sent(protocol, zero, List.of(Exchanges.user("hi")))).contains("\"temperature\":0.0");
            assertThat(sent(protocol, none, List.of(Exchanges.user("hi"))))
                    .doesNotContain("temperature")
                    .doesNotContain("seed")
                    .doesNotContain("top_p")
                    .doesNotContain("topP");
        }
    }

    @Test
    void geminiIsToldWhichCallsItHasNotSigned() throws Exception {
        Part call = Part.newBuilder()
                .setToolCall(ToolCall.newBuilder().setId("c").setName("f"))
                .build();
        List<Message> conversation = List.of(
                Exchanges.user("hi"),
                Message.newBuilder()
                        .setRole(Message.Role.ASSISTANT)
                        .addParts(call)
                        .addParts(call)
                        .build());
        GenerationParameters none = GenerationParameters.getDefaultInstance();
        String signed = "{\"functionCall\":{\"name\":\"f\",\"args\":{}},"
                + "\"thoughtSignature\":\"skip_thought_signature_validator\"},{\"functionCall\":{\"name\":\"f\",\"args\":{}}}]";
        for (String model : List.of("gemini-3-pro-preview", "gemini-3.5-flash", "gemini-12-x")) {
            assertThat(sent(new GeminiProtocol(target("https://g.example.com", model)), none, conversation))
                    .contains(signed);
        }
        for (String model : List.of("gemini-2.5-flash", "gemini-1.5-pro", "other-3")) {
            assertThat(sent(new GeminiProtocol(target("https://g.example.com", model)), none, conversation))
                    .doesNotContain("thoughtSignature");
        }
    }

    private static String openAi(String endpoint, String maxTokensField) throws Exception {
        return sent(
                new OpenAiProtocol(target(endpoint, "m"), maxTokensField),
                GenerationParameters.newBuilder().setMaxTokens(9).build(),
                List.of(Exchanges.user("hi")));
    }

    private static String sent(ChatProtocol protocol, GenerationParameters generation, List<Message> conversation)
            throws Exception {
        return new String(
                protocol.body(new ChatRequest(conversation, generation, 0, Map.of(), "")), StandardCharsets.UTF_8);
    }

    private static HttpTarget target(String endpoint, String model) {
        return new HttpTarget(URI.create(endpoint), model, "", Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000_000);
    }
}
