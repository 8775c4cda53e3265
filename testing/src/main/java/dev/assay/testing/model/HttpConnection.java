package dev.assay.testing.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection at its server's end, raw enough to break the protocol on purpose. Used by one thread. */
final class HttpConnection implements AutoCloseable {
    private static final int LONGEST_BODY = 64 << 20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** What came in, not yet understood. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Incoming(String method, String path, Map<String, String> headers, byte[] body) {}

    /** The next request, or null when the client has no more. */
    @Nullable
    Incoming read() throws IOException {
        String requestLine = line();
        if (requestLine == null) {
            return null;
        }
        String[] words = requestLine.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("no HTTP request line: " + requestLine);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); line != null && !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.merge(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip(),
                        (one, other) -> one + "," + other);
            }
        }
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            write("HTTP/1.1 100 Continue\r\n\r\n");
        }
        return new Incoming(words[0], words[1], headers, body(headers));
    }

    /** Sends the response as its delivery says. Whether the connection can be used for another one. */
    boolean write(Reply reply, byte[] body, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " " + phrase(reply.status()) + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        reply.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        int length = reply.delivery() instanceof Reply.Delivery.Overlong(int bytes) ? body.length - bytes : body.length;
        head.append("Content-Length: ").append(length).append("\r\n\r\n");
        return switch (reply.delivery()) {
            case Reply.Delivery.Whole() -> {
                write(head.toString());
                out.write(body);
                yield true;
            }
            case Reply.Delivery.Overlong(int ignored) -> {
                write(head.toString());
                out.write(body);
                yield false;
            }
            case Reply.Delivery.Reset(int afterBytes) -> {
                if (afterBytes > 0) {
                    write(head.toString());
                    out.write(body, 0, Math.min(afterBytes, body.length));
                }
                socket.setSoLinger(true, 0); // Makes the close a reset.
                yield false;
            }
            case Reply.Delivery.Cut(int afterBytes) -> {
                write(head.toString());
                out.write(body, 0, Math.min(afterBytes, body.length - 1));
                yield false;
            }
            case Reply.Delivery.Drip(Duration pause) -> {
                write(head.toString());
                for (byte one : body) {
                    pause(pause);
                    out.write(one);
                }
                yield true;
            }
            case Reply.Delivery.Hang() -> {
                // A client that gives up closes, and the read ends.
                in.skipNBytes(Long.MAX_VALUE);
                yield false;
            }
        };
    }

    /** Waits that long, unless the thread is interrupted. */
    static void pause(Duration duration) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void write(String head) throws IOException {
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (!headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            return exactly(length);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            if (size == null) {
                throw new EOFException("the request ends between two chunks");
            }
            int length = Integer.parseInt(size.split(";", -1)[0].strip(), 16);
            if (length == 0) {
                String trailer = line(); // Nobody here wants trailers.
                while (trailer != null && !trailer.isEmpty()) {
                    trailer = line();
                }
                return body.toByteArray();
            }
            body.write(exactly(length));
            line();
        }
    }

    private byte[] exactly(int length) throws IOException {
        if (length < 0 || length > LONGEST_BODY) {
            throw new IOException("a body of " + length + " bytes");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the request ends within its body");
        }
        return bytes;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
    }

    private static String phrase(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }
}
