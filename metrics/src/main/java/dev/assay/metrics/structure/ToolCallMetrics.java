package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tool calls in the registry (S3). */
public final class ToolCallMetrics {

    private ToolCallMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(new MetricRegistry.Entry(
                new MetricDescriptor(
                        "tool_call_match",
                        2,
                        "Whether the right tools were called with the right arguments, with the argument to blame if not",
                        "structure",
                        List.of("functions", "possible_answer", "calls"),
                        List.of(
                                new Parameter(
                                        "category",
                                        "string",
                                        Optional.of("null"),
                                        "names simple, multiple, parallel or irrelevance; by default what the data show"),
                                new Parameter(
                                        "language",
                                        "enum(python|java|javascript)",
                                        Optional.of("null"),
                                        "in which arguments are written; by default what the category names, else python")),
                        Direction.HIGHER_IS_BETTER,
                        Range.UNIT,
                        "Berkeley Function Calling Leaderboard, syntax-tree checker of bfcl-eval 2026.3"),
                ToolCallMetrics::match));
    }

    private static JsonNode match(Fields inputs, Fields params) {
        List<ToolDefinition> tools = new ArrayList<>();
        for (JsonNode tool : inputs.array("functions")) {
            tools.add(ToolDefinition.parse(inputs.path("functions") + "[" + tools.size() + "]", tool));
        }
        List<ExpectedCall> expected = new ArrayList<>();
        for (JsonNode call : inputs.array("possible_answer")) {
            expected.add(ExpectedCall.parse(inputs.path("possible_answer") + "[" + expected.size() + "]", call));
        }
        for (ExpectedCall call : expected) {
            if (tools.stream().noneMatch(tool -> tool.name().equals(call.name()))) {
                throw MetricException.invalid(
                        inputs.path("possible_answer"), "the tool " + call.name() + " is not among the functions");
            }
        }
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : inputs.array("calls")) {
            Fields fields = Fields.of(inputs.path("calls") + "[" + calls.size() + "]", call);
            calls.add(new ToolCall(fields.text("name"), arguments(fields)));
        }
        ToolCalls.Mode mode = params.has("category")
                ? ToolCalls.Mode.ofCategory(params.text("category"))
                : ToolCalls.Mode.of(tools, expected);
        ToolCalls.Verdict verdict = ToolCalls.judge(tools, expected, calls, mode, language(params));
        Output output = new Output()
                .put("valid", verdict.valid())
                .put(
                        "error_type",
                        verdict.errorType().<JsonNode>map(TextNode::valueOf).orElse(NullNode.getInstance()));
        verdict.argument().ifPresent(argument -> output.put("argument", argument));
        return verdict.valid()
                ? output.json()
                : output.put("reason", verdict.reason()).json();
    }

    private static ToolLanguage language(Fields params) {
        if (!params.has("language")) {
            return ToolLanguage.ofCategory(params.text("category", ""));
        }
        return switch (params.text("language")) {
            case "python" -> ToolLanguage.PYTHON;
            case "java" -> ToolLanguage.JAVA;
            case "javascript" -> ToolLanguage.JAVASCRIPT;
            default -> throw MetricException.invalid(params.path("language"), "expected python, java or javascript");
        };
    }

    /** An object, or a text of JSON as chat APIs send it; a text that is none stays a text, which is the model's fault. */
    private static JsonNode arguments(Fields call) {
        JsonNode arguments = call.json("arguments");
        return arguments.isTextual() && JsonText.read(arguments.textValue()) instanceof JsonText.Parsed parsed
                ? parsed.value()
                : arguments;
    }
}
