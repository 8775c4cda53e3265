package dev.assay.runner.model.provider;

import java.time.Duration;
import java.util.Map;

/** How a request ended. */
public sealed interface HttpReply {

    /**
     * A whole response.
     *
     * @param headers first value of each header, by lower-case name
     * @param arrivals when the pieces of the body came
     */
    record Response(int status, Map<String, String> headers, byte[] body, Arrivals arrivals) implements HttpReply {

        Response(int status, Map<String, String> headers, byte[] body, Duration arrival) {
            this(status, headers, body, Arrivals.at(arrival));
        }

        /** Whether the status promises an answer: any of 2xx, since servers also give 201 or 203. */
        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /**
     * No whole response.
     *
     * @param message one line, without secrets
     */
    record Broken(Kind kind, String message) implements HttpReply {}

    /** In which way it broke. */
    enum Kind {
        /** The address is not allowed. */
        REFUSED,
        /** There was no connection: unknown host, refused, timed out while connecting. */
        UNREACHABLE,
        /** The server's certificate is not good; nothing was sent. */
        UNTRUSTED,
        /** The connection broke before the response was whole. */
        RESET,
        /** The time was up. */
        TIMEOUT,
        /** The response was larger than allowed. */
        TOO_LARGE
    }
}
