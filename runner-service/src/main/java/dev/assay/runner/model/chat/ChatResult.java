package dev.assay.runner.model.chat;

import dev.assay.runner.v1.Answer;
import dev.assay.type.v1.TokenUsage;

/**
 * How a call ended.
 *
 * @param outcome an answer or a failure
 * @param timing where the time went
 * @param usage tokens that the provider reported, over all attempts
 * @param attempts requests that were sent
 * @param hold to be released when the result is stored or dropped
 * @param hint what the provider said of its limits with the last response
 */
public record ChatResult(
        Outcome outcome, CallTiming timing, TokenUsage usage, int attempts, Hold hold, RateLimitHint hint) {

    /** An answer or a failure. */
    public sealed interface Outcome {}

    /** What the model answered. */
    public record Answered(Answer answer) implements Outcome {}

    /** Why there is no answer. */
    public record Failed(Failure failure) implements Outcome {}

    /** A result that keeps nothing. */
    public ChatResult(Outcome outcome, CallTiming timing, TokenUsage usage, int attempts) {
        this(outcome, timing, usage, attempts, Hold.NONE, RateLimitHint.NONE);
    }

    /** A failure of one attempt, or of none when nothing was sent. */
    public static ChatResult failed(Failure failure, CallTiming timing, int attempts) {
        return new ChatResult(new Failed(failure), timing, TokenUsage.getDefaultInstance(), attempts);
    }

    /** The same with another timing. */
    public ChatResult with(CallTiming newTiming) {
        return new ChatResult(outcome, newTiming, usage, attempts, hold, hint);
    }

    /** The same, keeping {@code newHold}. */
    public ChatResult with(Hold newHold) {
        return new ChatResult(outcome, timing, usage, attempts, newHold, hint);
    }

    /** The same, failed in another way. */
    public ChatResult with(Failure failure) {
        return new ChatResult(new Failed(failure), timing, usage, attempts, hold, hint);
    }

    /** The same, with what the provider said of its limits. */
    public ChatResult with(RateLimitHint newHint) {
        return new ChatResult(outcome, timing, usage, attempts, hold, newHint);
    }
}
