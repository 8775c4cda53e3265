package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.type.v1.ErrorReason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One attempt in the OpenAI chat completions protocol over HTTP. Validates what it gets: only a whole answer is an answer. */
public final class OpenAiChatModel implements ChatModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPENAI_HOST = "api.openai.com";

    private final HttpSender sender;
    private final Credentials credentials;
    private final HttpTarget target;
    private final URI uri;

    public OpenAiChatModel(HttpSender sender, Credentials credentials, HttpTarget target) {
        this.sender = sender;
        this.credentials = credentials;
        this.target = target;
        this.uri = URI.create(target.endpoint().toString().replaceAll("/+$", "") + "/chat/completions");
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        Map<String, String> headers = new HashMap<>();
        if (!request.traceParent().isEmpty()) {
            headers.put("traceparent", request.traceParent());
        }
        String secret = "";
        if (!target.credential().isEmpty()) {
            try {
                secret = credentials.resolve(target.credential());
                headers.put("authorization", "Bearer " + secret);
            } catch (Credentials.MissingException e) {
                return ChatResult.failed(
                        Failure.ofRun(ErrorReason.CREDENTIAL_MISSING, message(e), 0), CallTiming.NONE, 0);
            }
        }
        Duration timeout = timeLeft.compareTo(target.attemptTimeout()) < 0 ? timeLeft : target.attemptTimeout();
        byte[] body = OpenAiRequest.body(target.modelId(), request, maxTokensField());
        long start = System.nanoTime();
        HttpReply reply = sender.send(
                new HttpCall(uri, headers, body, target.connectTimeout(), timeout, target.maxAnswerBytes()));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        ChatResult result = switch (reply) {
            case HttpReply.Broken broken -> ChatResult.failed(HttpFailures.of(broken, uri), CallTiming.failed(time), 1);
            case HttpReply.Response response when response.status() == 200 -> read(response, time);
            case HttpReply.Response response ->
                ChatResult.failed(HttpFailures.of(response, errorMessage(response.body())), CallTiming.failed(time), 1);
        };
        return withoutSecret(result, secret);
    }

    /** Servers have been seen to repeat the key that they refuse. */
    private static ChatResult withoutSecret(ChatResult result, String secret) {
        if (secret.isEmpty()
                || !(result.outcome() instanceof ChatResult.Failed(Failure failure))
                || !failure.message().contains(secret)) {
            return result;
        }
        Failure clean = failure.with(failure.scope(), failure.message().replace(secret, "***"));
        return new ChatResult(new ChatResult.Failed(clean), result.timing(), result.usage(), result.attempts());
    }

    private static ChatResult read(HttpReply.Response response, Duration time) {
        try {
            OpenAiAnswer read = OpenAiAnswer.of(parse(response.body()));
            if (read.answer().getFinishReason().equals("content_filter")) {
                Failure filtered = Failure.permanent(
                        ErrorReason.MODEL_CONTENT_FILTERED, "the provider's content filter withheld the answer");
                return new ChatResult(new ChatResult.Failed(filtered), CallTiming.failed(time), read.usage(), 1);
            }
            return new ChatResult(new ChatResult.Answered(read.answer()), CallTiming.answered(time), read.usage(), 1);
        } catch (MalformedAnswerException e) {
            return ChatResult.failed(
                    HttpFailures.malformed(response, "malformed answer: " + message(e)), CallTiming.failed(time), 1);
        }
    }

    private static JsonNode parse(byte[] body) throws MalformedAnswerException {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (IOException e) {
            throw new MalformedAnswerException("not JSON: " + HttpFailures.excerpt(body));
        }
        if (node == null || node.isMissingNode()) {
            throw new MalformedAnswerException("empty body");
        }
        return node;
    }

    private static @Nullable String errorMessage(byte[] body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node != null && node.isObject() ? OpenAiAnswer.errorMessage(node) : null;
        } catch (IOException e) {
            return null;
        }
    }

    private String maxTokensField() {
        return OPENAI_HOST.equalsIgnoreCase(uri.getHost()) ? "max_completion_tokens" : "max_tokens";
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
