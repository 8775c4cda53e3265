package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model that can take part.
 *
 * @param provider the protocol that it is called by
 * @param endpoint base URL of the API, the whole URL for HTTP_TEMPLATE, {@code grpc://host:port} for GRPC_TARGET; present unless RECORDED
 * @param model the id that the provider knows it by; for RECORDED the name of the recorded answers; may be empty for HTTP_TEMPLATE and
 *     GRPC_TARGET
 * @param credential where the credential is, {@code env:NAME} or {@code file:/path}; never the secret itself
 * @param limits how much may be asked of it
 * @param prices what it costs
 * @param calls how calls are timed and repeated
 * @param template how the endpoint is spoken to; present only for HTTP_TEMPLATE
 * @param maxTokensField what the server calls the limit of an answer, {@code max_tokens} or {@code max_completion_tokens}; only for OPENAI_CHAT
 */
public record ModelSpec(
        Provider provider,
        Optional<String> endpoint,
        String model,
        Optional<String> credential,
        Limits limits,
        Optional<Prices> prices,
        Calls calls,
        Optional<Template> template,
        Optional<String> maxTokensField) {

    /** Protocols. */
    public enum Provider {
        /** Answers that came with the data; nothing is called. */
        RECORDED,
        /** The OpenAI chat completions protocol over HTTP. */
        OPENAI_CHAT,
        /** The Anthropic Messages protocol. */
        ANTHROPIC_MESSAGES,
        /** The Gemini API's {@code generateContent}. */
        GEMINI,
        /** The OpenAI completions protocol over HTTP: a prompt that is continued. */
        OPENAI_COMPLETIONS,
        /** Any endpoint that takes and gives JSON, by a template. */
        HTTP_TEMPLATE,
        /** An application that offers {@code assay.target.v1.TargetService} over gRPC. */
        GRPC_TARGET
    }

    /**
     * How an endpoint that takes and gives JSON is spoken to. The pointers are JSON Pointers (RFC 6901) into an answer.
     *
     * @param body an object with places such as <code>{{prompt}}</code>; what they may be is checked by the service
     * @param answer where the answer is
     * @param finishReason where the reason is why it ended
     * @param inputTokens where the count of prompt tokens is
     * @param outputTokens where the count of produced tokens is
     * @param error where an error is when there is one
     * @param credentialHeader the header field that the credential goes into
     * @param credentialScheme the word before the credential
     * @param headers further header fields; never secrets
     * @param stream how an answer is streamed; absent when the endpoint does not stream
     */
    public record Template(
            JsonNode body,
            String answer,
            Optional<String> finishReason,
            Optional<String> inputTokens,
            Optional<String> outputTokens,
            Optional<String> error,
            Optional<String> credentialHeader,
            Optional<String> credentialScheme,
            SortedMap<String, String> headers,
            Optional<Stream> stream) {

        public Template {
            headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
        }
    }

    /**
     * How an endpoint streams an answer, as events of JSON.
     *
     * @param body what is different in the body of a request, as a JSON Merge Patch (RFC 7396)
     * @param delta where in an event the next piece of the answer's text is
     * @param done what follows the last event, such as {@code [DONE]}
     * @param donePointer where in an event something is when it is the last one
     */
    public record Stream(Optional<JsonNode> body, String delta, Optional<String> done, Optional<String> donePointer) {}

    /**
     * How much may be asked of an endpoint.
     *
     * @param requestsPerMinute 0: no limit
     * @param tokensPerMinute of prompts and answers together; 0: no limit
     * @param concurrency calls at the same time, over all replicas, 1–4,096
     */
    public record Limits(int requestsPerMinute, int tokensPerMinute, int concurrency) {
        public static final Limits DEFAULT = new Limits(0, 0, 16);
    }

    /**
     * Prices per million tokens, decimal numbers in plain notation.
     *
     * @param currency ISO 4217 code
     */
    public record Prices(
            String currency,
            String inputPerMillion,
            Optional<String> cachedInputPerMillion,
            Optional<String> cacheWritePerMillion,
            String outputPerMillion,
            Optional<String> reasoningPerMillion) {}

    /**
     * How one completion's calls are timed and repeated.
     *
     * @param maxAttempts requests for one completion at the most, the first included
     */
    public record Calls(
            int maxAttempts,
            Duration connectTimeout,
            Duration attemptTimeout,
            Duration totalTimeout,
            Duration initialBackoff,
            Duration maxBackoff) {
        public static final Calls DEFAULT = new Calls(
                6,
                Duration.ofSeconds(10),
                Duration.ofSeconds(120),
                Duration.ofSeconds(600),
                Duration.ofMillis(500),
                Duration.ofSeconds(30));
    }
}
