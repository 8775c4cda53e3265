package dev.assay.kit.error;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/** The one place where reasons become gRPC statuses with {@code google.rpc} details, and back. */
public final class ErrorStatus {

    /** Domain of every {@code ErrorInfo}. */
    public static final String DOMAIN = "assay";

    /** Where a chain of causes is taken to go in circles. */
    private static final int DEEPEST = 12;

    private ErrorStatus() {}

    /** The status code of a reason. */
    public static Status.Code code(ErrorReason reason) {
        return switch (reason) {
            case INVALID_REQUEST, INVALID_DATA, INVALID_SUITE, LIMIT_EXCEEDED -> Status.Code.INVALID_ARGUMENT;
            case RESOURCE_NOT_FOUND -> Status.Code.NOT_FOUND;
            case RESOURCE_ALREADY_EXISTS, REQUEST_ID_REUSED -> Status.Code.ALREADY_EXISTS;
            case ETAG_MISMATCH -> Status.Code.ABORTED;
            case STATE_CONFLICT -> Status.Code.FAILED_PRECONDITION;
            case NOT_AUTHENTICATED -> Status.Code.UNAUTHENTICATED;
            case NOT_PERMITTED, ENDPOINT_REFUSED, DATA_SEALED -> Status.Code.PERMISSION_DENIED;
            case MODEL_UNAUTHENTICATED,
                    MODEL_REJECTED_REQUEST,
                    MODEL_FAILED,
                    MODEL_MALFORMED_ANSWER,
                    MODEL_TIMEOUT,
                    MODEL_UNREACHABLE,
                    MODEL_ANSWER_TOO_LARGE,
                    MODEL_CONTENT_FILTERED,
                    ANSWER_NOT_RECORDED,
                    PROMPT_VARIABLE_MISSING,
                    SCORER_FAILED,
                    RUN_FAILED,
                    CREDENTIAL_MISSING -> Status.Code.FAILED_PRECONDITION;
            case MODEL_RATE_LIMITED, BUDGET_EXHAUSTED, QUOTA_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
            case DEPENDENCY_UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case DEADLINE_PASSED -> Status.Code.DEADLINE_EXCEEDED;
            case CALL_CANCELLED -> Status.Code.CANCELLED;
            case INTERNAL_ERROR, ERROR_REASON_UNSPECIFIED, UNRECOGNIZED -> Status.Code.INTERNAL;
        };
    }

    /** What a caller is sent for {@code error}: status, {@code ErrorInfo} and the details that fit. */
    public static StatusRuntimeException toStatus(AssayException error) {
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(code(error.reason()).value())
                .setMessage(error.message())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(error.reason().name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(error.metadata())
                        .build()));
        if (!error.violations().isEmpty()) {
            BadRequest.Builder bad = BadRequest.newBuilder();
            for (AssayException.Violation violation : error.violations()) {
                bad.addFieldViolations(BadRequest.FieldViolation.newBuilder()
                        .setField(violation.field())
                        .setDescription(violation.description()));
            }
            status.addDetails(Any.pack(bad.build()));
        }
        error.resource()
                .ifPresent(resource -> status.addDetails(Any.pack(ResourceInfo.newBuilder()
                        .setResourceType(resource.type())
                        .setResourceName(resource.name())
                        .build())));
        error.retryAfter()
                .ifPresent(delay -> status.addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(com.google.protobuf.Duration.newBuilder()
                                .setSeconds(delay.toSeconds())
                                .setNanos(delay.toNanosPart()))
                        .build())));
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** Whatever was thrown, as an error of ours; what nobody foresaw becomes INTERNAL_ERROR without its message. */
    public static AssayException of(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause() == t ? null : t.getCause()) {
            switch (t) {
                case AssayException known -> {
                    return known;
                }
                case StatusRuntimeException remote -> {
                    return remote(remote.getStatus(), remote.getTrailers());
                }
                case StatusException remote -> {
                    return remote(remote.getStatus(), remote.getTrailers());
                }
                case CancellationException cancelled -> {
                    return new AssayException(ErrorReason.CALL_CANCELLED, "the call was cancelled", thrown);
                }
                case InterruptedException interrupted -> {
                    return new AssayException(ErrorReason.CALL_CANCELLED, "the call was cancelled", thrown);
                }
                default -> {}
            }
        }
        if (isOutage(thrown, 0)) {
            return new AssayException(
                            ErrorReason.DEPENDENCY_UNAVAILABLE, "the database does not answer; try again", thrown)
                    .retryAfter(Duration.ofSeconds(1));
        }
        return new AssayException(
                ErrorReason.INTERNAL_ERROR, "internal error; the service's log has the details", thrown);
    }

    /** Looks at suppressed exceptions too: a commit that fails keeps its reason there. */
    private static boolean isOutage(Throwable thrown, int depth) {
        if (thrown instanceof SQLException sql && isUnavailable(sql)) {
            return true;
        }
        if (depth == DEEPEST) {
            return false;
        }
        Throwable cause = thrown.getCause();
        if (cause != null && isOutage(cause, depth + 1)) {
            return true;
        }
        for (Throwable suppressed : thrown.getSuppressed()) {
            if (isOutage(suppressed, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUnavailable(SQLException sql) {
        String state = sql.getSQLState();
        return sql instanceof SQLTransientException
                || (state != null && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")))
                || String.valueOf(sql.getMessage()).contains("Acquisition timeout");
    }

    /** An error that another service of ours sent. */
    private static AssayException remote(Status status, @org.jspecify.annotations.Nullable Metadata trailers) {
        String message = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        com.google.rpc.Status details =
                StatusProto.fromStatusAndTrailers(status, trailers == null ? new Metadata() : trailers);
        AssayException error = null;
        try {
            for (Any detail : details.getDetailsList()) {
                if (detail.isSameTypeAs(ErrorInfo.getDefaultInstance())) {
                    ErrorInfo info = ErrorInfo.parseFrom(detail.getValue());
                    if (info.getDomain().equals(DOMAIN)) {
                        error = new AssayException(reason(info.getReason()), message);
                        info.getMetadataMap().forEach(error::metadata);
                    }
                } else if (error != null && detail.isSameTypeAs(BadRequest.getDefaultInstance())) {
                    for (BadRequest.FieldViolation violation :
                            BadRequest.parseFrom(detail.getValue()).getFieldViolationsList()) {
                        error.field(violation.getField(), violation.getDescription());
                    }
                } else if (error != null && detail.isSameTypeAs(ResourceInfo.getDefaultInstance())) {
                    ResourceInfo info = ResourceInfo.parseFrom(detail.getValue());
                    error.resource(info.getResourceType(), info.getResourceName());
                }
            }
        } catch (InvalidProtocolBufferException e) {
            return new AssayException(ErrorReason.INTERNAL_ERROR, message, e);
        }
        return error != null ? error : new AssayException(reason(status.getCode()), message);
    }

    private static ErrorReason reason(String name) {
        try {
            return ErrorReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            return ErrorReason.INTERNAL_ERROR;
        }
    }

    /** For statuses that gRPC itself makes. */
    private static ErrorReason reason(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE -> ErrorReason.DEPENDENCY_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> ErrorReason.DEADLINE_PASSED;
            case CANCELLED -> ErrorReason.CALL_CANCELLED;
            case UNAUTHENTICATED -> ErrorReason.NOT_AUTHENTICATED;
            case PERMISSION_DENIED -> ErrorReason.NOT_PERMITTED;
            case NOT_FOUND -> ErrorReason.RESOURCE_NOT_FOUND;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ErrorReason.INVALID_REQUEST;
            case RESOURCE_EXHAUSTED -> ErrorReason.LIMIT_EXCEEDED;
            case OK, UNKNOWN, ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
                ErrorReason.INTERNAL_ERROR;
        };
    }
}
