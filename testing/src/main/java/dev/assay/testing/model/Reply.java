package dev.assay.testing.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;

/**
 * What the server sends back, and how well it does that.
 *
 * @param status the HTTP status
 * @param headers beside those that the server sets by itself
 * @param body renders the body for a request
 * @param delay how long the server thinks before its first byte
 * @param delivery what happens to the response on its way
 */
public record Reply(
        int status,
        Map<String, String> headers,
        Function<ModelRequest, byte[]> body,
        Duration delay,
        Delivery delivery) {

    /** How a response leaves the server. */
    public sealed interface Delivery {
        /** As it should. */
        record Whole() implements Delivery {}

        /** The connection is reset after that many bytes of the body; 0 bytes means before the status line. */
        record Reset(int afterBytes) implements Delivery {}

        /** The connection is closed in good order after that many bytes of the body, fewer than {@code Content-Length} said. */
        record Cut(int afterBytes) implements Delivery {}

        /** The whole body, but {@code Content-Length} says that many bytes fewer. */
        record Overlong(int bytes) implements Delivery {}

        /** One byte of the body at a time with a pause before each. */
        record Drip(Duration pause) implements Delivery {}

        /** Nothing is ever sent; the connection stays open until the client or the test closes it. */
        record Hang() implements Delivery {}
    }

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** A good answer with this text. */
    public static Reply text(String text) {
        return answer(Answer.of(text));
    }

    /** A good answer. */
    public static Reply answer(Answer answer) {
        return new Reply(200, Map.of(), answer::render, Duration.ZERO, new Delivery.Whole());
    }

    /** Any status with any body, sent as JSON. */
    public static Reply raw(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new Reply(status, Map.of(), request -> bytes, Duration.ZERO, new Delivery.Whole());
    }

    /** Status 200 with something that is no JSON. */
    public static Reply malformed() {
        return raw(200, "<html><body>Bad Gateway</body></html>");
    }

    /** Status 200 with the first half of a good answer, complete as far as HTTP can tell. */
    public static Reply halfJson(String text) {
        Reply whole = text(text);
        return whole.withBody(request -> {
            byte[] bytes = whole.body.apply(request);
            return java.util.Arrays.copyOf(bytes, bytes.length / 2);
        });
    }

    /** A good answer, closed before its {@code Content-Length} is reached. */
    public static Reply cut(String text) {
        return text(text).delivered(new Delivery.Cut(20));
    }

    /** A good answer, compressed although nobody asked for that. */
    public static Reply gzipped(String text) {
        Reply whole = text(text);
        return whole.withBody(request -> {
                    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
                    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                        gzip.write(whole.body.apply(request));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return compressed.toByteArray();
                })
                .withHeader("Content-Encoding", "gzip");
    }

    /** No response: the connection is reset once the request is read. */
    public static Reply reset() {
        return text("").delivered(new Delivery.Reset(0));
    }

    /** No response, and no end of the connection either. */
    public static Reply hang() {
        return text("").delivered(new Delivery.Hang());
    }

    /** A good answer of that many letters, such as 50,000,000. */
    public static Reply huge(int letters) {
        return answer(Answer.of("a".repeat(letters)));
    }

    /** The same after a pause for thought. */
    public Reply after(Duration thought) {
        return new Reply(status, headers, body, thought, delivery);
    }

    /** The same, one byte at a time. */
    public Reply dripping(Duration pauseBeforeEachByte) {
        return delivered(new Delivery.Drip(pauseBeforeEachByte));
    }

    /** The same, delivered in another way. */
    public Reply delivered(Delivery other) {
        return new Reply(status, headers, body, delay, other);
    }

    /** The same with one more header. */
    public Reply withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(Objects.requireNonNull(name), value);
        return new Reply(status, more, body, delay, delivery);
    }

    private Reply withBody(Function<ModelRequest, byte[]> other) {
        return new Reply(status, headers, other, delay, delivery);
    }
}
