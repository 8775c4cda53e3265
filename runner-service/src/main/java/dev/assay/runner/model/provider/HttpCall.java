package dev.assay.runner.model.provider;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * A request to send: always a POST of JSON.
 *
 * @param target absolute http or https URI
 * @param headers header fields besides those of the content; may hold a secret, so it is never logged
 * @param body JSON, UTF-8
 * @param connectTimeout until there is a connection
 * @param timeout until the last byte of the response is there, the connection included
 * @param maxBytes a response that is larger is broken off
 */
public record HttpCall(
        URI target,
        Map<String, String> headers,
        byte[] body,
        Duration connectTimeout,
        Duration timeout,
        long maxBytes) {

    @Override
    public String toString() {
        return "POST " + target;
    }
}
