package dev.assay.cli.base;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The W3C trace of one command: every call carries it, so that one id finds the command's work in the logs of all services.
 *
 * @param traceId 32 hex digits
 * @param spanId 16 hex digits
 */
public record Trace(String traceId, String spanId) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one. */
    public static Trace start() {
        return new Trace(random(16), random(8));
    }

    /** The value of the header {@code traceparent}. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }

    private static String random(int bytes) {
        byte[] id = new byte[bytes];
        do {
            RANDOM.nextBytes(id);
        } while (id[0] == 0);
        return HexFormat.of().formatHex(id);
    }
}
