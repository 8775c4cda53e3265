package dev.assay.kit.name;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.assay.kit.error.AssayException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Idempotency keys of creates: the row that a create makes keeps the id and the digest of the body it came with. */
public final class RequestIds {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private RequestIds() {}

    /**
     * Checks a request id that a caller sent; empty means none.
     *
     * @throws AssayException INVALID_REQUEST when it is not a UUID
     */
    public static String check(String requestId) {
        if (!requestId.isEmpty() && !UUID.matcher(requestId).matches()) {
            throw AssayException.invalid("request_id", "must be a UUID such as 7c9e6679-7425-40de-944b-e07fc1f90ae7");
        }
        return requestId;
    }

    /** SHA-256 over the deterministic bytes of a request, 64 hex digits. */
    public static String digest(Message request) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (DigestOutputStream stream = new DigestOutputStream(OutputStream.nullOutputStream(), sha)) {
                CodedOutputStream output = CodedOutputStream.newInstance(stream);
                output.useDeterministicSerialization();
                request.writeTo(output);
                output.flush();
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
