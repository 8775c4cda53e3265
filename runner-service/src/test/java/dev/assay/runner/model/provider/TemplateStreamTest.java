package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.runner.v1.HttpTemplateStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Endpoints that stream what their template describes: R1, R7. */
class TemplateStreamTest {

    private static final HttpTemplate TEMPLATE = HttpTemplate.newBuilder()
            .setBody(struct(
                    "{\"q\":\"{{prompt}}\",\"options\":{\"stream\":false,\"t\":\"{{temperature}}\"},\"whole\":1}"))
            .setAnswerPointer("/result")
            .setFinishReasonPointer("/why")
            .setInputTokensPointer("/tokens/in")
            .setOutputTokensPointer("/tokens/out")
            .setErrorPointer("/failure")
            .setStream(HttpTemplateStream.newBuilder()
                    .setBody(struct("{\"options\":{\"stream\":true},\"whole\":null,\"as\":[1]}"))
                    .setDeltaPointer("/delta/text")
                    .setDone("[END]")
                    .setDonePointer("/over"))
            .build();
    private static final Exchanges STREAMS = Exchanges.of(
            "template-streams.txt",
            sender -> HttpChatModel.template(
                    sender, Exchanges.credentials(), Exchanges.target("https://app.example.com/ask"), TEMPLATE));

    @Test
    void eventsAndLinesAreTheAnswerThatWouldHaveComeInOnePiece() {
        var whole = STREAMS.answer("streamed-in-one-piece");
        assertThat(whole.getMessage().getParts(0).getText()).isEqualTo("Paris.");
        assertThat(whole.getFinishReason()).isEqualTo("done");
        for (String name : List.of("streamed", "streamed-lines", "streamed-one-line", "streamed-lines-with-marker")) {
            assertThat(STREAMS.answer(name)).as(name).isEqualTo(whole);
            assertThat(STREAMS.result(name).usage())
                    .as(name)
                    .isEqualTo(STREAMS.result("streamed-in-one-piece").usage());
            assertThat(STREAMS.result(name).timing().firstToken()).as(name).isNotNull();
        }
        assertThat(STREAMS.answer("streamed-nothing").getMessage().getParts(0).getText())
                .isEmpty();
    }

    @Test
    void theAnswerBeginsWithItsFirstText() throws Exception {
        String body = "data: {\"delta\":{\"text\":\"\"}}\n\ndata: {\"delta\":{\"text\":\"a\"},\"over\":true}\n\n";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        TemplateStream stream = new TemplateStream(TEMPLATE);
        assertThat(stream.join(TemplateStream.events(bytes, TEMPLATE))).isEqualTo(body.length() - 3);
    }

    @Test
    void whatBreaksOffOrCannotBeReadIsNoAnswer() {
        assertThat(STREAMS.failures(
                        "streamed-cut",
                        "streamed-cut-line",
                        "streamed-other-marker",
                        "streamed-failure",
                        "streamed-no-text",
                        "streamed-no-reason",
                        "streamed-no-tokens"))
                .isEqualTo("""
                        streamed-cut MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-cut-line MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-other-marker MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-failure MODEL_FAILED ATTEMPT
                        streamed-no-text MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-no-reason MODEL_MALFORMED_ANSWER ATTEMPT
                        streamed-no-tokens MODEL_MALFORMED_ANSWER ATTEMPT
                        """);
        assertThat(STREAMS.failure("streamed-failure").message()).contains("no index today");
        assertThat(STREAMS.failure("streamed-no-text").message()).contains("/delta/text (stream.delta_pointer)");
        assertThat(STREAMS.failure("streamed-no-reason").message()).contains("/why (finish_reason_pointer)");
    }

    @Test
    void onlyARequestForAStreamIsPatched() throws Exception {
        assertThat(sent(false)).isEqualTo("{\"options\":{\"stream\":false},\"q\":\"hi\",\"whole\":1}");
        assertThat(sent(true)).isEqualTo("{\"as\":[1],\"options\":{\"stream\":true},\"q\":\"hi\"}");
    }

    @Test
    void badStreamsAreNamed() {
        assertThat(problem(TEMPLATE.getStream())).isEqualTo("fine");
        HttpTemplateStream.Builder none = HttpTemplateStream.newBuilder();
        assertThat(problem(none.build())).startsWith("http_template.stream.done required");
        assertThat(problem(none.setDone("[END]").build())).startsWith("http_template.stream.delta_pointer required");
        none.setDeltaPointer("/delta");
        assertThat(problem(none.build())).isEqualTo("fine");
        assertThat(problem(none.clone().clearDone().setDonePointer("/over").build()))
                .isEqualTo("fine");
        assertThat(problem(none.clone().setDonePointer("over").build()))
                .startsWith("http_template.stream.done_pointer ");
        assertThat(problem(none.clone().setDeltaPointer("$.a").build()))
                .startsWith("http_template.stream.delta_pointer ");
        for (String done : List.of(" [END]", "a\nb", "a".repeat(101))) {
            assertThat(problem(none.clone().setDone(done).build())).startsWith("http_template.stream.done ");
        }
        assertThat(problem(none.clone().setBody(struct("{\"a\":\"{{seed}}\"}")).build()))
                .startsWith("http_template.stream.body has no places");
        assertThat(problem(none.clone().setBody(struct("{\"a\":[\"{{sed}}\"]}")).build()))
                .startsWith("http_template.stream.body.a[0] there is no place");
        assertThat(problem(none.clone().setBody(struct("{\"options\":null}")).build()))
                .startsWith("http_template.stream.body takes a place");
    }

    private static String problem(HttpTemplateStream stream) {
        return TemplateRules.problem(TEMPLATE.toBuilder().setStream(stream).build(), "m")
                .map(problem -> problem.field() + " " + problem.reason())
                .orElse("fine");
    }

    private static String sent(boolean stream) throws Exception {
        AtomicReference<String> sent = new AtomicReference<>("");
        HttpSender sender = call -> {
            sent.set(new String(call.body(), StandardCharsets.UTF_8));
            return new HttpReply.Response(200, Map.of(), Exchanges.bytes("{}"), Arrivals.at(Duration.ZERO));
        };
        GenerationParameters generation =
                GenerationParameters.newBuilder().setStream(stream).build();
        HttpChatModel.template(
                        sender, Exchanges.credentials(), Exchanges.target("https://app.example.com/ask"), TEMPLATE)
                .complete(
                        new ChatRequest(List.of(Exchanges.user("hi")), generation, 0, Map.of(), ""),
                        Duration.ofSeconds(1));
        return sent.get();
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
