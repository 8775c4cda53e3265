package dev.assay.runner.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.runner.fake.FakeDatasetsResource;
import dev.assay.runner.v1.Completion;
import dev.assay.testing.PostgresResource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cache keeps within its bounds of age and size, and finds large answers a stretch at a time (R6). */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "runner"))
@QuarkusTestResource(FakeDatasetsResource.class)
@SuppressWarnings("NullAway.Init")
class EvictionTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MICROS);

    @Inject
    CacheRepository repository;

    @Test
    void whatIsTooOldIsNotFoundAndGoes() {
        AnswerCache cache = new AnswerCache(repository, Duration.ofDays(1), Long.MAX_VALUE, 1_000);
        keep("age", 0, 10, 10, NOW.minus(Duration.ofDays(2)));
        keep("age", 10, 10, 10, NOW);
        assertThat(cache.find("age", keys(0, 20)).answers().keySet()).containsExactlyInAnyOrderElementsOf(keys(10, 10));
        assertThat(cache.evict()).isGreaterThanOrEqualTo(10);
        assertThat(repository.count("age", keys(0, 20), Instant.EPOCH)).isEqualTo(10);
    }

    @Test
    void theOldestGoWhenItIsTooMuch() {
        new AnswerCache(repository, Duration.ofDays(1), 0, 1_000).evict();
        for (int i = 0; i < 40; i++) {
            keep("size", i * 100, 100, 50, NOW.minusSeconds(100 - i));
        }
        AnswerCache cache = new AnswerCache(repository, Duration.ofDays(1), 100_000, 1_000);
        cache.evict();
        assertThat(repository.bytes()).isBetween(90_000L, 100_000L);
        assertThat(cache.count("size", keys(3_000, 1_000))).isEqualTo(1_000);
        assertThat(cache.count("size", keys(0, 1_000))).isZero();
    }

    @Test
    void largeAnswersAreFoundAStretchAtATime() {
        keep("large", 0, 12, 1 << 20, NOW);
        List<ByteString> left = new ArrayList<>(keys(0, 14));
        int lookups = 0;
        int found = 0;
        while (!left.isEmpty()) {
            CacheRepository.Found some = repository.find("large", left, NOW.minusSeconds(1));
            assertThat(some.covered()).isPositive();
            assertThat(some.answers().size()).isLessThanOrEqualTo(5);
            found += some.answers().size();
            left.subList(0, some.covered()).clear();
            lookups++;
        }
        assertThat(found).isEqualTo(12);
        assertThat(lookups).isBetween(3, 5);
        assertThat(repository.find("other", keys(0, 12), NOW.minusSeconds(1)).answers())
                .isEmpty();
    }

    @Test
    void whatIsTooLargeIsNotKept() {
        AnswerCache cache = new AnswerCache(repository, Duration.ofDays(1), 1, 10);
        Completion large = Completion.newBuilder().setName("a".repeat(20)).build();
        assertThat(cache.entry("p", ByteString.EMPTY, large)).isEmpty();
        assertThat(cache.entry("p", ByteString.EMPTY, Completion.getDefaultInstance()))
                .isPresent();
    }

    private void keep(String project, int first, int count, int bytes, Instant time) {
        ByteString content =
                Completion.newBuilder().setName("x".repeat(bytes - 2)).build().toByteString();
        List<CacheEntry> entries = keys(first, count).stream()
                .map(key -> new CacheEntry(project, key, content))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> repository.insert(entries, time));
    }

    private static List<ByteString> keys(int first, int count) {
        List<ByteString> keys = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            keys.add(ByteString.copyFrom(ByteBuffer.allocate(32).putInt(i).array()));
        }
        return keys;
    }
}
