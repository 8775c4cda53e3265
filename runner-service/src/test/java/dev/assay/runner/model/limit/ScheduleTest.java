package dev.assay.runner.model.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.limit.LimitStore.Change;
import dev.assay.runner.model.limit.LimitStore.Turns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Turns against the ways in which servers count, in simulated time: at least 98% of a quota used and nothing refused, with one replica and
 * with three (R2).
 */
class ScheduleTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long BEGIN = 1_790_000_000L * SECOND;

    /** A request on its way. */
    private record Sent(long arrives, long tokens) {}

    /** How a server counts. */
    private interface Server {
        boolean accepts(long now, long amount);
    }

    /** A server that says that one call used a billion tokens stops nobody for years. */
    @Test
    void anAbsurdUsageDelaysOthersByAMinuteAtTheMost() {
        Quotas quotas = new Quotas(0, 60_000, 1);
        Schedule schedule = new Schedule(new Timeline(), new Timeline());
        schedule.take(BEGIN, 0, List.of(100L), quotas);
        schedule.settle(List.of(new Change(BEGIN, 0, Long.MAX_VALUE / 2)), quotas);
        assertThat(schedule.take(BEGIN + MINUTE + 2 * SECOND, 0, List.of(100L), quotas)
                        .times())
                .hasSize(1);
    }

    @Test
    void aClockThatIsSetBackStopsNobody() {
        Quotas quotas = new Quotas(600, 60_000, 1);
        Schedule schedule = new Schedule(new Timeline(), new Timeline());
        for (int i = 0; i < 600; i++) {
            schedule.take(BEGIN + i * SECOND / 10, 0, List.of(100L), quotas);
        }
        long last = BEGIN + MINUTE;
        long hour = 60 * MINUTE;
        Schedule read = new Schedule(Timeline.of(schedule.requests.bytes()), Timeline.of(schedule.tokens.bytes()));
        read.setBack(hour);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            times.addAll(read.take(last - hour + i * SECOND / 10, 0, List.of(100L), quotas)
                    .times());
        }
        // As if nothing had happened: neither stopped nor forgotten.
        assertThat(times.size()).isBetween(9, 10);
    }

    @Test
    void aBucketOfRequestsIsUsedWithoutARefusal() {
        for (int replicas : new int[] {1, 3}) {
            List<Sent> sent = simulate(new Quotas(600, 0, 64), replicas, 16, 60 * SECOND, new Random(1), -1);
            assertThat(refused(sent, bucket(600, 10), false)).isZero();
            // The server allows ten more than a minute's worth in the first minute; what counts are answers half a
            // second later.
            long inTime = sent.stream()
                    .filter(each -> each.arrives() - BEGIN < 59_500_000_000L)
                    .count();
            assertThat(inTime).isGreaterThanOrEqualTo((long) (0.98 * 610));
        }
    }

    @Test
    void aWindowOfRequestsIsUsedWithoutARefusal() {
        for (int perMinute : new int[] {20, 600, 6_000}) {
            for (int replicas : new int[] {1, 3}) {
                List<Sent> sent = simulate(new Quotas(perMinute, 0, 64), replicas, 64, 5 * MINUTE, new Random(2), -1);
                assertThat(refused(sent, window(perMinute), false)).isZero();
                assertThat((double) sent.size()).isBetween(0.98 * 5 * perMinute, 5.05 * perMinute);
            }
        }
    }

    @Test
    void tokensAreUsedWithoutARefusal() {
        for (int replicas : new int[] {1, 3}) {
            List<Sent> sent = simulate(new Quotas(0, 30_000, 64), replicas, 16, 5 * MINUTE, new Random(3), 7);
            long used = sent.stream().mapToLong(Sent::tokens).sum();
            assertThat(refused(sent, window(30_000), true)).isZero();
            assertThat(refused(sent, bucket(30_000, 3_000), true)).isZero();
            assertThat((double) used).isGreaterThan(0.98 * 5 * 30_000);
        }
    }

    @Test
    void whatIsGivenBackIsNoCreditForTimesWhenNothingWasOwed() {
        for (int replicas : new int[] {1, 3}) {
            List<Sent> sent = simulate(new Quotas(0, 36_000, 64), replicas, 16, 2 * MINUTE, new Random(5), 500);
            assertThat(refused(sent, bucket(36_000, 700), true)).isZero();
        }
    }

    @Test
    void bothLimitsHoldTogether() {
        List<Sent> sent = simulate(new Quotas(60, 30_000, 64), 2, 16, 3 * MINUTE, new Random(4), 7);
        assertThat(refused(sent, window(60), false)).isZero();
        assertThat(refused(sent, window(30_000), true)).isZero();
        assertThat(sent.size()).isGreaterThanOrEqualTo((int) (0.98 * 3 * 60));
    }

    @Test
    void whatWasReservedInVainIsGivenBack() {
        Quotas quotas = new Quotas(0, 1_000, 1);
        Schedule schedule = new Schedule(new Timeline(), new Timeline());
        Turns first = schedule.take(BEGIN, 0, List.of(1_000L), quotas);
        assertThat(schedule.take(BEGIN + SECOND, 0, List.of(500L), quotas).times())
                .isEmpty();
        schedule.settle(List.of(new Change(first.times().getFirst(), 0, -990)), quotas);
        assertThat(schedule.take(BEGIN + SECOND, 0, List.of(500L), quotas).times())
                .hasSize(1);
    }

    @Test
    void oneThatIsLargerThanTheQuotaGoesAsIfItWereTheQuota() {
        Quotas quotas = new Quotas(0, 1_000, 1);
        Schedule schedule = new Schedule(new Timeline(), new Timeline());
        assertThat(schedule.take(BEGIN, 0, List.of(5_000L), quotas).times()).containsExactly(BEGIN);
    }

    @Test
    void aTimelineSurvivesItsBytes() {
        Random random = new Random(6);
        Timeline timeline = new Timeline();
        long now = BEGIN;
        for (int i = 0; i < 2_000; i++) {
            now += random.nextLong(SECOND);
            long amount = random.nextLong(1, 50);
            Timeline copy = Timeline.of(timeline.bytes());
            long at = timeline.earliest(now, amount, 1_000);
            assertThat(copy.earliest(now, amount, 1_000)).isEqualTo(at);
            timeline.take(at, amount, 1_000);
            now = Math.max(now, at);
        }
        assertThat(timeline.bytes().length).isLessThan(4_000);
    }

    /**
     * Replicas that always have calls waiting.
     *
     * @param jitter requests arrive up to 60 ms late
     * @param tooHigh what calls reserve more than they use on the average, settled half a second later; −1 for calls without tokens
     */
    private static List<Sent> simulate(
            Quotas quotas, int replicas, int waiting, long length, Random random, int tooHigh) {
        Schedule schedule = new Schedule(new Timeline(), new Timeline());
        List<Sent> sent = new ArrayList<>();
        List<Deque<Change>> unsettled = new ArrayList<>();
        long[] nextAsk = new long[replicas];
        for (int i = 0; i < replicas; i++) {
            unsettled.add(new ArrayDeque<>());
            nextAsk[i] = BEGIN + random.nextLong(5_000_000);
        }
        while (true) {
            int who = 0;
            for (int i = 1; i < replicas; i++) {
                who = nextAsk[i] < nextAsk[who] ? i : who;
            }
            long now = nextAsk[who];
            if (now - BEGIN > length) {
                sent.sort(Comparator.comparingLong(Sent::arrives));
                return sent;
            }
            List<Change> changes = new ArrayList<>();
            Deque<Change> mine = unsettled.get(who);
            while (!mine.isEmpty() && mine.getFirst().at() < now - SECOND / 2) {
                changes.add(mine.removeFirst());
            }
            schedule = new Schedule(Timeline.of(schedule.requests.bytes()), Timeline.of(schedule.tokens.bytes()));
            schedule.settle(changes, quotas);
            List<Long> asks = new ArrayList<>();
            for (int i = 0; i < waiting; i++) {
                asks.add(tooHigh >= 0 ? random.nextLong(80, 120) + tooHigh : 0L);
            }
            Turns turns = schedule.take(now, 0, asks, quotas);
            for (int i = 0; i < turns.times().size(); i++) {
                long at = Math.max(now, turns.times().get(i));
                long tokens = tooHigh >= 0 ? asks.get(i) - tooHigh + random.nextLong(-15, 16) : 0;
                mine.addLast(new Change(turns.times().get(i), 0, tokens - asks.get(i)));
                sent.add(new Sent(at + random.nextLong(60_000_000), tokens));
            }
            nextAsk[who] = now + Math.max(10_000_000, turns.askAgain().toNanos());
        }
    }

    private static long refused(List<Sent> sent, Server server, boolean tokens) {
        return sent.stream()
                .filter(each -> !server.accepts(each.arrives(), tokens ? each.tokens() : 1))
                .count();
    }

    private static Server bucket(double perMinute, double capacity) {
        return new Server() {
            private double level = capacity;
            private long last = BEGIN;

            @Override
            public boolean accepts(long now, long amount) {
                level = Math.min(capacity, level + (now - last) * perMinute / MINUTE);
                last = now;
                if (level < amount) {
                    return false;
                }
                level -= amount;
                return true;
            }
        };
    }

    private static Server window(long perMinute) {
        return new Server() {
            private final Deque<Sent> accepted = new ArrayDeque<>();
            private long sum;

            @Override
            public boolean accepts(long now, long amount) {
                while (!accepted.isEmpty() && now - accepted.getFirst().arrives() >= MINUTE) {
                    sum -= accepted.removeFirst().tokens();
                }
                if (sum + amount > perMinute) {
                    return false;
                }
                accepted.addLast(new Sent(now, amount));
                sum += amount;
                return true;
            }
        };
    }
}
