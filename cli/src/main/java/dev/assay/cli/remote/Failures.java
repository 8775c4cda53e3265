package dev.assay.cli.remote;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.assay.cli.remote.RemoteException.Violation;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns statuses of gRPC into what a user can understand. */
final class Failures {

    private static final String DOMAIN = "assay";

    private Failures() {}

    static RemoteException of(Throwable thrown, Service service, Address address) {
        Status status = Status.fromThrowable(thrown);
        Metadata trailers = Status.trailersFromThrowable(thrown);
        com.google.rpc.Status details =
                StatusProto.fromStatusAndTrailers(status, trailers == null ? new Metadata() : trailers);
        String text = status.getDescription() == null ? "" : status.getDescription();
        List<Violation> violations = new ArrayList<>();
        Map<String, String> metadata = new HashMap<>();
        ErrorReason reason = null;
        try {
            for (Any detail : details.getDetailsList()) {
                if (detail.isSameTypeAs(ErrorInfo.getDefaultInstance())) {
                    ErrorInfo info = ErrorInfo.parseFrom(detail.getValue());
                    if (info.getDomain().equals(DOMAIN)) {
                        reason = reason(info.getReason());
                        metadata.putAll(info.getMetadataMap());
                    }
                } else if (detail.isSameTypeAs(BadRequest.getDefaultInstance())) {
                    for (var violation : BadRequest.parseFrom(detail.getValue()).getFieldViolationsList()) {
                        violations.add(new Violation(violation.getField(), violation.getDescription()));
                    }
                }
            }
        } catch (InvalidProtocolBufferException e) {
            text = text + " (its details cannot be read)";
        }
        if (reason != null) {
            return new RemoteException(reason, explain(reason, text, service, address), violations, metadata, thrown);
        }
        if (brokenOnTheWay(status, text)) {
            status = Status.UNAVAILABLE.withDescription(text).withCause(status.getCause());
        }
        return new RemoteException(
                reason(status.getCode()), transport(status, text, service, address), violations, metadata, thrown);
    }

    /** A server that stops cuts its streams in several ways; nobody cancels calls here but the user, who is not told. */
    private static boolean brokenOnTheWay(Status status, String text) {
        return switch (status.getCode()) {
            case CANCELLED -> true;
            case INTERNAL, UNKNOWN -> text.contains("RST_STREAM") || text.contains("HTTP/2") || text.contains("stream");
            default -> false;
        };
    }

    private static String explain(ErrorReason reason, String text, Service service, Address address) {
        return switch (reason) {
            case NOT_AUTHENTICATED ->
                "the " + service.key() + " service at " + address + " does not accept this caller: " + text
                        + "; give a token with ASSAY_TOKEN or --token-file";
            case NOT_PERMITTED -> "the " + service.key() + " service at " + address + " does not permit it: " + text;
            case INTERNAL_ERROR -> "the " + service.key() + " service at " + address + " failed: " + text;
            default -> text.isEmpty() ? reason.name() : text;
        };
    }

    /** For statuses that gRPC itself makes. */
    private static String transport(Status status, String text, Service service, Address address) {
        String who = "the " + service.key() + " service at " + address;
        return switch (status.getCode()) {
            case UNAVAILABLE -> "cannot reach " + who + ": " + cause(status.getCause(), text);
            case DEADLINE_EXCEEDED -> who + " did not answer in time";
            case UNAUTHENTICATED -> who + " does not accept this caller; give a token with ASSAY_TOKEN or --token-file";
            case PERMISSION_DENIED -> who + " does not permit it: " + text;
            case UNIMPLEMENTED -> who + " does not know this call; is it an Assay service of this version? " + text;
            case CANCELLED -> "the call of " + who + " was cancelled";
            default -> who + " failed: " + status.getCode() + (text.isEmpty() ? "" : ", " + text);
        };
    }

    private static String cause(@Nullable Throwable cause, String text) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            switch (t) {
                case UnknownHostException unknown -> {
                    return "the name is not known";
                }
                case ConnectException refused -> {
                    return "connection refused; is it running?";
                }
                case SSLException ssl -> {
                    return "TLS failed, " + ssl.getMessage();
                }
                default -> {}
            }
        }
        String message = cause != null && cause.getMessage() != null ? cause.getMessage() : text;
        return message.isEmpty() ? "no connection" : message;
    }

    private static ErrorReason reason(String name) {
        try {
            return ErrorReason.valueOf(name);
        } catch (IllegalArgumentException e) {
            return ErrorReason.INTERNAL_ERROR;
        }
    }

    private static ErrorReason reason(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE -> ErrorReason.DEPENDENCY_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> ErrorReason.DEADLINE_PASSED;
            case CANCELLED -> ErrorReason.CALL_CANCELLED;
            case UNAUTHENTICATED -> ErrorReason.NOT_AUTHENTICATED;
            case PERMISSION_DENIED -> ErrorReason.NOT_PERMITTED;
            case NOT_FOUND -> ErrorReason.RESOURCE_NOT_FOUND;
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ErrorReason.INVALID_REQUEST;
            case RESOURCE_EXHAUSTED -> ErrorReason.QUOTA_EXHAUSTED;
            case OK, UNKNOWN, ALREADY_EXISTS, FAILED_PRECONDITION, ABORTED, UNIMPLEMENTED, INTERNAL, DATA_LOSS ->
                ErrorReason.INTERNAL_ERROR;
        };
    }
}
