package dev.assay.runner.model.limit;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many calls at once an endpoint bears, learnt from how they end. It begins with what is allowed and takes back only on evidence: it shrinks to
 * what was answered while others were refused, or when latency is long above its long-term minimum, and grows again by a tenth while it is used to the
 * full and nothing is refused. What does not help is undone: when half the calls at once are refused as often, or take as long, then their number is not the
 * reason. A round in which nothing at all was answered is an outage and tells nothing of how many calls the endpoint bears: behind it the limit is doubled with
 * each clean round, up to half of the last one that was good ("slow start" up to the threshold of RFC 5681, section 3.1), and from there on grows as ever; the
 * first refusal beside answers ends that. Results are judged in rounds of calls that were all sent under the same limit. Safe for use by many threads; knows no clock but the one it is given.
 */
final class AdaptiveConcurrency {

    private static final int FEWEST_SAMPLES = 20;
    private static final int MOST_SAMPLES = 200;

    private static final double MOST_SHRINKING = 0.5;
    private static final double MOSTLY_REFUSED = 0.7;
    private static final double NEARLY_ALL = 0.9;
    private static final double TYPICAL_WEIGHT = 0.05;
    private static final double GROWTH = 0.1;
    private static final double USED = 0.9;

    /** With half the calls at once, refusals or latency should be down to less than this, or else they have another reason. */
    private static final double HELPED = 0.7;

    private static final double CERTAIN = 0.5;

    private static final double LATENCY_RISE = 2;
    private static final long LATENCY_NOISE = Duration.ofMillis(50).toNanos();
    private static final int RISEN_ROUNDS = 3;
    private static final double RISEN_SHRINKING = 0.9;

    /** The minimum is forgotten by so much a round. */
    private static final double FORGETTING = 1.01;

    private static final long FIRST_REST = Duration.ofSeconds(2).toNanos();
    private static final long LONGEST_REST = Duration.ofMinutes(5).toNanos();

    /** So long refusals, or latency, are not taken as evidence after they were found to have another reason. */
    private static final long IGNORED = Duration.ofMinutes(1).toNanos();

    private static final int SLOW_START = 2;

    private enum Reason {
        REFUSALS,
        LATENCY
    }

    /** What is being tried, and from where. */
    private record Trial(Reason reason, int from, double before) {}

    /** How a call ended. */
    enum End {
        ANSWERED,
        /** The endpoint said that it was too much: 429, 503, 529. */
        REFUSED,
        /** Anything else; tells nothing. */
        OTHER
    }

    private final int most;
    private int limit;
    private long changed;

    private final long[] latencies = new long[MOST_SAMPLES];
    private final int[] togethers = new int[MOST_SAMPLES];
    private long begun;
    private double typical;
    private int answered;
    private int refused;
    private int peak;

    private double base;
    private int risen;
    private boolean grown;

    /** Of the last round that was clean while it was used to the full; 0 for none. */
    private int good;

    /** Up to here it is doubled; 0 when it is not. */
    private int threshold;

    private boolean outage;
    private Trial trial;
    private long rest = FIRST_REST;
    private long growAgain;
    private final long[] ignoredUntil = new long[Reason.values().length];

    /**
     * All that is allowed may be used at first.
     *
     * @param most calls at once that are allowed; ≥ 1
     * @param now nanoseconds from some time on
     */
    AdaptiveConcurrency(int most, long now) {
        this.most = most;
        this.limit = most;
        this.changed = now;
        this.begun = now;
        this.growAgain = now;
        this.trial = none();
        Arrays.fill(ignoredUntil, now);
    }

    /** Calls at once. */
    synchronized int limit() {
        return limit;
    }

    /** Goes on with what another process, or this one before it was restarted, has learnt; 0 for nothing. */
    synchronized void adopt(int learnt, long now) {
        int adopted = learnt <= 0 ? most : Math.clamp(learnt, 1, most);
        if (adopted != limit) {
            trial = none();
            set(adopted, now);
        }
    }

    /**
     * A call has ended.
     *
     * @param sent when it was sent
     * @param now when it ended
     * @param underWay calls that were under way when it was sent, this one included
     * @param latency of an answer, in nanoseconds
     * @return whether the limit has changed
     */
    synchronized boolean ended(long sent, long now, int underWay, End end, long latency) {
        if (end == End.ANSWERED) {
            typical += TYPICAL_WEIGHT * (latency - typical);
        }
        if (sent - changed < 0 || end == End.OTHER) {
            return false;
        }
        if (end == End.ANSWERED && outage) {
            // What was refused so far, and what is still under way, belongs to the outage.
            outage = false;
            changed = now;
            begin(now);
            return false;
        }
        peak = Math.max(peak, underWay);
        if (end == End.REFUSED) {
            refused++;
        } else if (answered < MOST_SAMPLES) {
            latencies[answered] = latency;
            togethers[answered] = underWay;
            answered++;
        }
        int samples = Math.clamp(limit, FEWEST_SAMPLES, MOST_SAMPLES);
        // Refusals are quicker than answers: a round is long enough to see both.
        if (answered + refused < samples || now - begun < typical) {
            return false;
        }
        int before = limit;
        judge(now);
        if (limit == before) {
            begin(now);
        }
        return limit != before;
    }

    private void judge(long now) {
        double share = (double) refused / (answered + refused);
        if (refused > 0) {
            outage = answered == 0;
            threshold = outage ? Math.max(threshold, good / 2) : 0;
        }
        if (refused > 0 && now - ignoredUntil[Reason.REFUSALS.ordinal()] >= 0) {
            shrink(Reason.REFUSALS, share, borne(share), now);
            return;
        }
        double median = median();
        if (median > 0 && hasRisen(median) && now - ignoredUntil[Reason.LATENCY.ordinal()] >= 0) {
            shrink(Reason.LATENCY, median, (int) (RISEN_SHRINKING * limit), now);
            return;
        }
        boolean used = peak >= USED * limit;
        if (used && refused == 0) {
            good = limit;
        }
        if (risen == 0 && used && refused == 0 && limit < threshold) {
            set(Math.min(threshold, SLOW_START * limit), now);
            trial = none();
            grown = true;
        } else if (risen == 0 && used && limit < most && now - growAgain >= 0) {
            set(Math.min(most, limit + Math.max(1, (int) (GROWTH * limit))), now);
            trial = none();
            grown = true;
            if (limit == most) {
                rest = FIRST_REST;
            }
        }
    }

    private boolean hasRisen(double median) {
        base = base == 0 ? median : Math.min(median, base * FORGETTING);
        boolean high = median > LATENCY_RISE * base && median - base > LATENCY_NOISE;
        risen = high ? risen + 1 : 0;
        return risen >= RISEN_ROUNDS;
    }

    private void shrink(Reason reason, double measured, int target, long now) {
        if (trial.from() == 0 || trial.reason() != reason) {
            trial = new Trial(reason, limit, measured);
        } else if (limit * 2 <= trial.from() && measured > HELPED * trial.before() && !isCertain(reason, measured)) {
            ignoredUntil[reason.ordinal()] = now + IGNORED;
            if (reason == Reason.LATENCY) {
                base = measured;
                risen = 0;
            }
            int from = trial.from();
            trial = none();
            set(from, now);
            return;
        }
        if (grown) {
            rest = Math.min(2 * rest, LONGEST_REST);
        }
        grown = false;
        growAgain = now + rest;
        set(Math.max(1, Math.min(limit - 1, target)), now);
    }

    /** An endpoint that refuses most calls means it; how many then depends on how quickly it refuses. */
    private static boolean isCertain(Reason reason, double share) {
        return reason == Reason.REFUSALS && share >= CERTAIN;
    }

    private void set(int newLimit, long now) {
        limit = newLimit;
        changed = now;
        begin(now);
    }

    private void begin(long now) {
        begun = now;
        answered = 0;
        refused = 0;
        peak = 0;
    }

    /** As many at once as were answered when others were refused; half where that cannot be told, less where most are refused. */
    private int borne(double share) {
        int half = (int) (MOST_SHRINKING * limit);
        if (answered == 0) {
            return half;
        }
        int[] sorted = Arrays.copyOf(togethers, answered);
        Arrays.sort(sorted);
        int borne = sorted[(int) (NEARLY_ALL * (answered - 1))];
        return borne >= USED * limit && share >= CERTAIN ? (int) (MOSTLY_REFUSED * limit) : Math.max(half, borne);
    }

    /** Of the answers of this round; 0 for too few. */
    private double median() {
        if (answered < FEWEST_SAMPLES / 2) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(latencies, answered);
        Arrays.sort(sorted);
        return sorted[answered / 2];
    }

    private static Trial none() {
        return new Trial(Reason.REFUSALS, 0, 0);
    }
}
