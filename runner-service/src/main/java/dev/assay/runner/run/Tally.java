package dev.assay.runner.run;

import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands: the part of its row that changes. Each change is a function from one tally to the next, made under the lock of the
 * row, so that counts, state and completions always agree.
 *
 * @param planned whether all shards are there
 * @param total completions in the end, where known
 * @param stored completions stored
 * @param sequence number of the completion stored last; more than {@code stored} when some were made again
 * @param failed the part of them that ended with an error
 * @param unreachable the part of failed where the model could not be reached
 * @param retried attempts beyond the first
 * @param cached stored completions whose answer came from the cache
 * @param rate completions a second, smoothed
 * @param rateTime when {@code rate} was computed
 * @param answerTime when the last answer came, or the work began
 */
public record Tally(
        State state,
        @Nullable Error error,
        boolean planned,
        OptionalLong total,
        long stored,
        long sequence,
        long failed,
        long unreachable,
        long retried,
        long cached,
        TokenUsage usage,
        BigDecimal cost,
        double rate,
        @Nullable Instant rateTime,
        @Nullable Instant answerTime,
        @Nullable Instant startTime,
        @Nullable Instant endTime) {

    /** So many completions in a row that cannot reach the model, and none that could, mean that no completion can. */
    static final int UNREACHABLE_FROM_THE_START = 3;

    /** Over how long the rate is smoothed. */
    private static final Duration SMOOTHING = Duration.ofSeconds(10);

    /** What would take longer is not told. */
    private static final Duration LONGEST_REMAINING = Duration.ofDays(365);

    /** Seconds; what comes sooner after the start tells no rate. */
    private static final double SHORTEST = 0.05;

    /** A run that was just accepted. */
    public static Tally accepted(OptionalLong total) {
        return new Tally(
                State.PENDING,
                null,
                false,
                total,
                0,
                0,
                0,
                0,
                0,
                0,
                TokenUsage.getDefaultInstance(),
                BigDecimal.ZERO,
                0,
                null,
                null,
                null,
                null);
    }

    /** Whether nothing more will happen. */
    public boolean ended() {
        return switch (state) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PENDING, RUNNING, PAUSED, STALLED, STATE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
    }

    /** With a first shard at work. */
    Tally started(Instant now) {
        return state == State.PENDING
                ? change().state(State.RUNNING).started(now).build()
                : this;
    }

    /** Resting; work under way may still be stored. */
    Tally paused() {
        return change().state(State.PAUSED).build();
    }

    /** At work again after a rest. */
    Tally resumed(Instant now) {
        return change().state(startTime == null ? State.PENDING : State.RUNNING)
                .answered(now)
                .afterARest(now)
                .build();
    }

    /**
     * Taken up again after its end, without the completions that had failed.
     *
     * @param removed completions that were removed
     * @param removedUnreachable the part of them where the model could not be reached
     */
    Tally takenUp(long removed, long removedUnreachable, Instant now) {
        return change().state(State.RUNNING)
                .error(null)
                .without(removed, removedUnreachable)
                .answered(now)
                .afterARest(now)
                .ended(null)
                .build();
    }

    /** With all shards there. */
    Tally planned(long completions) {
        return change().planned(completions).build();
    }

    /** Ended in {@code state}. */
    Tally ended(State last, @Nullable Error why, Instant now) {
        return change().state(last).error(why).ended(now).build();
    }

    /** With all shards done. A run that lacks a completion all the same has not succeeded, and says so. */
    Tally done(Instant now) {
        long missing = total.orElse(stored) - stored;
        if (missing == 0) {
            return ended(State.SUCCEEDED, null, now);
        }
        return ended(
                State.FAILED,
                Error.newBuilder()
                        .setReason(ErrorReason.INTERNAL_ERROR)
                        .setMessage(missing + " completions are missing; RetryFailedCompletions makes them")
                        .build(),
                now);
    }

    /** With more completions; ended when these show that the model cannot be reached at all. */
    Tally plus(List<Draft> drafts, Instant now) {
        Change change = change();
        drafts.forEach(change::add);
        change.rate(rateAfter(drafts.size(), now), now);
        if (drafts.stream().anyMatch(draft -> draft.error() == null)) {
            change.answered(now);
            if (state == State.STALLED) {
                change.state(State.RUNNING);
            }
        }
        Tally next = change.build();
        boolean neverReached = next.unreachable == next.stored
                && next.unreachable >= Math.min(UNREACHABLE_FROM_THE_START, next.total.orElse(Long.MAX_VALUE));
        if (!neverReached || drafts.isEmpty()) {
            return next;
        }
        Error error = Error.newBuilder()
                .setReason(ErrorReason.MODEL_UNREACHABLE)
                .setMessage("the model cannot be reached: " + drafts.getLast().message())
                .build();
        return next.ended(State.FAILED, error, now);
    }

    /** Expected time to the end; empty when it cannot be told. */
    public Optional<Duration> remaining(Instant now) {
        double current = currentRate(now);
        if (total.isEmpty() || current <= 0 || ended() || state == State.PAUSED) {
            return Optional.empty();
        }
        double millis = 1000.0 * (total.getAsLong() - stored) / current;
        return millis > LONGEST_REMAINING.toMillis() ? Optional.empty() : Optional.of(Duration.ofMillis((long) millis));
    }

    /** Completions a second now: the rate fades when nothing more was stored. */
    public double currentRate(Instant now) {
        if (rateTime == null || ended()) {
            return rate;
        }
        double silence = Math.max(0, Duration.between(rateTime, now).toMillis() / 1000.0 - 1);
        return rate * Math.exp(-silence / SMOOTHING.toSeconds());
    }

    /** Exponentially smoothed; at first the mean since the start. Replicas' clocks differ: time that goes back counts as none. */
    private double rateAfter(int added, Instant now) {
        if (startTime == null) {
            return rate;
        }
        double begun = Math.max(SHORTEST, seconds(startTime, now));
        double smoothing = Math.min(SMOOTHING.toSeconds(), begun);
        double passed = rateTime == null ? begun : Math.max(0, seconds(rateTime, now));
        double weight = 1 - Math.exp(-passed / smoothing);
        return rateTime == null
                ? added / passed
                : rate * (1 - weight) + added * (passed > 0 ? weight / passed : 1 / smoothing);
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }

    private Change change() {
        return new Change(this);
    }

    /** The next tally in the making. */
    private static final class Change {
        private State state;
        private @Nullable Error error;
        private boolean planned;
        private OptionalLong total;
        private long stored;
        private long sequence;
        private long failed;
        private long unreachable;
        private long retried;
        private long cached;
        private final TokenUsage.Builder usage;
        private BigDecimal cost;
        private double rate;
        private @Nullable Instant rateTime;
        private @Nullable Instant answerTime;
        private @Nullable Instant startTime;
        private @Nullable Instant endTime;

        Change(Tally from) {
            state = from.state;
            error = from.error;
            planned = from.planned;
            total = from.total;
            stored = from.stored;
            sequence = from.sequence;
            failed = from.failed;
            unreachable = from.unreachable;
            retried = from.retried;
            cached = from.cached;
            usage = from.usage.toBuilder();
            cost = from.cost;
            rate = from.rate;
            rateTime = from.rateTime;
            answerTime = from.answerTime;
            startTime = from.startTime;
            endTime = from.endTime;
        }

        Change state(State next) {
            state = next;
            return this;
        }

        Change error(@Nullable Error why) {
            error = why;
            return this;
        }

        Change started(Instant now) {
            startTime = now;
            answerTime = now;
            return this;
        }

        Change answered(Instant now) {
            answerTime = now;
            return this;
        }

        /** The rate is what it was before. */
        Change afterARest(Instant now) {
            rateTime = rateTime == null ? null : now;
            return this;
        }

        Change without(long removed, long removedUnreachable) {
            stored -= removed;
            failed -= removed;
            unreachable -= removedUnreachable;
            return this;
        }

        Change ended(@Nullable Instant now) {
            endTime = now;
            return this;
        }

        Change planned(long completions) {
            planned = true;
            total = OptionalLong.of(completions);
            return this;
        }

        void rate(double next, Instant now) {
            rate = next;
            rateTime = rateTime == null || now.isAfter(rateTime) ? now : rateTime;
        }

        void add(Draft draft) {
            stored++;
            sequence++;
            retried += draft.retried();
            if (draft.cached()) {
                cached++;
            }
            if (draft.error() != null) {
                failed++;
                if (draft.error() == ErrorReason.MODEL_UNREACHABLE) {
                    unreachable++;
                }
            }
            TokenUsage more = draft.usage();
            usage.setInput(usage.getInput() + more.getInput())
                    .setCachedInput(usage.getCachedInput() + more.getCachedInput())
                    .setCacheWrite(usage.getCacheWrite() + more.getCacheWrite())
                    .setOutput(usage.getOutput() + more.getOutput())
                    .setReasoning(usage.getReasoning() + more.getReasoning());
            cost = cost.add(draft.cost());
        }

        Tally build() {
            return new Tally(
                    state,
                    error,
                    planned,
                    total,
                    stored,
                    sequence,
                    failed,
                    unreachable,
                    retried,
                    cached,
                    usage.build(),
                    cost,
                    rate,
                    rateTime,
                    answerTime,
                    startTime,
                    endTime);
        }
    }
}
