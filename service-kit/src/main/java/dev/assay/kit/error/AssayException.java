package dev.assay.kit.error;

import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that the caller must be told: a reason, one line for a person, and details. The domain throws it and knows nothing of gRPC;
 * {@link ErrorStatus} turns it into a status once, at the edge. The message and the details never hold a secret.
 */
public final class AssayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** A field of the request that is wrong: its path, and what is wrong with it. */
    public record Violation(String field, String description) {}

    /** A resource that the error is about: its type (for example {@code assay.dev/Dataset}, may be empty) and its name. */
    public record Resource(String type, String name) {}

    private final ErrorReason reason;
    private final transient List<Violation> violations = new ArrayList<>();
    private final transient Map<String, String> metadata = new LinkedHashMap<>();
    private transient @Nullable Resource resource;
    private transient @Nullable Duration retryAfter;

    public AssayException(ErrorReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** With the cause, which is logged where it is our fault and never sent. */
    public AssayException(ErrorReason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** A field of the request is missing or has a bad value. */
    public static AssayException invalid(String field, String description) {
        return new AssayException(ErrorReason.INVALID_REQUEST, field + ": " + description).field(field, description);
    }

    /** The named resource does not exist. */
    public static AssayException notFound(String name) {
        return new AssayException(ErrorReason.RESOURCE_NOT_FOUND, name + " does not exist").resource("", name);
    }

    /** A resource of that name exists and was not made by this request. */
    public static AssayException alreadyExists(String name) {
        return new AssayException(ErrorReason.RESOURCE_ALREADY_EXISTS, name + " exists already").resource("", name);
    }

    /** The request id was used before, for a request with another body. */
    public static AssayException requestIdReused(String requestId) {
        return new AssayException(
                        ErrorReason.REQUEST_ID_REUSED,
                        "request_id " + requestId + " was used before for a request with another body")
                .field("request_id", "used before for a request with another body");
    }

    /** The state of the resource does not allow the call. */
    public static AssayException stateConflict(String name, String why) {
        return new AssayException(ErrorReason.STATE_CONFLICT, name + ": " + why).resource("", name);
    }

    /** The etag given is not the current one. */
    public static AssayException etagMismatch(String name) {
        return new AssayException(
                        ErrorReason.ETAG_MISMATCH,
                        name + " has changed since it was read; read it again and repeat the change")
                .resource("", name);
    }

    /** Adds a field that is wrong. */
    public AssayException field(String path, String description) {
        violations.add(new Violation(path, description));
        return this;
    }

    /** Says which resource the error is about. */
    public AssayException resource(String type, String name) {
        this.resource = new Resource(type, name);
        return this;
    }

    /** Adds a machine-readable fact. */
    public AssayException metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /** Says when another try makes sense. */
    public AssayException retryAfter(Duration delay) {
        this.retryAfter = delay;
        return this;
    }

    public ErrorReason reason() {
        return reason;
    }

    /** The message, never null. */
    public String message() {
        String message = getMessage();
        return message == null ? reason.name() : message;
    }

    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    public Map<String, String> metadata() {
        return Map.copyOf(metadata);
    }

    public Optional<Resource> resource() {
        return Optional.ofNullable(resource);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
