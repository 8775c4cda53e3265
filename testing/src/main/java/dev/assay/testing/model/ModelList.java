package dev.assay.testing.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The answer to {@code GET models}. */
final class ModelList {
    private ModelList() {}

    static Reply of(Set<String> names) {
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        for (String name : names.isEmpty() ? Set.of("fake") : names) {
            data.add(JsonNodeFactory.instance
                    .objectNode()
                    .put("id", name)
                    .put("object", "model")
                    .put("created", 0)
                    .put("owned_by", "fake"));
        }
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        return Reply.raw(200, list.set("data", data).toString());
    }
}
