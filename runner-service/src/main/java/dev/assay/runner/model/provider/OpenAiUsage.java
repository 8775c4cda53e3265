package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.type.v1.TokenUsage;

/** The tokens that an OpenAI-compatible server reports, told apart so that none is billed twice. */
final class OpenAiUsage {

    private OpenAiUsage() {}

    /**
     * The counts of {@code usage}. There {@code prompt_tokens} holds the cached and the cache-writing ones, and {@code completion_tokens} holds
     * the reasoning. Servers that keep reasoning out of {@code completion_tokens} (xAI, Gemini's compatible endpoint) count it in
     * {@code total_tokens}, so that it is found there.
     */
    static TokenUsage of(JsonNode usage) {
        long prompt = Bodies.count(usage, "prompt_tokens");
        JsonNode details = usage.path("prompt_tokens_details");
        long cached = Math.min(
                prompt,
                details.has("cached_tokens")
                        ? Bodies.count(details, "cached_tokens")
                        : Bodies.count(usage, "prompt_cache_hit_tokens"));
        long written = Math.min(prompt - cached, Bodies.count(details, "cache_write_tokens"));
        long completion = Bodies.count(usage, "completion_tokens");
        long reasoning = Bodies.count(usage.path("completion_tokens_details"), "reasoning_tokens");
        long apart = Bodies.count(usage, "total_tokens") - prompt - completion;
        if (apart > 0 && (reasoning == 0 || reasoning == apart)) {
            completion += apart;
            reasoning = apart;
        }
        return TokenUsage.newBuilder()
                .setInput(prompt - cached - written)
                .setCachedInput(cached)
                .setCacheWrite(written)
                .setOutput(completion)
                .setReasoning(Math.min(completion, reasoning))
                .build();
    }
}
