package dev.assay.kit.name;

import dev.assay.kit.error.AssayException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * Which page of a list is asked for.
 *
 * @param size resources on the page at the most, in [1, 1000]
 * @param cursor where it starts, as the list's own code wrote it; empty for the first page
 */
public record PageRequest(int size, String cursor) {

    /** Largest page. */
    public static final int MAX_SIZE = 1_000;

    private static final int DEFAULT_SIZE = 50;

    /** As {@link #of(int, String, String, int)} with 50 as the default size. */
    public static PageRequest of(int pageSize, String pageToken, String scope) {
        return of(pageSize, pageToken, scope, DEFAULT_SIZE);
    }

    /**
     * Reads what a caller sent.
     *
     * @param pageSize 0 for the default; more than 1,000 is taken as 1,000
     * @param scope what the token must have been made for: the parent and every filter
     * @throws AssayException INVALID_REQUEST for a negative size, or a token that was not made for this list
     */
    public static PageRequest of(int pageSize, String pageToken, String scope, int defaultSize) {
        if (pageSize < 0) {
            throw AssayException.invalid("page_size", "must not be negative, is " + pageSize);
        }
        int size = pageSize == 0 ? defaultSize : Math.min(pageSize, MAX_SIZE);
        return new PageRequest(size, pageToken.isEmpty() ? "" : decode(pageToken, scope));
    }

    /** The opaque token of the page that starts at {@code cursor}. */
    public static String token(String scope, String cursor) {
        byte[] bytes = cursor.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(4 + bytes.length);
        buffer.putInt(checksum(scope, bytes)).put(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(buffer.array());
    }

    private static String decode(String token, String scope) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length >= 4) {
            byte[] cursor = new byte[bytes.length - 4];
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            int checksum = buffer.getInt();
            buffer.get(cursor);
            if (checksum == checksum(scope, cursor)) {
                return new String(cursor, StandardCharsets.UTF_8);
            }
        }
        throw AssayException.invalid("page_token", "not a token of this list with these filters");
    }

    private static int checksum(String scope, byte[] cursor) {
        CRC32C checksum = new CRC32C();
        checksum.update(scope.getBytes(StandardCharsets.UTF_8));
        checksum.update(0);
        checksum.update(cursor);
        return (int) checksum.getValue();
    }
}
