package dev.assay.testing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.testing.Eventually;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake model server against a client that nobody here wrote: it stands in for the providers of R1, and breaks as in R2 and R3. */
class FakeModelServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeModelServer server = FakeModelServer.start();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @AfterEach
    void close() {
        server.close();
        client.close();
    }

    @Test
    void answersInTheShapeOfTheApi() throws Exception {
        HttpResponse<String> response = ask("What is 6 × 7?");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(JSON.readTree(response.body())).isEqualTo(JSON.readTree("""
                                {"id": "chatcmpl-fake1", "object": "chat.completion", "created": 1767225600, "model": "m",
                                 "choices": [{"index": 0,
                                              "message": {"role": "assistant", "content": "What is 6 × 7?", "refusal": null},
                                              "logprobs": null, "finish_reason": "stop"}],
                                 "usage": {"prompt_tokens": 5, "completion_tokens": 5, "total_tokens": 10,
                                           "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                                           "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0,
                                             "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}},
                                 "service_tier": "default", "system_fingerprint": "fp_fake"}"""));
    }

    @Test
    void recordsWhatItWasAsked() throws Exception {
        Instant before = Instant.now();
        ask("one");
        ask("two");
        ask("one");

        assertThat(server.requests())
                .extracting(ModelRequest::number, ModelRequest::prompt, ModelRequest::attempt)
                .containsExactly(tuple(1L, "one", 1), tuple(2L, "two", 1), tuple(3L, "one", 2));
        ModelRequest request = server.requests("two").getFirst();
        assertThat(request.header("Authorization")).isEqualTo("Bearer key");
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.model()).isEqualTo("m");
        assertThat(request.receivedAt()).isAfterOrEqualTo(before);
        assertThat(server.maxInFlight()).isEqualTo(1);
        server.forget();
        assertThat(server.requestCount()).isZero();
    }

    @Test
    void answersByTableFunctionAndAttempt() throws Exception {
        server.script(Script.table(Map.of("a", "1")));
        assertThat(answer("a")).isEqualTo("1");
        assertThat(errorOf(ask("b"), 400).path("message").asText()).isEqualTo("the table has no answer for: b");

        server.script(Script.failing(1, ApiErrors.serverError(), Script.answer(prompt -> prompt + "!")));
        assertThat(ask("c").statusCode()).isEqualTo(500);
        assertThat(answer("c")).isEqualTo("c!");

        server.script(Script.attempts(ApiErrors.overloaded(), Reply.text("second and later")));
        assertThat(ask("d").statusCode()).isEqualTo(503);
        assertThat(answer("d") + answer("d")).isEqualTo("second and latersecond and later");
    }

    @Test
    void answersWithUsageToolCallsAndRefusals() throws Exception {
        server.script(request -> Reply.answer(
                Answer.calling(new Answer.ToolCall("add", "{\"a\":1}")).withUsage(new Answer.Usage(100, 50, 80, 30))));
        JsonNode body = JSON.readTree(ask("x").body());
        assertThat(body.at("/choices/0/message/content").isNull()).isTrue();
        assertThat(body.at("/choices/0/message/tool_calls/0/function/name").asText())
                .isEqualTo("add");
        assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(body.at("/usage/total_tokens").asInt()).isEqualTo(150);
        assertThat(body.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(80);
        assertThat(body.at("/usage/completion_tokens_details/reasoning_tokens").asInt())
                .isEqualTo(30);

        server.script(request -> Reply.answer(Answer.refusing("no")));
        assertThat(JSON.readTree(ask("x").body())
                        .at("/choices/0/message/refusal")
                        .asText())
                .isEqualTo("no");
    }

    @Test
    void streamsWhenAsked() throws Exception {
        ObjectNode request = request("two words").put("stream", true);
        request.set("stream_options", JSON.createObjectNode().put("include_usage", true));

        HttpResponse<String> response = post("/chat/completions", request.toString());

        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        List<String> events = List.of(response.body().split("\n\n", -1));
        assertThat(events).hasSize(7);
        assertThat(JSON.readTree(events.get(1).substring(6))
                        .at("/choices/0/delta/content")
                        .asText())
                .isEqualTo("two ");
        assertThat(JSON.readTree(events.get(4).substring(6))
                        .at("/usage/total_tokens")
                        .asInt())
                .isEqualTo(4);
        assertThat(events.get(5)).isEqualTo("data: [DONE]");
    }

    @Test
    void servesPlainCompletionsAndTheListOfModels() throws Exception {
        server.onlyModels("m");
        JsonNode completion = JSON.readTree(
                post("/completions", "{\"model\":\"m\",\"prompt\":\"say it\"}").body());
        assertThat(completion.path("object").asText()).isEqualTo("text_completion");
        assertThat(completion.at("/choices/0/text").asText()).isEqualTo("say it");
        HttpResponse<String> models = client.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/models")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(JSON.readTree(models.body()).at("/data/0/id").asText()).isEqualTo("m");
        assertThat(errorOf(post("/completions", "{\"model\":\"other\"}"), 404)
                        .path("code")
                        .asText())
                .isEqualTo("model_not_found");
        assertThat(errorOf(post("/embeddings", "{}"), 404).path("code").asText())
                .isEqualTo("unknown_url");
        assertThat(errorOf(post("/completions", "no json"), 400).path("type").asText())
                .isEqualTo("invalid_request_error");
    }

    @Test
    void refusesAsTheApiDocuments() throws Exception {
        server.script(request -> ApiErrors.contextLength(4096, 5000));
        assertThat(errorOf(ask("x"), 400)).isEqualTo(JSON.readTree("""
                                {"message": "The maximum context length is 4096 tokens, and the messages have 5000",
                                 "type": "invalid_request_error", "param": "messages", "code": "context_length_exceeded"}"""));
        server.script(request -> ApiErrors.inASuccess());
        assertThat(errorOf(ask("x"), 200).path("code").asText()).isEqualTo("upstream_error");
        server.requireKey("sk-right");
        assertThat(errorOf(ask("x"), 401).path("code").asText()).isEqualTo("invalid_api_key");
    }

    @Test
    void saysInThreeWaysWhenToComeBack() throws Exception {
        server.script(request -> ApiErrors.rateLimitForSeconds(7));
        assertThat(ask("x").headers().firstValue("retry-after")).hasValue("7");
        server.script(request -> ApiErrors.rateLimitUntil(Instant.parse("2026-11-24T08:05:03.7Z")));
        assertThat(ask("x").headers().firstValue("retry-after")).hasValue("Tue, 24 Nov 2026 08:05:03 GMT");
        server.script(request -> ApiErrors.rateLimitFor(Duration.ofMillis(1500)));
        HttpResponse<String> response = ask("x");
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after-ms")).hasValue("1500");
        assertThat(response.headers().firstValue("retry-after")).hasValue("2");
    }

    @Test
    void breaksTheBodyAndTheConnection() throws Exception {
        server.script(request -> Reply.malformed());
        assertThatThrownBy(() -> JSON.readTree(ask("x").body())).isInstanceOf(IOException.class);
        server.script(request -> Reply.halfJson("text"));
        assertThatThrownBy(() -> JSON.readTree(ask("x").body())).isInstanceOf(IOException.class);
        server.script(request -> Reply.cut("text"));
        assertThatThrownBy(() -> ask("x")).isInstanceOf(IOException.class);
        server.script(request -> Reply.reset());
        assertThatThrownBy(() -> ask("x")).isInstanceOf(IOException.class);
        server.script(request -> Reply.text("reset in the middle").delivered(new Reply.Delivery.Reset(30)));
        assertThatThrownBy(() -> ask("x")).isInstanceOf(IOException.class);
        server.script(Script.echo());
        assertThat(answer("still there")).isEqualTo("still there");
    }

    @Test
    void hangsUntilTheClientGivesUp() {
        server.script(request -> Reply.hang());

        CompletableFuture<HttpResponse<String>> hanging =
                client.sendAsync(chat(request("x").toString()).build(), HttpResponse.BodyHandlers.ofString());
        Eventually.until(Duration.ofSeconds(60), () -> server.inFlight() == 1);
        assertThat(hanging.cancel(true)).isTrue();

        Eventually.until(Duration.ofSeconds(60), () -> server.inFlight() == 0);
        assertThat(server.requestCount()).isEqualTo(1);
    }

    @Test
    void closingEndsWhatHangs() {
        server.script(request -> Reply.hang());
        CompletableFuture<HttpResponse<String>> hanging =
                client.sendAsync(chat(request("x").toString()).build(), HttpResponse.BodyHandlers.ofString());
        Eventually.until(Duration.ofSeconds(60), () -> server.inFlight() == 1);

        server.close();

        assertThatThrownBy(hanging::join).isInstanceOf(CompletionException.class);
    }

    @Test
    void dripsThinksAndFloods() throws Exception {
        server.script(request -> Reply.text("slow").after(Duration.ofMillis(50)).dripping(Duration.ofNanos(1000)));
        long start = System.nanoTime();
        assertThat(answer("x")).isEqualTo("slow");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));

        server.script(request -> Reply.huge(50_000_000));
        HttpResponse<byte[]> flood =
                client.send(chat(request("x").toString()).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(flood.body().length).isGreaterThan(50_000_000);
    }

    @Test
    void insistsOnItsQuota() throws Exception {
        server.quotaPerMinute(3);
        List<Integer> statuses =
                IntStream.range(0, 5).mapToObj(i -> status("p" + i)).toList();

        assertThat(statuses).containsExactly(200, 200, 200, 429, 429);
        assertThat(server.quotaRejections()).isEqualTo(2);
        HttpResponse<String> refused = ask("x");
        assertThat(Long.parseLong(refused.headers().firstValue("retry-after-ms").orElse("0")))
                .isBetween(1L, 60_000L);
        assertThat(refused.headers().firstValue("x-ratelimit-limit-requests")).hasValue("3");
        assertThat(refused.headers().firstValue("x-ratelimit-remaining-requests"))
                .hasValue("0");

        server.quota(1, Duration.ofMillis(50));
        assertThat(status("y")).isEqualTo(200);
        Eventually.until(Duration.ofSeconds(60), "a new window", () -> status("y") == 200);
    }

    @Test
    void countsAndServesManyAtOnce() {
        int many = 200;
        CountDownLatch all = new CountDownLatch(many);
        server.script(request -> {
            all.countDown();
            await(all);
            return Reply.text(request.prompt());
        });

        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, many)
                .mapToObj(i -> client.sendAsync(
                        chat(request("p" + i).toString()).build(), HttpResponse.BodyHandlers.ofString()))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(server.maxInFlight()).isEqualTo(many);
        assertThat(server.requestCount()).isEqualTo(many);
        Eventually.until(Duration.ofSeconds(60), () -> server.inFlight() == 0);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String prompt) throws IOException, InterruptedException {
        return JSON.readTree(ask(prompt).body())
                .at("/choices/0/message/content")
                .asText();
    }

    private int status(String prompt) {
        try {
            return ask(prompt).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode errorOf(HttpResponse<String> response, int status) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        return JSON.readTree(response.body()).path("error");
    }

    private HttpResponse<String> ask(String prompt) throws IOException, InterruptedException {
        return post("/chat/completions", request(prompt).toString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(to(path, body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder chat(String body) {
        return to("/chat/completions", body);
    }

    private HttpRequest.Builder to(String path, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer key")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private static ObjectNode request(String prompt) {
        ObjectNode request = JSON.createObjectNode().put("model", "m");
        request.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return request;
    }
}
