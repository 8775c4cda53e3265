package dev.assay.runner.run;

import dev.assay.runner.cache.CacheEntry;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A completion that is to be stored.
 *
 * @param shard index of the shard that it belongs to
 * @param epoch of the worker that made it; refused when the shard has another worker by now
 * @param example id of the example
 * @param sampleIndex which of the samples, from 0
 * @param error why there is no answer; null when there is one
 * @param message the error's line; empty when there is an answer
 * @param retried attempts beyond the first
 * @param cost in the currency of the run's model; zero where it is not known
 * @param cached whether the answer came from the cache
 * @param kept what is kept of it for later runs; null for nothing
 * @param content a serialized {@code assay.runner.v1.Completion} without name and create time
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; copied once into the database.
public record Draft(
        int shard,
        long epoch,
        String example,
        int sampleIndex,
        @Nullable ErrorReason error,
        String message,
        int retried,
        TokenUsage usage,
        BigDecimal cost,
        boolean cached,
        @Nullable CacheEntry kept,
        byte[] content) {

    /** What is unique within a run. */
    public record Key(String example, int sampleIndex) {}

    /** What is unique within a run. */
    public Key key() {
        return new Key(example, sampleIndex);
    }
}
