package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.Tool;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The OpenAI protocol against a real HTTP server that misbehaves in every way we know: R1, R3, R7, R10. */
class OpenAiProtocolTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpModelClient CLIENT = new HttpModelClient(VERTX, AddressGuard.open());
    private static final String SECRET = "sk-very-secret-1234567890";

    @AfterAll
    static void close() {
        CLIENT.close();
        VERTX.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void sendsWhatWasAskedForAndNothingElse() throws Exception {
        try (FakeModelServer server = FakeModelServer.start()) {
            GenerationParameters generation = GenerationParameters.newBuilder()
                    .setTemperature(0.5)
                    .setSeed(7)
                    .setMaxTokens(12)
                    .addStop("\n")
                    .setLogprobs(true)
                    .setResponseSchema(Struct.newBuilder()
                            .putFields(
                                    "type",
                                    Value.newBuilder().setStringValue("object").build()))
                    .addTools(Tool.newBuilder().setName("f").setDescription("does"))
                    .build();
            model(server, "")
                    .complete(
                            new ChatRequest(List.of(user("hi")), generation, 3, Map.of(), "00-trace"),
                            Duration.ofSeconds(5));
            var request = server.requests().getFirst();
            assertThat(request.header("traceparent")).isEqualTo("00-trace");
            assertThat(request.header("authorization")).isEmpty();
            assertThat(request.path()).isEqualTo("/v1/chat/completions");
            assertThat(request.body()).isEqualTo("""
                            {"model":"fake","messages":[{"role":"user","content":"hi"}],"temperature":0.5,"seed":10,"max_tokens":12,\
                            "stop":["\\n"],"tools":[{"type":"function","function":{"name":"f","description":"does"}}],\
                            "response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object"}}},\
                            "logprobs":true}""");
        }
    }

    @Test
    void readsTextToolCallsAndUsage() throws Exception {
        Answer answer = Answer.calling(new Answer.ToolCall("f", "{\"a\": 1}"), new Answer.ToolCall("g", "{broken"))
                .withUsage(new Answer.Usage(100, 20, 40, 5));
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.answer(answer))) {
            ChatResult result = ask(model(server, ""));
            assertThat(result.usage())
                    .isEqualTo(TokenUsage.newBuilder()
                            .setInput(60)
                            .setCachedInput(40)
                            .setOutput(20)
                            .setReasoning(5)
                            .build());
            var parts = ((ChatResult.Answered) result.outcome())
                    .answer()
                    .getMessage()
                    .getPartsList();
            assertThat(parts.get(0)
                            .getToolCall()
                            .getArguments()
                            .getFieldsOrThrow("a")
                            .getNumberValue())
                    .isEqualTo(1);
            assertThat(parts.get(1).getToolCall().getInvalidArguments()).isEqualTo("{broken");
            assertThat(parts.get(1).getToolCall().hasArguments()).isFalse();
        }
    }

    @Test
    void aStreamedAnswerIsTheSameAnswerWithItsFirstToken() throws Exception {
        Answer answer = Answer.of("one two three").withUsage(new Answer.Usage(10, 3, 0, 0));
        for (Answer each : List.of(
                answer, Answer.calling(new Answer.ToolCall("f", "{\"a\": 1}")), Answer.refusing("I will not"))) {
            try (FakeModelServer server = FakeModelServer.start(request -> Reply.answer(each))) {
                ChatResult whole = ask(model(server, ""));
                ChatResult streamed = model(server, "")
                        .complete(
                                new ChatRequest(
                                        List.of(user("hi")),
                                        GenerationParameters.newBuilder()
                                                .setStream(true)
                                                .build(),
                                        0,
                                        Map.of(),
                                        ""),
                                Duration.ofSeconds(10));
                assertThat(server.requests().getLast().stream()).isTrue();
                assertThat(withoutIds(streamed)).isEqualTo(withoutIds(whole));
                assertThat(streamed.usage()).isEqualTo(whole.usage());
                assertThat(streamed.timing().firstToken()).isNotNull();
                assertThat(whole.timing().firstToken()).isNull();
            }
        }
    }

    @Test
    void aStreamThatEndsEarlyIsMalformed() throws Exception {
        String half = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"on\"}}]}\n\n";
        String error = half + "data: {\"error\":{\"message\":\"overloaded\"}}\n\ndata: [DONE]\n\n";
        assertThat(failureOf(Reply.raw(200, half)).reason()).isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
        assertThat(failureOf(Reply.raw(200, error)).message()).contains("overloaded");
    }

    @Test
    void anErrorInASuccessIsTheErrorThatItSaysItIs() throws Exception {
        assertThat(failureOf(ApiErrors.inASuccess()))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_FAILED, Failure.Scope.ATTEMPT);
    }

    private static dev.assay.runner.v1.Answer withoutIds(ChatResult result) {
        dev.assay.runner.v1.Answer.Builder answer = ((ChatResult.Answered) result.outcome()).answer().toBuilder();
        answer.getMessageBuilder().getPartsBuilderList().forEach(part -> {
            if (part.hasToolCall()) {
                part.getToolCallBuilder().clearId();
            }
        });
        return answer.build();
    }

    @Test
    void malformedAnswersAreFailuresThatCanBeMended() throws Exception {
        for (Reply reply : List.of(
                Reply.malformed(),
                Reply.halfJson("hello"),
                ApiErrors.error(200, "odd", "unheard_of", null, null),
                Reply.raw(200, ""),
                Reply.raw(200, "{\"choices\":[]}"),
                Reply.raw(200, "{\"choices\":[{\"index\":0}]}"))) {
            try (FakeModelServer server = FakeModelServer.start(request -> reply)) {
                Failure failure = failure(model(server, ""));
                assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_MALFORMED_ANSWER);
                assertThat(failure.scope()).isEqualTo(Failure.Scope.ATTEMPT);
                assertThat(failure.fingerprint()).isNotEmpty();
            }
        }
    }

    @Test
    void brokenConnectionsAreFailuresThatCanBeMended() throws Exception {
        for (Reply reply : List.of(Reply.cut("a long enough answer"), Reply.reset())) {
            try (FakeModelServer server = FakeModelServer.start(request -> reply)) {
                Failure failure = failure(model(server, ""));
                assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_FAILED);
                assertThat(failure.scope()).isEqualTo(Failure.Scope.ATTEMPT);
            }
        }
    }

    @Test
    void statusesHaveTheirClasses() throws Exception {
        assertThat(failureOf(ApiErrors.serverError()))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_FAILED, Failure.Scope.ATTEMPT);
        assertThat(failureOf(ApiErrors.contextLength(10, 20)))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_REJECTED_REQUEST, Failure.Scope.COMPLETION);
        assertThat(failureOf(ApiErrors.forbidden()))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_UNAUTHENTICATED, Failure.Scope.RUN);
        assertThat(failureOf(ApiErrors.outOfMoney()))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_REJECTED_REQUEST, Failure.Scope.RUN);
        assertThat(failureOf(Reply.raw(302, "").withHeader("Location", "http://elsewhere/")))
                .extracting(Failure::reason, Failure::scope)
                .containsExactly(ErrorReason.MODEL_REJECTED_REQUEST, Failure.Scope.COMPLETION);
        for (int status : new int[] {408, 409, 425, 500, 502, 503, 504, 529}) {
            assertThat(failureOf(Reply.raw(status, "x")).scope()).isEqualTo(Failure.Scope.ATTEMPT);
        }
        for (int status : new int[] {400, 404, 405, 413, 422}) {
            assertThat(failureOf(Reply.raw(status, "x")).scope()).isEqualTo(Failure.Scope.COMPLETION);
        }
    }

    @Test
    void aRateLimitSaysHowLongToWait() throws Exception {
        assertThat(failureOf(ApiErrors.rateLimitForSeconds(7)).retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(failureOf(ApiErrors.rateLimitFor(Duration.ofMillis(1500))).retryAfter())
                .contains(Duration.ofMillis(1500));
        assertThat(failureOf(ApiErrors.rateLimit()).retryAfter()).isEqualTo(Optional.empty());
        Instant until = Instant.now().plusSeconds(30);
        Instant before = Instant.now();
        Duration wait = failureOf(ApiErrors.rateLimitUntil(until)).retryAfter().orElseThrow();
        // A date has whole seconds.
        assertThat(wait)
                .isBetween(
                        Duration.between(Instant.now(), until).minusSeconds(1),
                        Duration.between(before, until).plusSeconds(1));
    }

    @Test
    void nothingHangsLongerThanItsTimeout() throws Exception {
        for (Reply reply : List.of(Reply.hang(), Reply.text("slow").dripping(Duration.ofMillis(200)))) {
            try (FakeModelServer server = FakeModelServer.start(request -> reply)) {
                long start = System.nanoTime();
                ChatResult result = model(server, "")
                        .complete(
                                new ChatRequest(
                                        List.of(user("hi")),
                                        GenerationParameters.getDefaultInstance(),
                                        0,
                                        Map.of(),
                                        ""),
                                Duration.ofMillis(600));
                assertThat(System.nanoTime() - start)
                        .isLessThan(Duration.ofSeconds(30).toNanos());
                assertThat(((ChatResult.Failed) result.outcome()).failure().reason())
                        .isEqualTo(ErrorReason.MODEL_TIMEOUT);
            }
        }
    }

    @Test
    void aHugeAnswerIsBrokenOff() throws Exception {
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.huge(6_000_000))) {
            Failure failure = failure(model(server, ""));
            assertThat(failure.reason()).isEqualTo(ErrorReason.MODEL_ANSWER_TOO_LARGE);
            assertThat(failure.scope()).isEqualTo(Failure.Scope.COMPLETION);
        }
    }

    @Test
    void anUnreachableServerIsSaidToBeOne() throws Exception {
        int port;
        try (FakeModelServer server = FakeModelServer.start()) {
            port = server.port();
        }
        HttpChatModel gone = model("http://127.0.0.1:" + port + "/v1", "", CLIENT);
        assertThat(failure(gone).reason()).isEqualTo(ErrorReason.MODEL_UNREACHABLE);
        // Until the kernel has closed the port, a connection may still come about and be reset.
        Eventually.until(Duration.ofSeconds(10), () -> failure(gone).message().contains("connection refused"));
        Failure unknown = failure(model("http://no-such-host.invalid/v1", "", CLIENT));
        assertThat(unknown.reason()).isEqualTo(ErrorReason.MODEL_UNREACHABLE);
    }

    @Test
    void aSecretIsSentAndNeverTold() throws Exception {
        try (FakeModelServer server =
                FakeModelServer.start(request -> Reply.raw(500, "your key " + request.header("authorization")))) {
            Failure failure = failure(model(server, "env:KEY"));
            assertThat(server.requests().getFirst().header("authorization")).isEqualTo("Bearer " + SECRET);
            assertThat(failure.message()).doesNotContain(SECRET).contains("***");
        }
        Failure missing = failure(model("http://127.0.0.1:1/v1", "env:OTHER", CLIENT));
        assertThat(missing.reason()).isEqualTo(ErrorReason.CREDENTIAL_MISSING);
        assertThat(missing.message()).contains("env:OTHER");
    }

    @Test
    void privateTargetsAreRefusedBeforeAnythingIsSent() throws Exception {
        try (FakeModelServer server = FakeModelServer.start();
                HttpModelClient guarded = new HttpModelClient(VERTX, AddressGuard.publicAnd(List.of()))) {
            for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0x7f000001")) {
                Failure failure = failure(model("http://" + host + ":" + server.port() + "/v1", "", guarded));
                assertThat(failure.reason()).as(host).isIn(ErrorReason.ENDPOINT_REFUSED, ErrorReason.MODEL_UNREACHABLE);
            }
            assertThat(server.requestCount()).isZero();
        }
    }

    private static Failure failureOf(Reply reply) throws Exception {
        try (FakeModelServer server = FakeModelServer.start(request -> reply)) {
            return failure(model(server, ""));
        }
    }

    private static Failure failure(HttpChatModel model) throws InterruptedException {
        return ((ChatResult.Failed) ask(model).outcome()).failure();
    }

    private static ChatResult ask(HttpChatModel model) throws InterruptedException {
        return model.complete(
                new ChatRequest(List.of(user("hi")), GenerationParameters.getDefaultInstance(), 0, Map.of(), ""),
                Duration.ofSeconds(10));
    }

    private static HttpChatModel model(FakeModelServer server, String credential) {
        return model(server.url(), credential, CLIENT);
    }

    private static HttpChatModel model(String url, String credential, HttpModelClient client) {
        return HttpChatModel.openAi(
                client,
                new Credentials(name -> name.equals("KEY") ? SECRET : null),
                new HttpTarget(
                        URI.create(url),
                        "fake",
                        credential,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(60),
                        2_000_000));
    }

    private static Message user(String text) {
        return Message.newBuilder()
                .setRole(Message.Role.USER)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }
}
