package dev.assay.dataset.version;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Target;
import dev.assay.type.v1.TokenUsage;
import dev.assay.type.v1.ToolCall;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The canonical form of an example and its digest: a JSON object with the fields of the contract by name, less {@code name} and
 * {@code ordinal}, absent and empty ones left out, written by {@link CanonicalJson}. Two examples are equal when these bytes are. Used again
 * and again by one thread.
 */
public final class CanonicalExample {

    /** Bytes of a digest that go into an id. */
    public static final int ID_BYTES = 16;

    private final CanonicalJson json = new CanonicalJson();
    private final MessageDigest sha;

    public CanonicalExample() {
        try {
            this.sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first 16 bytes of the SHA-256 of the canonical form. */
    public byte[] digest(Example example) {
        json.clear();
        write(example);
        json.addTo(sha);
        return Arrays.copyOf(sha.digest(), ID_BYTES);
    }

    /** Bytes of the canonical form that was digested last. */
    public int size() {
        return json.size();
    }

    /** The canonical form itself. */
    public String text(Example example) {
        json.clear();
        write(example);
        return json.toString();
    }

    private void write(Example example) {
        Fields fields = new Fields();
        fields.text("category", example.getCategory());
        fields.text("cluster", example.getCluster());
        fields.map("groups", example.getGroupsMap(), json::string);
        switch (example.getInputCase()) {
            case TEXT -> fields.object("input", input -> input.any("text", () -> json.string(example.getText())));
            case MESSAGES ->
                fields.object(
                        "input",
                        input -> input.any(
                                "messages", () -> array(example.getMessages().getMessagesList(), this::message)));
            case VARIABLES ->
                fields.object("input", input -> input.any("variables", () -> struct(example.getVariables())));
            case INPUT_NOT_SET -> {}
        }
        if (example.hasMetadata()) {
            fields.map("metadata", example.getMetadata().getFieldsMap(), this::value);
        }
        fields.map("recorded_answers", example.getRecordedAnswersMap(), this::answer);
        if (example.getTagsCount() > 0) {
            fields.any("tags", () -> array(example.getTagsList(), json::string));
        }
        if (example.getTarget().getKindCase() != Target.KindCase.KIND_NOT_SET) {
            fields.object("target", target -> target(target, example.getTarget()));
        }
        if (example.hasTimestamp()) {
            fields.text(
                    "timestamp",
                    Instant.ofEpochSecond(
                                    example.getTimestamp().getSeconds(),
                                    example.getTimestamp().getNanos())
                            .toString());
        }
        if (example.hasWeight()) {
            fields.any("weight", () -> json.number(example.getWeight()));
        }
        fields.end();
    }

    private void target(Fields fields, Target target) {
        switch (target.getKindCase()) {
            case TEXT -> fields.any("text", () -> json.string(target.getText()));
            case TEXTS -> fields.any("texts", () -> array(target.getTexts().getTextsList(), json::string));
            case JSON -> fields.any("json", () -> value(target.getJson()));
            case LABEL -> fields.any("label", () -> json.string(target.getLabel()));
            case NUMBER -> fields.any("number", () -> json.number(target.getNumber()));
            case TOOL_CALLS ->
                fields.any(
                        "tool_calls",
                        () -> array(target.getToolCalls().getToolCallsList(), call -> {
                            Fields inner = new Fields();
                            toolCall(inner, call);
                            inner.end();
                        }));
            case KIND_NOT_SET -> {}
        }
    }

    private void message(Message message) {
        Fields fields = new Fields();
        fields.any("parts", () -> array(message.getPartsList(), this::part));
        fields.text("role", message.getRole().name());
        fields.end();
    }

    private void part(Part part) {
        Fields fields = new Fields();
        switch (part.getContentCase()) {
            case TEXT -> fields.any("text", () -> json.string(part.getText()));
            case IMAGE -> fields.object("image", image -> image(image, part.getImage()));
            case TOOL_CALL -> fields.object("tool_call", call -> toolCall(call, part.getToolCall()));
            case TOOL_RESULT ->
                fields.object("tool_result", result -> {
                    result.text("text", part.getToolResult().getText());
                    result.text("tool_call_id", part.getToolResult().getToolCallId());
                });
            case CONTENT_NOT_SET -> {}
        }
        fields.end();
    }

    private static void image(Fields fields, Image image) {
        if (image.hasData()) {
            fields.text(
                    "data", Base64.getEncoder().encodeToString(image.getData().toByteArray()));
        }
        fields.text("media_type", image.getMediaType());
        fields.text("uri", image.getUri());
    }

    private void toolCall(Fields fields, ToolCall call) {
        if (call.hasArguments()) {
            fields.any("arguments", () -> struct(call.getArguments()));
        }
        fields.text("id", call.getId());
        fields.text("name", call.getName());
    }

    private void answer(RecordedAnswer answer) {
        Fields fields = new Fields();
        if (answer.hasLatency()) {
            BigDecimal seconds = BigDecimal.valueOf(answer.getLatency().getSeconds())
                    .add(BigDecimal.valueOf(answer.getLatency().getNanos(), 9));
            fields.text("latency", seconds.stripTrailingZeros().toPlainString() + "s");
        }
        fields.any("text", () -> json.string(answer.getText()));
        if (answer.hasUsage()) {
            TokenUsage usage = answer.getUsage();
            fields.object("usage", counts -> {
                counts.count("cache_write", usage.getCacheWrite());
                counts.count("cached_input", usage.getCachedInput());
                counts.count("input", usage.getInput());
                counts.count("output", usage.getOutput());
                counts.count("reasoning", usage.getReasoning());
            });
        }
        fields.end();
    }

    private void struct(Struct struct) {
        object(struct.getFieldsMap(), this::value);
    }

    private void value(Value value) {
        switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> json.ascii("null");
            case BOOL_VALUE -> json.ascii(value.getBoolValue() ? "true" : "false");
            case NUMBER_VALUE -> json.number(value.getNumberValue());
            case STRING_VALUE -> json.string(value.getStringValue());
            case STRUCT_VALUE -> struct(value.getStructValue());
            case LIST_VALUE -> array(value.getListValue().getValuesList(), this::value);
        }
    }

    private <T> void object(Map<String, T> map, Consumer<T> writer) {
        Fields fields = new Fields();
        // A TreeMap of strings is in the order of UTF-16 code units, as RFC 8785 wants it.
        Map<String, T> sorted = map.size() < 2 ? map : new TreeMap<>(map);
        sorted.forEach((key, value) -> fields.any(key, () -> writer.accept(value)));
        fields.end();
    }

    private <T> void array(List<T> elements, Consumer<T> writer) {
        json.sign('[');
        for (int i = 0; i < elements.size(); i++) {
            json.comma(i == 0);
            writer.accept(elements.get(i));
        }
        json.sign(']');
    }

    /** The fields of one object, in the order in which they are written. */
    private final class Fields {

        private boolean first = true;

        Fields() {
            json.sign('{');
        }

        void end() {
            json.sign('}');
        }

        void any(String key, Runnable value) {
            json.comma(first);
            first = false;
            json.key(key);
            value.run();
        }

        /** Left out when empty. */
        void text(String key, String text) {
            if (!text.isEmpty()) {
                any(key, () -> json.string(text));
            }
        }

        /** Left out when 0. */
        void count(String key, long count) {
            if (count != 0) {
                any(key, () -> json.ascii(Long.toString(count)));
            }
        }

        void object(String key, Consumer<Fields> writer) {
            any(key, () -> {
                Fields inner = new Fields();
                writer.accept(inner);
                inner.end();
            });
        }

        /** Left out when empty. */
        <T> void map(String key, Map<String, T> map, Consumer<T> writer) {
            if (!map.isEmpty()) {
                any(key, () -> CanonicalExample.this.object(map, writer));
            }
        }
    }
}
