package dev.assay.runner.model.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One server-sent event of a streamed answer (WHATWG HTML, "Server-sent events").
 *
 * @param data its data; several lines of it are joined by line breaks
 * @param end offset of the first byte behind its last line of data
 */
record ServerEvent(String data, int end) {

    private static final String DATA = "data:";
    /** Older llama.cpp servers tell an error in a field of this name, which the standard does not know. */
    private static final String ERROR = "error:";

    private static final String NAME = "event:";

    private static final List<String> FIELDS = List.of(DATA, ":", NAME, "id:", "retry:", ERROR);
    private static final int LONGEST_FIELD = 8;

    /** Whether a body is a stream of events. A server may also answer in one piece although a stream was asked for. */
    static boolean isStream(byte[] body) {
        int start = start(body);
        while (start < body.length && Character.isWhitespace(body[start])) {
            start++;
        }
        String head = new String(body, start, Math.min(body.length - start, LONGEST_FIELD), StandardCharsets.UTF_8);
        return FIELDS.stream().anyMatch(head::startsWith);
    }

    /** The events of a body that have data, in order; the last one also when no blank line ends it. */
    static List<ServerEvent> of(byte[] body) {
        List<ServerEvent> events = new ArrayList<>();
        List<ServerEvent> lines = new ArrayList<>();
        boolean error = false;
        for (ServerEvent line : lines(body)) {
            String text = line.data;
            if (text.isEmpty()) {
                dispatch(lines, error, events);
                error = false;
            } else if (text.startsWith(DATA)) {
                lines.add(new ServerEvent(text.substring(DATA.length()).strip(), line.end));
            } else if (text.startsWith(ERROR)) {
                lines.add(new ServerEvent("{\"error\":" + text.substring(ERROR.length()) + "}", line.end));
            } else if (text.startsWith(NAME)) {
                error = text.substring(NAME.length()).strip().equals("error");
            }
        }
        dispatch(lines, error, events);
        return events;
    }

    /** The lines of a body as they are, empty ones too, whether they end with CR, LF or both. */
    static List<ServerEvent> lines(byte[] body) {
        List<ServerEvent> lines = new ArrayList<>();
        int start = start(body);
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n' && body[end] != '\r') {
                end++;
            }
            lines.add(new ServerEvent(new String(body, start, end - start, StandardCharsets.UTF_8), end));
            boolean both = end + 1 < body.length && body[end] == '\r' && body[end + 1] == '\n';
            start = end + (both ? 2 : 1);
        }
        return lines;
    }

    /** Behind a byte order mark, which says nothing. */
    private static int start(byte[] body) {
        return body.length >= 3 && body[0] == (byte) 0xef && body[1] == (byte) 0xbb && body[2] == (byte) 0xbf ? 3 : 0;
    }

    /** Some servers put no blank line between events: lines that are whole objects on their own stay events on their own. */
    private static void dispatch(List<ServerEvent> lines, boolean error, List<ServerEvent> events) {
        boolean apart = lines.stream()
                .allMatch(line -> line.data.startsWith("{") && line.data.endsWith("}") || line.data.startsWith("["));
        if (apart) {
            lines.forEach(line -> events.add(error ? line.asError() : line));
        } else {
            String data =
                    String.join("\n", lines.stream().map(ServerEvent::data).toList());
            events.add(new ServerEvent(data, lines.getLast().end));
        }
        lines.clear();
    }

    /** Of an event that is called an error by its name only, the error that its data would be in a body of its own. */
    private ServerEvent asError() {
        return data.startsWith("{") && !data.contains("\"error\"")
                ? new ServerEvent("{\"error\":" + data + "}", end)
                : this;
    }
}
