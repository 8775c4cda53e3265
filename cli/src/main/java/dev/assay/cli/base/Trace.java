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

    /** A new one. */
    public static Trace start() {
        // Made here, not in a static field: a native image would keep the generator of the machine that it was built
        // on.
        SecureRandom random = new SecureRandom();
        return new Trace(digits(random, 16), digits(random, 8));
    }

    /** The value of the header {@code traceparent}. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }

    private static String digits(SecureRandom random, int bytes) {
        byte[] id = new byte[bytes];
        do {
            random.nextBytes(id);
        } while (id[0] == 0);
        return HexFormat.of().formatHex(id);
    }
}
