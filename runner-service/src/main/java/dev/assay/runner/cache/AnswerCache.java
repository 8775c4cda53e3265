package dev.assay.runner.cache;

import com.google.protobuf.ByteString;
import dev.assay.runner.v1.Completion;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What may be done with kept answers. */
public final class AnswerCache {

    private static final int REMOVED_AT_ONCE = 1_000;

    private final CacheRepository repository;
    private final Duration maxAge;
    private final long maxBytes;
    private final long maxEntryBytes;

    AnswerCache(CacheRepository repository, Duration maxAge, long maxBytes, long maxEntryBytes) {
        this.repository = repository;
        this.maxAge = maxAge;
        this.maxBytes = maxBytes;
        this.maxEntryBytes = maxEntryBytes;
    }

    /** Answers of a project, for the first of {@code keys}; for one key at least. */
    public CacheRepository.Found find(String project, List<ByteString> keys) {
        return repository.find(project, keys, now().minus(maxAge));
    }

    /** How many of these keys have an answer. */
    public int count(String project, List<ByteString> keys) {
        return keys.isEmpty() ? 0 : repository.count(project, keys, now().minus(maxAge));
    }

    /** What is kept of a completion with a whole answer; empty when it is too large. */
    public Optional<CacheEntry> entry(String project, ByteString key, Completion bought) {
        Completion kept = Completion.newBuilder()
                .setName(bought.getName())
                .setAnswer(bought.getAnswer())
                .setUsage(bought.getUsage())
                .build();
        return kept.getSerializedSize() > maxEntryBytes
                ? Optional.empty()
                : Optional.of(new CacheEntry(project, key, kept.toByteString()));
    }

    /** Keeps answers, in the current transaction. */
    public void keep(List<CacheEntry> entries, Instant now) {
        if (!entries.isEmpty()) {
            repository.insert(entries, now);
        }
    }

    /** Removes what is too old, and the oldest of what is too much; little by little. How many. */
    public int evict() {
        int removed = 0;
        List<Integer> some;
        do {
            some = repository.removeOldest(now().minus(maxAge), REMOVED_AT_ONCE);
            removed += some.size();
        } while (some.size() == REMOVED_AT_ONCE);
        long tooMuch = repository.bytes() - maxBytes;
        while (tooMuch > 0) {
            some = repository.removeOldest(
                    now().plus(maxAge), tooMuch < maxBytes / 10 ? REMOVED_AT_ONCE / 10 : REMOVED_AT_ONCE);
            if (some.isEmpty()) {
                break;
            }
            removed += some.size();
            tooMuch -= some.stream().mapToLong(Integer::longValue).sum();
        }
        return removed;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
