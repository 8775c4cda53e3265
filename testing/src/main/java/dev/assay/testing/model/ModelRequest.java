package dev.assay.testing.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One request as the server received it.
 *
 * @param number 1 for the server's first request
 * @param attempt 1 for the first request with this {@link #prompt()} and {@link #model()}, 2 for the second, …
 * @param receivedAt when it was complete
 * @param method such as {@code POST}
 * @param path such as {@code /v1/chat/completions}
 * @param headers by name in lower case; values of a repeated header with commas between them
 * @param body the text of the body, as UTF-8
 * @param json the body as JSON; missing when it is none
 */
public record ModelRequest(
        long number,
        int attempt,
        Instant receivedAt,
        String method,
        String path,
        Map<String, String> headers,
        String body,
        JsonNode json) {

    public ModelRequest {
        headers = Map.copyOf(headers);
    }

    /** The header's value, or an empty string. */
    public String header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** The model that was asked for, or an empty string. */
    public String model() {
        return json.path("model").asText("");
    }

    /** The text of the last message of the user, or the {@code prompt} of a plain completion. */
    public String prompt() {
        return promptOf(json);
    }

    /** Whether the answer is wanted as a stream of events. */
    public boolean stream() {
        return json.path("stream").asBoolean(false);
    }

    static String promptOf(JsonNode json) {
        String prompt = json.path("prompt").asText("");
        for (JsonNode message : json.path("messages")) {
            if (message.path("role").asText("").equals("user")) {
                prompt = textOf(message.path("content"));
            }
        }
        return prompt;
    }

    /** All the texts that were sent, which is what prompt tokens are counted from. */
    String allText() {
        String messages = StreamSupport.stream(json.path("messages").spliterator(), false)
                .map(message -> textOf(message.path("content")))
                .collect(Collectors.joining("\n"));
        return messages + json.path("prompt").asText("");
    }

    private static String textOf(JsonNode content) {
        return content.isArray()
                ? StreamSupport.stream(content.spliterator(), false)
                        .map(part -> part.path("text").asText(""))
                        .collect(Collectors.joining())
                : content.asText("");
    }
}
