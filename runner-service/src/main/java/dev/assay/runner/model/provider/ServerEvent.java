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

    /** Whether a body is a stream of events. A server may also answer in one piece although a stream was asked for. */
    static boolean isStream(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, 32), StandardCharsets.UTF_8).stripLeading();
        return start.startsWith(DATA)
                || start.startsWith(":")
                || start.startsWith("event:")
                || start.startsWith("id:")
                || start.startsWith("retry:")
                || start.startsWith(ERROR);
    }

    /** The events of a body that have data, in order; the last one also when no blank line ends it. */
    static List<ServerEvent> of(byte[] body) {
        List<ServerEvent> events = new ArrayList<>();
        List<ServerEvent> lines = new ArrayList<>();
        int start = 0;
        while (start < body.length) {
            int end = start;
            while (end < body.length && body[end] != '\n' && body[end] != '\r') {
                end++;
            }
            String line = new String(body, start, end - start, StandardCharsets.UTF_8);
            if (line.isEmpty()) {
                dispatch(lines, events);
            } else if (line.startsWith(DATA)) {
                lines.add(new ServerEvent(line.substring(DATA.length()).strip(), end));
            } else if (line.startsWith(ERROR)) {
                lines.add(new ServerEvent("{\"error\":" + line.substring(ERROR.length()) + "}", end));
            }
            boolean both = end + 1 < body.length && body[end] == '\r' && body[end + 1] == '\n';
            start = end + (both ? 2 : 1);
        }
        dispatch(lines, events);
        return events;
    }

    /** Some servers put no blank line between events: lines that are whole objects on their own stay events on their own. */
    private static void dispatch(List<ServerEvent> lines, List<ServerEvent> events) {
        boolean apart = lines.stream()
                .allMatch(line -> line.data.startsWith("{") && line.data.endsWith("}") || line.data.startsWith("["));
        if (apart) {
            events.addAll(lines);
        } else {
            String data =
                    String.join("\n", lines.stream().map(ServerEvent::data).toList());
            events.add(new ServerEvent(data, lines.getLast().end));
        }
        lines.clear();
    }
}
