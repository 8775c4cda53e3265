package dev.assay.runner.model.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.runner.v1.HttpTemplate;
import java.util.ArrayList;
import java.util.List;

/** Puts the events of an answer together that an endpoint streams as its template describes. */
final class TemplateStream extends AnswerStream {

    private final HttpTemplate settings;
    private final StringBuilder text = new StringBuilder();
    private final List<JsonNode> events = new ArrayList<>();
    private boolean last;

    TemplateStream(HttpTemplate settings) {
        this.settings = settings;
    }

    /** The events of a body; none when it is an answer in one piece. */
    static List<ServerEvent> events(byte[] body, HttpTemplate settings) {
        if (!settings.hasStream()) {
            return List.of();
        }
        if (ServerEvent.isStream(body)) {
            return ServerEvent.of(body);
        }
        String done = settings.getStream().getDone();
        List<ServerEvent> lines = ServerEvent.lines(body).stream()
                .map(line -> new ServerEvent(line.data().strip(), line.end()))
                .filter(line -> !line.data().isEmpty())
                .toList();
        boolean objects = lines.stream()
                .allMatch(line -> line.data().startsWith("{") && line.data().endsWith("}")
                        || line.data().equals(done));
        return objects && !isWhole(lines, settings.getAnswerPointer()) ? lines : List.of();
    }

    /** Whether what looks like a stream of one line is an answer in one piece. */
    private static boolean isWhole(List<ServerEvent> lines, String answerPointer) {
        if (lines.size() != 1) {
            return false;
        }
        try {
            JsonNode answer = at(Bodies.json(lines.getFirst().data()), answerPointer);
            return !answer.isMissingNode() && !answer.isNull();
        } catch (MalformedAnswerException e) {
            return false;
        }
    }

    /**
     * Takes all events.
     *
     * @return offset in the body where the answer begins
     * @throws MalformedAnswerException when an event cannot be read, or the stream ended before the answer did
     */
    int join(List<ServerEvent> given) throws MalformedAnswerException {
        String done = settings.getStream().getDone();
        int answerBegins = take(given, done.isEmpty() ? DONE : done);
        if (!last && (done.isEmpty() || !ended())) {
            throw endedEarly();
        }
        return answerBegins;
    }

    @Override
    void add(JsonNode event) throws MalformedAnswerException {
        if (TemplateProtocol.says(at(event, settings.getErrorPointer()))) {
            throw new ErrorAnswerException(event);
        }
        String pointer = settings.getStream().getDeltaPointer();
        JsonNode delta = at(event, pointer);
        if (delta.isTextual()) {
            text.append(delta.textValue());
        } else if (!delta.isMissingNode() && !delta.isNull()) {
            throw new MalformedAnswerException("no text at " + pointer + " (stream.delta_pointer)");
        }
        last |= TemplateProtocol.says(at(event, settings.getStream().getDonePointer()));
        events.add(event);
    }

    @Override
    boolean answering() {
        return !text.isEmpty();
    }

    /** The text of the whole answer. */
    String text() {
        return text.toString();
    }

    /** What is at {@code pointer} in the last event that has something there. */
    JsonNode last(String pointer) {
        for (JsonNode event : events.reversed()) {
            JsonNode found = at(event, pointer);
            if (!found.isMissingNode() && !found.isNull()) {
                return found;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode at(JsonNode event, String pointer) {
        return pointer.isEmpty() ? MissingNode.getInstance() : event.at(JsonPointer.compile(pointer));
    }
}
