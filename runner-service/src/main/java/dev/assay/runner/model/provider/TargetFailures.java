package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Failure.Scope;
import dev.assay.target.v1.CompleteResponse;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.util.Optional;

/** Which failure a gRPC status is: as the HTTP status that {@code google.rpc.Code} maps it to. */
final class TargetFailures {

    private TargetFailures() {}

    /** @param stream whether the answer was to come in pieces */
    static Failure of(TargetReply.Refused refused, boolean stream) {
        String said = Lines.one(refused.message());
        String message = refused.status() + (said.isEmpty() ? "" : ": " + said);
        int status = httpStatus(refused.status());
        return switch (refused.status()) {
            case "UNAUTHENTICATED", "PERMISSION_DENIED" ->
                Failure.ofRun(
                        ErrorReason.MODEL_UNAUTHENTICATED,
                        "the application refused the credential (" + message + ")",
                        status);
            case "UNIMPLEMENTED" ->
                Failure.ofRun(
                        ErrorReason.MODEL_REJECTED_REQUEST,
                        stream
                                ? "the application does not offer StreamComplete of assay.target.v1.TargetService, which generation.stream"
                                        + " asks for (" + message + ")"
                                : "there is no assay.target.v1.TargetService at this endpoint (" + message + ")",
                        status);
            case "RESOURCE_EXHAUSTED" -> retried(ErrorReason.MODEL_RATE_LIMITED, message, status, refused, "");
            case "DEADLINE_EXCEEDED" -> retried(ErrorReason.MODEL_TIMEOUT, message, status, refused, "");
            case "UNAVAILABLE", "ABORTED", "CANCELLED" ->
                retried(ErrorReason.MODEL_FAILED, message, status, refused, "");
            case "INTERNAL", "UNKNOWN", "DATA_LOSS" ->
                retried(ErrorReason.MODEL_FAILED, message, status, refused, message);
            default ->
                new Failure(
                        ErrorReason.MODEL_REJECTED_REQUEST, message, status, Scope.COMPLETION, Optional.empty(), "");
        };
    }

    /** Tokens that an application reports; never negative, and reasoning never more than the output. */
    static TokenUsage usage(CompleteResponse response) {
        TokenUsage given = response.getUsage();
        long output = Math.max(0, given.getOutput());
        return TokenUsage.newBuilder()
                .setInput(Math.max(0, given.getInput()))
                .setCachedInput(Math.max(0, given.getCachedInput()))
                .setCacheWrite(Math.max(0, given.getCacheWrite()))
                .setOutput(output)
                .setReasoning(Math.clamp(given.getReasoning(), 0, output))
                .build();
    }

    private static Failure retried(
            ErrorReason reason, String message, int status, TargetReply.Refused refused, String fingerprint) {
        return new Failure(reason, message, status, Scope.ATTEMPT, refused.retryAfter(), fingerprint);
    }

    private static int httpStatus(String status) {
        return switch (status) {
            case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> 400;
            case "UNAUTHENTICATED" -> 401;
            case "PERMISSION_DENIED" -> 403;
            case "NOT_FOUND" -> 404;
            case "ALREADY_EXISTS", "ABORTED" -> 409;
            case "RESOURCE_EXHAUSTED" -> 429;
            case "CANCELLED" -> 499;
            case "UNIMPLEMENTED" -> 501;
            case "UNAVAILABLE" -> 503;
            case "DEADLINE_EXCEEDED" -> 504;
            default -> 500;
        };
    }
}
