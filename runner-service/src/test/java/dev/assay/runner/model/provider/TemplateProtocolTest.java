package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Tool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Any JSON endpoint by a template: R1, R10. */
class TemplateProtocolTest {

    private static final HttpTemplate TEMPLATE = HttpTemplate.newBuilder()
            .setBody(struct("{\"question\":\"{{prompt}}\",\"options\":{\"heat\":\"{{temperature}}\",\"n\":3}}"))
            .setAnswerPointer("/result/answer")
            .setFinishReasonPointer("/result/why")
            .setInputTokensPointer("/tokens/in")
            .setOutputTokensPointer("/tokens/out")
            .setErrorPointer("/failure")
            .build();

    private static final Exchanges ANSWERS = Exchanges.of(
            "template.txt",
            sender -> HttpChatModel.template(
                    sender, Exchanges.credentials(), Exchanges.target("https://app.example.com/ask"), TEMPLATE));

    private final List<HttpCall> calls = new ArrayList<>();

    @Test
    void placesAreFilledWithValuesAndNeverChangeTheForm() throws Exception {
        String evil = "\"}, \"admin\": true, \"x\": \"{{model}} \\ \n é";
        HttpTemplate template = TEMPLATE.toBuilder().setBody(struct("""
                        {"a":"{{prompt}}","b":"Q: {{ prompt }} ({{temperature}}{{top_p}})","c":["{{stop}}","{{top_p}}",1],
                        "d":{"e":"{{messages}}","f":"{{system}}","g":"{{top_p}}"},"m":"{{model}}","t":"{{temperature}}",
                        "k":"{{max_tokens}}","s":"{{seed}}","i":"{{sample_index}}","o":"{{tools}}","r":"{{response_schema}}","n":null}""")).build();
        GenerationParameters generation = GenerationParameters.newBuilder()
                .setTemperature(0.5)
                .setMaxTokens(9)
                .setSeed(4)
                .addStop("END")
                .addTools(Tool.newBuilder().setName("f"))
                .setResponseSchema(struct("{\"type\":\"object\"}"))
                .build();
        ask(template, generation, turn(Message.Role.SYSTEM, "Be brief."), Exchanges.user(evil));
        String quoted = "\\\"}, \\\"admin\\\": true, \\\"x\\\": \\\"{{model}} \\\\ \\n é";
        assertThat(sent())
                .isEqualTo(
                        "{\"a\":\"" + quoted + "\",\"b\":\"Q: " + quoted + " (0.5)\",\"c\":[[\"END\"],1],"
                                + "\"d\":{\"e\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\""
                                + quoted
                                + "\"}],\"f\":\"Be brief.\"},\"i\":2,\"k\":9,\"m\":\"m-1\",\"n\":null,"
                                + "\"o\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"r\":{\"type\":\"object\"},\"s\":6,\"t\":0.5}");
        assertThat(calls.getFirst().target()).hasToString("https://app.example.com/ask?version=2");
    }

    @Test
    void theCredentialGoesWhereTheTemplateSays() throws Exception {
        GenerationParameters none = GenerationParameters.getDefaultInstance();
        ask(TEMPLATE, none, Exchanges.user("hi"));
        assertThat(calls.getLast().headers()).isEqualTo(Map.of("authorization", "Bearer secret"));
        ask(
                TEMPLATE.toBuilder()
                        .setCredentialHeader("X-Key")
                        .putHeaders("x-version", "3")
                        .build(),
                none,
                Exchanges.user("hi"));
        assertThat(calls.getLast().headers()).isEqualTo(Map.of("X-Key", "secret", "x-version", "3"));
        ask(TEMPLATE.toBuilder().setCredentialScheme("Token").build(), none, Exchanges.user("hi"));
        assertThat(calls.getLast().headers()).isEqualTo(Map.of("authorization", "Token secret"));
    }

    @Test
    void whatTheTemplateWouldLoseIsRefused() throws Exception {
        GenerationParameters none = GenerationParameters.getDefaultInstance();
        assertThat(message(ask(TEMPLATE, none, turn(Message.Role.SYSTEM, "Be brief."), Exchanges.user("hi"))))
                .contains("{{system}}");
        assertThat(message(ask(
                        TEMPLATE, none, Exchanges.user("a"), turn(Message.Role.ASSISTANT, "b"), Exchanges.user("c"))))
                .contains("several turns");
        assertThat(calls).isEmpty();
    }

    @Test
    void answersAreFoundByTheirPointers() {
        assertThat(ANSWERS.answer("answer").getMessage().getParts(0).getText()).isEqualTo("Paris.");
        assertThat(ANSWERS.answer("answer").getFinishReason()).isEqualTo("done");
        assertThat(ANSWERS.result("answer").usage().getInput()).isEqualTo(5);
        assertThat(ANSWERS.result("answer").usage().getOutput()).isEqualTo(2);
        assertThat(ANSWERS.answer("json").getMessage().getParts(0).getText())
                .isEqualTo("{\"city\":\"Paris\",\"sure\":0.5}");
        assertThat(ANSWERS.failures(
                        "failure",
                        "no-answer",
                        "null-answer",
                        "no-tokens",
                        "odd-tokens",
                        "no-reason",
                        "not-json",
                        "forbidden",
                        "unavailable"))
                .isEqualTo("""
                        failure MODEL_FAILED ATTEMPT
                        no-answer MODEL_MALFORMED_ANSWER ATTEMPT
                        null-answer MODEL_MALFORMED_ANSWER ATTEMPT
                        no-tokens MODEL_MALFORMED_ANSWER ATTEMPT
                        odd-tokens MODEL_MALFORMED_ANSWER ATTEMPT
                        no-reason MODEL_MALFORMED_ANSWER ATTEMPT
                        not-json MODEL_MALFORMED_ANSWER ATTEMPT
                        forbidden MODEL_UNAUTHENTICATED RUN
                        unavailable MODEL_FAILED ATTEMPT
                        """);
        assertThat(ANSWERS.failure("failure").message()).contains("no index today");
        assertThat(ANSWERS.failure("no-answer").message()).contains("/result/answer");
    }

    @Test
    void badTemplatesAreNamed() {
        assertThat(problem(TEMPLATE)).isEqualTo("fine");
        assertThat(problem(TEMPLATE.toBuilder().clearBody().build())).startsWith("http_template.body ");
        assertThat(problem(body("{\"a\":\"b\"}"))).startsWith("http_template.body ");
        assertThat(problem(body("{\"a\":{\"b\":[\"{{prompt}}\",\"{{promt}}\"]}}")))
                .isEqualTo("http_template.body.a.b[1] there is no place {{promt}}");
        assertThat(problem(body("{\"a\":\"{{prompt\"}"))).startsWith("http_template.body.a ");
        assertThat(problem(body("{\"{{prompt}}\":\"{{prompt}}\"}"))).startsWith("http_template.body ");
        assertThat(TemplateRules.problem(body("{\"a\":\"{{prompt}}\",\"m\":\"{{model}}\"}"), "")
                        .orElseThrow()
                        .field())
                .isEqualTo("model_id");
        assertThat(problem(TEMPLATE.toBuilder().clearAnswerPointer().build()))
                .startsWith("http_template.answer_pointer required");
        for (String pointer : List.of("answer", "$.answer", "/a~2", "/a~")) {
            assertThat(problem(TEMPLATE.toBuilder().setAnswerPointer(pointer).build()))
                    .startsWith("http_template.answer_pointer ");
            assertThat(problem(TEMPLATE.toBuilder().setErrorPointer(pointer).build()))
                    .startsWith("http_template.error_pointer ");
        }
        assertThat(problem(TEMPLATE.toBuilder().setCredentialHeader("a b").build()))
                .startsWith("http_template.credential_header ");
        assertThat(problem(TEMPLATE.toBuilder().setCredentialHeader("Host").build()))
                .startsWith("http_template.credential_header ");
        assertThat(problem(TEMPLATE.toBuilder().setCredentialScheme("a b").build()))
                .startsWith("http_template.credential_scheme ");
        for (Map.Entry<String, String> header : Map.of(
                        "Content-Length", "1", "X-Api-Key", "k", "a:b", "c", "x", "a\r\nb: c")
                .entrySet()) {
            assertThat(problem(TEMPLATE.toBuilder()
                            .putHeaders(header.getKey(), header.getValue())
                            .build()))
                    .as(header.getKey())
                    .startsWith("http_template.headers ")
                    .doesNotContain("\n");
        }
    }

    private static String problem(HttpTemplate template) {
        return TemplateRules.problem(template, "m")
                .map(problem -> problem.field() + " " + problem.reason())
                .orElse("fine");
    }

    private static HttpTemplate body(String json) {
        return TEMPLATE.toBuilder().setBody(struct(json)).build();
    }

    private ChatResult ask(HttpTemplate template, GenerationParameters generation, Message... messages)
            throws InterruptedException {
        HttpSender sender = call -> {
            calls.add(call);
            return new HttpReply.Response(
                    200, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), Arrivals.at(Duration.ZERO));
        };
        return HttpChatModel.template(
                        sender,
                        Exchanges.credentials(),
                        Exchanges.target("https://app.example.com/ask?version=2"),
                        template)
                .complete(new ChatRequest(List.of(messages), generation, 2, Map.of(), ""), Duration.ofSeconds(1));
    }

    private String sent() {
        return new String(calls.getLast().body(), StandardCharsets.UTF_8);
    }

    private static String message(ChatResult result) {
        return ((ChatResult.Failed) result.outcome()).failure().message();
    }

    private static Message turn(Message.Role role, String text) {
        return Message.newBuilder()
                .setRole(role)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }

    private static Struct struct(String json) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(json, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(e);
        }
        return struct.build();
    }
}
