package dev.assay.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/**
 * One text of the golden file, which {@code benchmarks/reference/embedding_reference.py} made with Hugging Face's tokenizers and ONNX Runtime.
 *
 * @param vector the first components
 */
record Golden(String text, List<Long> pieces, boolean truncated, List<Double> vector) {

    static List<Golden> read() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        List<Golden> result = new ArrayList<>();
        try (InputStream file = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden.jsonl"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = json.readTree(line);
                result.add(new Golden(
                        node.path("text").asText(),
                        list(node.path("pieces")).map(JsonNode::longValue).toList(),
                        node.path("truncated").booleanValue(),
                        list(node.path("vector")).map(JsonNode::doubleValue).toList()));
            }
        }
        return result;
    }

    private static java.util.stream.Stream<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
