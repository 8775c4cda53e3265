package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A streamed answer that is being put together, event by event. */
abstract class AnswerStream {

    /** What follows the last event, as the OpenAI protocols and gateways to others have it. */
    static final String DONE = "[DONE]";

    private boolean ended;

    /**
     * Takes the next event.
     *
     * @throws ErrorAnswerException when it is an error
     * @throws MalformedAnswerException when it makes no sense
     */
    abstract void add(JsonNode event) throws MalformedAnswerException;

    /** Whether something of the answer itself has come: not only what goes before it, such as roles, thoughts and pings. */
    abstract boolean answering();

    /** Whether the marker behind the last event has come. */
    final boolean ended() {
        return ended;
    }

    /**
     * Takes all events up to the marker.
     *
     * @return offset in the body where the answer itself begins; 0 when there is nothing of it
     */
    final int take(List<ServerEvent> events, String marker) throws MalformedAnswerException {
        int answerBegins = 0;
        for (ServerEvent event : events) {
            if (event.data().equals(marker)) {
                ended = true;
                break;
            }
            boolean before = answering();
            add(Bodies.json(event.data()));
            if (answering() && !before) {
                answerBegins = event.end() - 1;
            }
        }
        return answerBegins;
    }

    static MalformedAnswerException endedEarly() {
        return new MalformedAnswerException("the stream ended before the answer did");
    }
}
