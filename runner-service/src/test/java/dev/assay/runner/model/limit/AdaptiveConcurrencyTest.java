package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.limit.AdaptiveConcurrency.End;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The number of calls at once that an endpoint bears, in simulated time (R2). */
class AdaptiveConcurrencyTest {

    private static final long MILLI = 1_000_000;

    /** An endpoint: how long an answer takes when so many are under way, and when it refuses. */
    private record Endpoint(IntToLongFunction latency, int bears, double refusesAnyway) {}

    private record Call(long sent, long ends, End end, long latency, int together) {}

    private long now;
    private int smallest;
    private int refusals;
    private int calls;

    @Test
    void whatIsAllowedIsUsedFromTheStartAndKept() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(256, 0);
        run(limit, new Endpoint(n -> 200 * MILLI, Integer.MAX_VALUE, 0), Duration.ofMinutes(2), new Random(1));
        assertThat(smallest).isEqualTo(256);
    }

    @Test
    void answersOfAllLengthsAreNoEvidence() {
        Random lengths = new Random(2);
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        // Log-normal with a median of 300 ms and a 99th percentile of 2 s.
        run(
                limit,
                new Endpoint(n -> (long) (300 * MILLI * Math.exp(0.815 * lengths.nextGaussian())), 1_000, 0),
                Duration.ofMinutes(10),
                new Random(2));
        assertThat(smallest).isEqualTo(64);
    }

    @Test
    void itFindsWhatAnEndpointBearsWithFewRefusals() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        run(limit, new Endpoint(n -> 100 * MILLI, 10, 0), Duration.ofSeconds(30), new Random(3));
        assertThat(limit.limit()).isBetween(7, 11);
        refusals = 0;
        calls = 0;
        run(limit, new Endpoint(n -> 100 * MILLI, 10, 0), Duration.ofMinutes(5), new Random(3));
        assertThat(limit.limit()).isBetween(7, 11);
        assertThat(refusals).isLessThan(calls / 30);
    }

    @Test
    void itGrowsBackWhenTheEndpointDoes() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        run(limit, new Endpoint(n -> 100 * MILLI, 10, 0), Duration.ofSeconds(30), new Random(4));
        run(limit, new Endpoint(n -> 100 * MILLI, 1_000, 0), Duration.ofMinutes(10), new Random(4));
        assertThat(limit.limit()).isEqualTo(64);
    }

    /** An outage says nothing of how many calls an endpoint bears. */
    @Test
    void behindATotalOutageItIsSoonWhatItWas() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        Endpoint fine = new Endpoint(n -> 200 * MILLI, 1_000, 0);
        run(limit, fine, Duration.ofSeconds(20), new Random(9));
        run(limit, new Endpoint(n -> 200 * MILLI, 0, 0), Duration.ofSeconds(60), new Random(9));
        assertThat(limit.limit()).isLessThan(4);
        run(limit, fine, Duration.ofSeconds(12), new Random(9));
        assertThat(limit.limit()).isGreaterThanOrEqualTo(32);
        run(limit, fine, Duration.ofSeconds(8), new Random(9));
        assertThat(limit.limit()).isEqualTo(64);
    }

    @Test
    void aProviderThatComesBackSlowlyIsNotOverrun() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        run(limit, new Endpoint(n -> 200 * MILLI, 1_000, 0), Duration.ofSeconds(20), new Random(10));
        run(limit, new Endpoint(n -> 200 * MILLI, 0, 0), Duration.ofSeconds(60), new Random(10));
        refusals = 0;
        calls = 0;
        for (int bears = 2; bears < 64; bears += 2) {
            run(limit, new Endpoint(n -> 200 * MILLI, bears, 0), Duration.ofSeconds(5), new Random(bears));
        }
        assertThat(refusals).isLessThan(calls / 8);
        assertThat(limit.limit()).isGreaterThan(30);
    }

    @Test
    void refusalsThatHaveAnotherReasonDoNotStarveIt() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        run(limit, new Endpoint(n -> 50 * MILLI, 1_000, 0.1), Duration.ofMinutes(1), new Random(5));
        assertThat(smallest).isGreaterThanOrEqualTo(25);
        assertThat(limit.limit()).isEqualTo(64);
    }

    @Test
    void risingLatencyTakesCallsBackAndOnlyIfThatHelps() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        run(limit, new Endpoint(n -> 100 * MILLI, 1_000, 0), Duration.ofSeconds(10), new Random(6));
        // Overloaded: four at a time are worked on, the others queue up.
        run(limit, new Endpoint(n -> Math.max(100, 25L * n) * MILLI, 1_000, 0), Duration.ofSeconds(60), new Random(6));
        assertThat(limit.limit()).isLessThan(20);

        AdaptiveConcurrency other = new AdaptiveConcurrency(64, now);
        run(other, new Endpoint(n -> 100 * MILLI, 1_000, 0), Duration.ofSeconds(10), new Random(7));
        // The answers became longer; fewer at once would not make them shorter.
        run(other, new Endpoint(n -> 1_000 * MILLI, 1_000, 0), Duration.ofMinutes(2), new Random(7));
        assertThat(other.limit()).isEqualTo(64);
    }

    @Test
    void whatWasLearntIsTakenOver() {
        AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
        limit.adopt(9, 1);
        assertThat(limit.limit()).isEqualTo(9);
        limit.adopt(500, 2);
        assertThat(limit.limit()).isEqualTo(64);
        limit.adopt(3, 3);
        limit.adopt(0, 4);
        assertThat(limit.limit()).isEqualTo(64);
    }

    /** Property: whatever happens, the limit is within its bounds. */
    @Test
    void itIsAlwaysBetweenOneAndWhatIsAllowed() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int most = random.nextInt(1, 300);
            AdaptiveConcurrency limit = new AdaptiveConcurrency(most, 0);
            long time = 0;
            for (int i = 0; i < 3_000; i++) {
                time += random.nextLong(20 * MILLI);
                End end = End.values()[random.nextInt(3)];
                limit.ended(
                        time - random.nextLong(1_000 * MILLI),
                        time,
                        random.nextInt(1, 300),
                        end,
                        random.nextLong(1L << 34));
                if (random.nextInt(500) == 0) {
                    limit.adopt(random.nextInt(400), time);
                }
                assertThat(limit.limit()).isBetween(1, most);
            }
        }
    }

    /** Calls all the time, as many at once as the limit allows. */
    private void run(AdaptiveConcurrency limit, Endpoint endpoint, Duration length, Random random) {
        long end = now + length.toNanos();
        smallest = limit.limit();
        PriorityQueue<Call> open = new PriorityQueue<>(Comparator.comparingLong(Call::ends));
        while (now < end) {
            while (open.size() < limit.limit()) {
                calls++;
                int together = open.size() + 1;
                boolean refused = together > endpoint.bears() || random.nextDouble() < endpoint.refusesAnyway();
                refusals += refused ? 1 : 0;
                long latency = refused ? 5 * MILLI : endpoint.latency().applyAsLong(together);
                // Refused ones come back after a pause, which is no part of the call.
                open.add(new Call(
                        now,
                        now + latency + random.nextLong(MILLI),
                        refused ? End.REFUSED : End.ANSWERED,
                        latency,
                        together));
            }
            Call first = open.remove();
            now = Math.max(now, first.ends());
            limit.ended(first.sent(), now, first.together(), first.end(), first.latency());
            smallest = Math.min(smallest, limit.limit());
        }
    }

    @Test
    void theSimulationIsDeterministic() {
        int[] limits = IntStream.range(0, 2)
                .map(i -> {
                    now = 0;
                    AdaptiveConcurrency limit = new AdaptiveConcurrency(64, 0);
                    run(limit, new Endpoint(n -> 100 * MILLI, 10, 0.02), Duration.ofSeconds(30), new Random(8));
                    return limit.limit();
                })
                .toArray();
        assertThat(limits[0]).isEqualTo(limits[1]);
    }
}
