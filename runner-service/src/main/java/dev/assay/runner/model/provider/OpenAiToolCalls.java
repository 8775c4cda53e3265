package dev.assay.runner.model.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tool calls of a streamed chat completion, of which each comes in pieces that say by an index which call they belong to. */
final class OpenAiToolCalls {

    private static final class Call {

        private final int index;
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";
        private String name = "";

        Call(int index) {
            this.index = index;
        }
    }

    private final List<Call> calls = new ArrayList<>();

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Takes a piece. Only the first piece of a call must have an id and a name; later ones may have empty texts for them. */
    void add(JsonNode piece) {
        JsonNode function = piece.path("function");
        String id = Bodies.text(piece, "id");
        String name = Bodies.text(function, "name");
        Call call = call(piece.path("index"), id, name);
        call.id = id.isEmpty() ? call.id : id;
        call.name = name.isEmpty() ? call.name : name;
        JsonNode arguments = function.path("arguments");
        call.arguments.append(arguments.isObject() ? arguments.toString() : Bodies.text(function, "arguments"));
    }

    /** The calls as they would have come in one piece, by index. */
    ArrayNode whole() {
        ArrayNode whole = Bodies.object().arrayNode();
        calls.stream().sorted(Comparator.comparingInt(call -> call.index)).forEach(call -> {
            ObjectNode one = whole.addObject().put("id", call.id);
            one.putObject("function").put("name", call.name).put("arguments", call.arguments.toString());
        });
        return whole;
    }

    /**
     * The call that a piece belongs to. Servers that give no index send each call whole, with an id of its own. Others, such as Ollama, give all
     * calls the same index: there another id with a name is another call.
     */
    private Call call(JsonNode index, String id, String name) {
        Call known = index.isInt() ? last(index.intValue()) : calls.isEmpty() ? null : calls.getLast();
        boolean another = known == null
                || !index.isInt() && !id.isEmpty()
                || !name.isEmpty() && !id.isEmpty() && !known.id.isEmpty() && !id.equals(known.id);
        if (known != null && !another) {
            return known;
        }
        Call begun = new Call(index.isInt() ? index.intValue() : calls.size());
        calls.add(begun);
        return begun;
    }

    private @Nullable Call last(int index) {
        return calls.reversed().stream()
                .filter(call -> call.index == index)
                .findFirst()
                .orElse(null);
    }
}
