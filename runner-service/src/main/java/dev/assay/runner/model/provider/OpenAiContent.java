package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.runner.v1.TokenLogprob;
import java.util.ArrayList;
import java.util.List;

/** What a choice in the OpenAI protocols says, and how probable each token of it was. */
final class OpenAiContent {

    private OpenAiContent() {}

    /** The text of a content: a text itself, or an array of parts, of which thoughts are not the answer. */
    static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.isTextual() ? content.textValue() : "";
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (part.isTextual()) {
                text.append(part.textValue());
            } else if (!Bodies.text(part, "type").equals("thinking")) {
                text.append(Bodies.text(part, "text"));
            }
        }
        return text.toString();
    }

    /** Tokens with a probability, of a list with an object for each. A server may leave a probability out, or give null for none. */
    static List<TokenLogprob> logprobs(JsonNode tokens) {
        List<TokenLogprob> read = new ArrayList<>();
        for (JsonNode token : tokens) {
            if (token.path("logprob").isNumber()) {
                read.add(TokenLogprob.newBuilder()
                        .setToken(Bodies.text(token, "token"))
                        .setLogprob(token.path("logprob").doubleValue())
                        .build());
            }
        }
        return read;
    }
}
