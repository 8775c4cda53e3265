package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.testing.model.Reply.Delivery;
import dev.assay.type.v1.ErrorReason;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Servers that misbehave on the wire, for every protocol that goes over HTTP, whole and streamed: R1, R3, R10. */
class ProtocolChaosTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpModelClient CLIENT = new HttpModelClient(VERTX, AddressGuard.open());
    private static final long MAX_BYTES = 2_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** One protocol: how a model of it is made, and a good answer in one piece and as a stream. */
    private record Protocol(String name, ModelMaker maker, String whole, String streamed) {}

    @FunctionalInterface
    private interface ModelMaker {
        HttpChatModel make(HttpSender sender, Credentials credentials, HttpTarget target);
    }

    private static final List<Protocol> PROTOCOLS = List.of(
            new Protocol(
                    "openai chat",
                    HttpChatModel::openAi,
                    "{\"choices\":[{\"message\":{\"content\":\"Paris.\"},\"finish_reason\":\"stop\"}]}",
                    "data: {\"choices\":[{\"delta\":{\"content\":\"Paris.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"),
            new Protocol(
                    "openai completions",
                    HttpChatModel::completions,
                    "{\"choices\":[{\"text\":\"Paris.\",\"finish_reason\":\"stop\"}]}",
                    "data: {\"choices\":[{\"text\":\"Paris.\",\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"),
            new Protocol(
                    "anthropic",
                    HttpChatModel::anthropic,
                    "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Paris.\"}],\"stop_reason\":\"end_turn\"}",
                    "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":1}}}\n\n"
                            + "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                            + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Paris.\"}}\n\n"
                            + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}\n\n"),
            new Protocol(
                    "gemini",
                    HttpChatModel::gemini,
                    "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Paris.\"}]},\"finishReason\":\"STOP\"}]}",
                    "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Paris.\"}]},\"finishReason\":\"STOP\"}]}\n\n"),
            new Protocol(
                    "template",
                    (sender, credentials, target) -> HttpChatModel.template(
                            sender,
                            credentials,
                            target,
                            HttpTemplate.newBuilder()
                                    .setBody(com.google.protobuf.Struct.newBuilder()
                                            .putFields(
                                                    "q",
                                                    com.google.protobuf.Value.newBuilder()
                                                            .setStringValue("{{prompt}}")
                                                            .build()))
                                    .setAnswerPointer("/answer")
                                    .setStream(dev.assay.runner.v1.HttpTemplateStream.newBuilder()
                                            .setDeltaPointer("/piece")
                                            .setDone("[END]"))
                                    .build()),
                    "{\"answer\":\"Paris.\"}",
                    "data: {\"note\":\"thinking\"}\n\ndata: {\"piece\":\"Paris.\"}\n\ndata: [END]\n\n"));

    @AfterAll
    static void close() {
        CLIENT.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void goodAnswersAreAnswersWholeAndStreamed() throws Exception {
        each(Reply::raw, (name, result) -> {
            var answer = ((ChatResult.Answered) result.outcome()).answer();
            assertThat(answer.getMessage().getParts(0).getText()).as(name).isEqualTo("Paris.");
            assertThat(result.timing().latency()).as(name).isNotNull();
            assertThat(result.timing().firstToken() != null).as(name).isEqualTo(name.contains("streamed"));
        });
    }

    @Test
    void theTimeToTheFirstTokenIsThatOfTheAnswer() throws Exception {
        for (Protocol protocol : PROTOCOLS) {
            // Slow enough that the first byte and the first token of the answer are far apart.
            Reply reply = Reply.raw(200, protocol.streamed()).dripping(Duration.ofMillis(1));
            try (FakeModelServer server =
                    FakeModelServer.start(request -> reply).everyPath()) {
                ChatResult result = ask(protocol, server.url(), true, PATIENCE, CLIENT);
                Duration first = result.timing().firstToken();
                assertThat(first).as(protocol.name()).isNotNull();
                int begin = protocol.streamed().indexOf("Paris");
                assertThat(first).as(protocol.name()).isGreaterThanOrEqualTo(Duration.ofMillis(Math.min(begin, 400)));
                assertThat(first).isLessThanOrEqualTo(result.timing().latency());
            }
        }
    }

    @Test
    void whatBreaksOnTheWireIsAFailureOfTheAttempt() throws Exception {
        Map<String, Supplier<Reply>> faults = new LinkedHashMap<>();
        faults.put("MODEL_FAILED reset", Reply::reset);
        faults.put("MODEL_MALFORMED_ANSWER html", Reply::malformed);
        faults.put("MODEL_MALFORMED_ANSWER empty", () -> Reply.raw(200, ""));
        faults.put("MODEL_MALFORMED_ANSWER null", () -> Reply.raw(200, "null"));
        faults.put("MODEL_MALFORMED_ANSWER number", () -> Reply.raw(200, "7"));
        faults.put("MODEL_MALFORMED_ANSWER array", () -> Reply.raw(200, "[]"));
        faults.put("MODEL_MALFORMED_ANSWER gzip", () -> Reply.gzipped("hello"));
        for (Map.Entry<String, Supplier<Reply>> fault : faults.entrySet()) {
            each(
                    (status, body) -> fault.getValue().get(),
                    (name, result) -> expect(
                            fault.getKey() + " " + name,
                            result,
                            ErrorReason.valueOf(fault.getKey().split(" ", -1)[0])));
        }
    }

    @Test
    void whatIsCutIsNeverAnAnswer() throws Exception {
        each(
                (status, body) -> Reply.raw(status, body).delivered(new Delivery.Cut(body.length() / 2)),
                (name, result) -> expect("cut " + name, result, ErrorReason.MODEL_FAILED));
        each(
                (status, body) -> Reply.raw(status, body).delivered(new Delivery.Reset(body.length() / 2)),
                (name, result) -> expect("reset " + name, result, ErrorReason.MODEL_FAILED));
        each(
                (status, body) -> Reply.raw(status, body.substring(0, body.indexOf("Paris") + 2)),
                (name, result) -> expect("truncated " + name, result, ErrorReason.MODEL_MALFORMED_ANSWER));
        each(
                (status, body) ->
                        Reply.raw(status, body).delivered(new Delivery.Overlong(body.length() - body.indexOf("Paris"))),
                (name, result) -> expect("too short a length " + name, result, ErrorReason.MODEL_MALFORMED_ANSWER));
    }

    @Test
    void nothingHangsAndNothingFloods() throws Exception {
        for (Protocol protocol : PROTOCOLS) {
            for (Reply reply : List.of(
                    Reply.hang(),
                    Reply.raw(200, protocol.whole()).dripping(Duration.ofSeconds(1)),
                    Reply.raw(200, protocol.streamed()).dripping(Duration.ofSeconds(1)))) {
                try (FakeModelServer server =
                        FakeModelServer.start(request -> reply).everyPath()) {
                    long start = System.nanoTime();
                    ChatResult result = ask(protocol, server.url(), true, Duration.ofMillis(300), CLIENT);
                    expect(protocol.name(), result, ErrorReason.MODEL_TIMEOUT);
                    assertThat(System.nanoTime() - start)
                            .isLessThan(Duration.ofSeconds(30).toNanos());
                }
            }
            try (FakeModelServer server = FakeModelServer.start(request -> Reply.huge(3 * (int) MAX_BYTES))
                    .everyPath()) {
                Failure failure = failure(ask(protocol, server.url(), false, PATIENCE, CLIENT));
                assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_ANSWER_TOO_LARGE);
            }
        }
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        try (FakeModelServer elsewhere = FakeModelServer.start().everyPath()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                for (Protocol protocol : PROTOCOLS) {
                    try (FakeModelServer server = FakeModelServer.start(request ->
                                    Reply.raw(status, "").withHeader("Location", elsewhere.url() + "/chat/completions"))
                            .everyPath()) {
                        Failure failure = failure(ask(protocol, server.url(), false, PATIENCE, CLIENT));
                        assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_REJECTED_REQUEST);
                        assertThat(failure.message()).contains("redirects are not followed");
                        assertThat(server.requestCount()).isEqualTo(1);
                    }
                }
            }
            assertThat(elsewhere.requestCount()).isZero();
        }
    }

    @Test
    void notEvenRedirectsToTheSameHost() throws Exception {
        for (int status : new int[] {307, 308}) {
            try (FakeModelServer server = FakeModelServer.start(
                            request -> Reply.raw(status, "").withHeader("Location", "/v1/elsewhere"))
                    .everyPath()) {
                Failure failure =
                        failure(ask(PROTOCOLS.getFirst(), server.url(), false, Duration.ofSeconds(5), CLIENT));
                assertThat(failure.message()).contains("redirects are not followed; register the final address");
                assertThat(server.requestCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void aNameThatResolvesToAPrivateAddressIsRefusedAtConnectTime() throws Exception {
        try (FakeModelServer server = FakeModelServer.start().everyPath();
                HttpModelClient guarded = new HttpModelClient(VERTX, AddressGuard.publicAnd(List.of()))) {
            for (Protocol protocol : PROTOCOLS) {
                String url = "http://localhost:" + server.port() + "/v1";
                Failure failure = failure(ask(protocol, url, false, PATIENCE, guarded));
                assertThat(failure.reason()).isEqualTo(ErrorReason.ENDPOINT_REFUSED);
                assertThat(failure.scope()).isEqualTo(Failure.Scope.RUN);
            }
            assertThat(server.requestCount()).isZero();
        }
    }

    @FunctionalInterface
    private interface Replies {
        Reply reply(int status, String body);
    }

    @FunctionalInterface
    private interface Check {
        void check(String name, ChatResult result);
    }

    /** Every protocol, whole and streamed, against a server that replies like that. */
    private static void each(Replies replies, Check check) throws Exception {
        for (Protocol protocol : PROTOCOLS) {
            for (boolean stream : new boolean[] {false, true}) {
                Reply reply = replies.reply(200, stream ? protocol.streamed() : protocol.whole());
                try (FakeModelServer server =
                        FakeModelServer.start(request -> reply).everyPath()) {
                    String name = protocol.name() + (stream ? " streamed" : "");
                    check.check(name, ask(protocol, server.url(), stream, PATIENCE, CLIENT));
                }
            }
        }
    }

    private static void expect(String name, ChatResult result, ErrorReason reason) {
        Failure failure = failure(result);
        assertThat(failure.reason()).as(name + ": " + failure.message()).isEqualTo(reason);
        assertThat(failure.scope()).as(name).isEqualTo(Failure.Scope.ATTEMPT);
        assertThat(result.attempts()).as(name).isEqualTo(1);
    }

    private static Failure failure(ChatResult result) {
        return ((ChatResult.Failed) result.outcome()).failure();
    }

    private static ChatResult ask(
            Protocol protocol, String url, boolean stream, Duration timeLeft, HttpModelClient client)
            throws InterruptedException {
        HttpTarget target =
                new HttpTarget(URI.create(url), "m-1", "", Duration.ofSeconds(30), Duration.ofSeconds(60), MAX_BYTES);
        GenerationParameters generation =
                GenerationParameters.newBuilder().setStream(stream).build();
        return protocol.maker()
                .make(client, Exchanges.credentials(), target)
                .complete(new ChatRequest(List.of(Exchanges.user("hi")), generation, 0, Map.of(), ""), timeLeft);
    }
}
