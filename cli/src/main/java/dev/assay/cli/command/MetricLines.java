package dev.assay.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.MetricRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Computes metrics line by line; a bad line gives a line with an error, and the next one is computed all the same. */
final class MetricLines {

    private static final int BUFFER_BYTES = 1 << 16;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final MetricRegistry metrics;

    MetricLines(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    void run(InputStream in, PrintStream out) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), BUFFER_BYTES);
        OutputStream buffered = new java.io.BufferedOutputStream(out, BUFFER_BYTES);
        long number = 0;
        String line = reader.readLine();
        while (line != null && !out.checkError()) {
            number++;
            String json = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (!json.isBlank()) {
                buffered.write(oneLine(JSON.writeValueAsString(answer(json, number))));
                buffered.write('\n');
                if (!reader.ready()) {
                    buffered.flush(); // Whoever writes line by line gets its answer before the next one.
                }
            }
            line = reader.readLine();
        }
        buffered.flush();
    }

    /** Unicode's own ends of lines, which JSON allows in texts, end a line for some readers. */
    private static byte[] oneLine(String json) {
        return json.replace("\u0085", "\\u0085")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029")
                .getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode answer(String line, long number) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        JsonNode id = NullNode.getInstance();
        try {
            JsonNode request = JSON.readTree(line);
            if (!request.isObject()) {
                throw MetricException.invalid("line " + number, "is not an object");
            }
            id = request.path("id").isMissingNode() ? id : request.get("id");
            if (!request.path("metric").isTextual()) {
                throw MetricException.invalid("metric", "must be a text");
            }
            JsonNode inputs = request.path("inputs").isMissingNode()
                    ? JsonNodeFactory.instance.objectNode()
                    : request.get("inputs");
            JsonNode params = request.path("params").isMissingNode()
                            || request.get("params").isNull()
                    ? JsonNodeFactory.instance.objectNode()
                    : request.get("params");
            JsonNode value = metrics.compute(request.get("metric").asText(), inputs, params);
            answer.set("id", id);
            answer.set("value", value);
        } catch (JsonProcessingException e) {
            answer.set("id", id);
            answer.put("error", "line " + number + ": not JSON: " + e.getOriginalMessage());
        } catch (MetricException e) {
            answer.set("id", id);
            answer.put("error", e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            answer.set("id", id);
            answer.put("error", "internal error: " + e);
        }
        return answer;
    }
}
