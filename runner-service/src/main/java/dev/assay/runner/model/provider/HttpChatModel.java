package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.RateLimitHint;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.type.v1.ErrorReason;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** One attempt over HTTP in some provider's protocol. Validates what it gets: only a whole answer is an answer. */
public final class HttpChatModel implements ChatModel {

    private final HttpSender sender;
    private final Credentials credentials;
    private final HttpTarget target;
    private final ChatProtocol protocol;

    private HttpChatModel(HttpSender sender, Credentials credentials, HttpTarget target, ChatProtocol protocol) {
        this.sender = sender;
        this.credentials = credentials;
        this.target = target;
        this.protocol = protocol;
    }

    /** A model that speaks the OpenAI chat completions protocol. */
    public static HttpChatModel openAi(HttpSender sender, Credentials credentials, HttpTarget target) {
        return openAi(sender, credentials, target, "");
    }

    /** The same with what the server calls the limit of an answer; empty for what its host lets expect. */
    public static HttpChatModel openAi(
            HttpSender sender, Credentials credentials, HttpTarget target, String maxTokensField) {
        return new HttpChatModel(sender, credentials, target, new OpenAiProtocol(target, maxTokensField));
    }

    /** A model that speaks the Anthropic Messages protocol. */
    public static HttpChatModel anthropic(HttpSender sender, Credentials credentials, HttpTarget target) {
        return new HttpChatModel(sender, credentials, target, new AnthropicProtocol(target));
    }

    /** A model of the Gemini API. */
    public static HttpChatModel gemini(HttpSender sender, Credentials credentials, HttpTarget target) {
        return new HttpChatModel(sender, credentials, target, new GeminiProtocol(target));
    }

    /** A model that speaks the OpenAI completions protocol. */
    public static HttpChatModel completions(HttpSender sender, Credentials credentials, HttpTarget target) {
        return new HttpChatModel(sender, credentials, target, new CompletionsProtocol(target));
    }

    /** Whatever answers at an endpoint that {@code template}, which has been checked, describes. */
    public static HttpChatModel template(
            HttpSender sender, Credentials credentials, HttpTarget target, HttpTemplate template) {
        return new HttpChatModel(sender, credentials, target, new TemplateProtocol(target, template));
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        String secret;
        try {
            secret = credentials.resolve(target.credential());
        } catch (Credentials.MissingException e) {
            return e.result();
        }
        Map<String, String> headers = new HashMap<>(protocol.headers(secret));
        if (!request.traceParent().isEmpty()) {
            headers.put("traceparent", request.traceParent());
        }
        boolean stream = request.generation().getStream();
        if (stream) {
            headers.put("accept", "text/event-stream, application/json");
        }
        URI uri = protocol.uri(stream);
        Duration timeout = target.timeout(timeLeft);
        byte[] body;
        try {
            body = protocol.body(request);
        } catch (UnfitRequestException e) {
            return ChatResult.failed(
                    Failure.permanent(ErrorReason.MODEL_REJECTED_REQUEST, message(e)), CallTiming.NONE, 0);
        }
        long start = System.nanoTime();
        HttpReply reply = sender.send(
                new HttpCall(uri, headers, body, target.connectTimeout(), timeout, target.maxAnswerBytes()));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        SecretMask.apply(reply, secret);
        ChatResult result = switch (reply) {
            case HttpReply.Broken broken ->
                ChatResult.failed(HttpFailures.of(broken, "POST " + uri), CallTiming.failed(time), 1);
            case HttpReply.Response response when response.isSuccess() -> read(response, time, stream);
            case HttpReply.Response response -> ChatResult.failed(refused(response), CallTiming.failed(time), 1);
        };
        return SecretMask.inMessage(result, secret).with(hint(reply));
    }

    private static RateLimitHint hint(HttpReply reply) {
        return reply instanceof HttpReply.Response response
                ? RateLimitHeaders.read(response.headers(), Instant.now())
                : RateLimitHint.NONE;
    }

    private ChatResult read(HttpReply.Response response, Duration time, boolean streamed) {
        try {
            checkPlain(response);
            ChatProtocol.Read read = protocol.read(response.body());
            if (!read.withheld().isEmpty()) {
                Failure filtered = Failure.permanent(
                        ErrorReason.MODEL_CONTENT_FILTERED,
                        "the provider's content filter withheld the answer (" + Lines.one(read.withheld()) + ")");
                return new ChatResult(new ChatResult.Failed(filtered), CallTiming.failed(time), read.usage(), 1);
            }
            CallTiming timing = CallTiming.answered(time);
            return new ChatResult(
                    new ChatResult.Answered(Texts.wellFormed(read.answer())),
                    streamed ? timing.withFirstToken(response.arrivals().of(read.answerBegins())) : timing,
                    read.usage(),
                    1);
        } catch (ErrorAnswerException e) {
            return ChatResult.failed(
                    HttpFailures.ofErrorAnswer(response, protocol.error(e.body())), CallTiming.failed(time), 1);
        } catch (MalformedAnswerException e) {
            return ChatResult.failed(
                    HttpFailures.malformed(response, "malformed answer: " + message(e)), CallTiming.failed(time), 1);
        }
    }

    private static void checkPlain(HttpReply.Response response) throws MalformedAnswerException {
        String encoding = response.headers().getOrDefault("content-encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new MalformedAnswerException(
                    "compressed (" + Lines.one(encoding) + ") although it was asked for plain");
        }
    }

    private Failure refused(HttpReply.Response response) {
        ApiError error;
        try {
            JsonNode body = Bodies.json(response.body());
            error = body.isContainerNode() ? protocol.error(body) : plain(response);
        } catch (MalformedAnswerException e) {
            error = plain(response);
        }
        return HttpFailures.of(response, error);
    }

    private static ApiError plain(HttpReply.Response response) {
        return new ApiError(HttpFailures.excerpt(response.body()), ApiError.Kind.BY_STATUS, 0);
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
