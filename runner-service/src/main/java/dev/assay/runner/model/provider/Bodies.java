package dev.assay.runner.model.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Bodies of requests and responses as JSON trees. */
final class Bodies {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Bodies() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static JsonNode json(byte[] body) throws MalformedAnswerException {
        JsonNode node;
        try {
            node = JSON.readTree(body);
        } catch (IOException e) {
            throw new MalformedAnswerException("not JSON: " + HttpFailures.excerpt(body));
        }
        if (node == null || node.isMissingNode()) {
            throw new MalformedAnswerException("empty body");
        }
        return node;
    }

    static JsonNode json(String text) throws MalformedAnswerException {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of a field; empty when there is none or it is null. */
    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() ? "" : value.asText("");
    }

    /** A count that is never negative; 0 when there is none. */
    static long count(JsonNode node, String field) {
        return Math.max(0, node.path(field).asLong(0));
    }
}
