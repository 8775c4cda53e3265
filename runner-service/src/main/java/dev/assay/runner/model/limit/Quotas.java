package dev.assay.runner.model.limit;

/**
 * How much may be asked of one credential at one endpoint.
 *
 * @param requestsPerMinute 0 for no limit
 * @param tokensPerMinute of prompts and answers together; 0 for no limit
 * @param concurrency calls at the same time over all replicas; ≥ 1
 */
public record Quotas(int requestsPerMinute, int tokensPerMinute, int concurrency) {}
