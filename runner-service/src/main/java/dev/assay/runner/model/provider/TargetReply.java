package dev.assay.runner.model.provider;

import dev.assay.target.v1.CompleteResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a call of an application ended. */
public sealed interface TargetReply {

    /**
     * With an answer.
     *
     * @param firstToken until the first piece that says something was there; null when it was not streamed or nothing was said
     */
    record Answered(CompleteResponse response, @Nullable Duration firstToken) implements TargetReply {}

    /**
     * With a status.
     *
     * @param status name of the status, as in {@code google.rpc.Code}
     * @param message what came with it
     * @param retryAfter the delay of a {@code google.rpc.RetryInfo} in the details
     */
    record Refused(String status, String message, Optional<Duration> retryAfter) implements TargetReply {}

    /** Without a word of the application. */
    record Broken(HttpReply.Kind kind, String message) implements TargetReply {}
}
