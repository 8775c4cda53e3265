package dev.assay.suite;

import java.time.Duration;
import java.util.Optional;

/**
 * A model that can take part.
 *
 * @param provider the protocol that it is called by
 * @param endpoint base URL of the API; present unless RECORDED
 * @param model the id that the provider knows it by; for RECORDED the name of the recorded answers
 * @param credential where the credential is, {@code env:NAME} or {@code file:/path}; never the secret itself
 * @param limits how much may be asked of it
 * @param prices what it costs
 * @param calls how calls are timed and repeated
 */
public record ModelSpec(
        Provider provider,
        Optional<String> endpoint,
        String model,
        Optional<String> credential,
        Limits limits,
        Optional<Prices> prices,
        Calls calls) {

    /** Protocols. */
    public enum Provider {
        /** Answers that came with the data; nothing is called. */
        RECORDED,
        /** The OpenAI chat completions protocol over HTTP. */
        OPENAI_CHAT,
        /** The Anthropic Messages protocol. */
        ANTHROPIC_MESSAGES,
        /** The Gemini API's {@code generateContent}. */
        GEMINI
    }

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
