package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.suite.Generation.Tool;
import dev.assay.suite.ModelSpec.Provider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code generation}, and checks that every model that takes part can be asked for it. */
final class GenerationReader {

    private static final int MAX_TOOLS = 128;
    private static final int MAX_DESCRIPTION = 10_000;
    private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final String TOOL_FORM = "1 to 128 of A-Z, a-z, 0-9, \"_\", \".\", \"-\"";

    private GenerationReader() {}

    static Generation read(Optional<Field> field) {
        return field.flatMap(Field::section).map(GenerationReader::read).orElse(Generation.NONE);
    }

    private static Generation read(Section section) {
        Generation generation = new Generation(
                section.field("temperature").flatMap(number -> number.number(0, 100)),
                section.field("top_p").flatMap(number -> number.number(1e-9, 1)),
                section.field("max_tokens")
                        .flatMap(number -> number.whole(1, Integer.MAX_VALUE))
                        .map(Math::toIntExact),
                section.field("seed").flatMap(number -> number.whole(Long.MIN_VALUE, Long.MAX_VALUE)),
                section.field("stop").map(texts -> texts.texts(16, 1_000)).orElse(List.of()),
                section.field("tools").map(GenerationReader::tools).orElse(List.of()),
                section.field("response_schema").flatMap(GenerationReader::schema),
                section.field("logprobs").flatMap(Field::truth).orElse(false),
                section.field("stream").flatMap(Field::truth).orElse(false));
        section.end();
        return generation;
    }

    private static List<Tool> tools(Field field) {
        List<Tool> tools = new ArrayList<>();
        for (Field item : field.items(MAX_TOOLS)) {
            item.section().ifPresent(section -> {
                Optional<Field> name = section.required("name");
                Optional<String> text = name.flatMap(value -> value.text(TOOL, TOOL_FORM));
                String description = section.field("description")
                        .flatMap(value -> value.text(0, MAX_DESCRIPTION))
                        .orElse("");
                Optional<JsonNode> parameters = section.field("parameters").flatMap(GenerationReader::schema);
                section.end();
                if (text.isPresent()
                        && tools.stream().anyMatch(tool -> tool.name().equals(text.get()))) {
                    name.orElseThrow().error("the tool \"" + text.get() + "\" is here twice");
                } else {
                    text.ifPresent(known -> tools.add(new Tool(known, description, parameters)));
                }
            });
        }
        return tools;
    }

    private static Optional<JsonNode> schema(Field field) {
        JsonNode schema = field.json();
        if (!schema.isObject() || schema.isEmpty()) {
            field.error("a JSON Schema of an object is expected: a mapping such as {type: object, properties: {…}}");
            return Optional.empty();
        }
        return Optional.of(Definitions.canonical(schema));
    }

    /**
     * Reports what a model that takes part cannot be asked for; a run would be refused for it.
     *
     * @param field the field {@code generation}
     * @param participants by key
     */
    static void checkFits(Field field, Generation generation, Map<String, ModelSpec> participants) {
        Map<String, Field> given = new LinkedHashMap<>();
        field.section()
                .ifPresent(section -> asked(generation)
                        .forEach(name -> section.field(name).ifPresent(setting -> given.put(name, setting))));
        participants.forEach((key, model) -> given.forEach((name, setting) -> obstacle(name, model)
                .ifPresent(reason -> setting.error("cannot be asked of the model \"" + key + "\": " + reason))));
    }

    private static List<String> asked(Generation generation) {
        List<String> asked = new ArrayList<>();
        generation.temperature().ifPresent(value -> asked.add("temperature"));
        generation.topP().ifPresent(value -> asked.add("top_p"));
        generation.maxTokens().ifPresent(value -> asked.add("max_tokens"));
        if (!generation.stop().isEmpty()) {
            asked.add("stop");
        }
        if (!generation.tools().isEmpty()) {
            asked.add("tools");
        }
        generation.responseSchema().ifPresent(value -> asked.add("response_schema"));
        if (generation.logprobs()) {
            asked.add("logprobs");
        }
        if (generation.stream()) {
            asked.add("stream");
        }
        return asked;
    }

    private static Optional<String> obstacle(String name, ModelSpec model) {
        Provider provider = model.provider();
        boolean possible = switch (provider) {
            case RECORDED, OPENAI_CHAT, GEMINI -> true;
            case ANTHROPIC_MESSAGES, GRPC_TARGET -> !name.equals("logprobs");
            case OPENAI_COMPLETIONS -> !name.equals("tools") && !name.equals("response_schema");
            case HTTP_TEMPLATE -> !name.equals("logprobs");
        };
        if (!possible) {
            return Optional.of("there is no such thing with provider " + Definitions.word(provider));
        }
        return model.template().flatMap(template -> obstacle(name, template));
    }

    private static Optional<String> obstacle(String name, ModelSpec.Template template) {
        if (name.equals("stream")) {
            return template.stream().isPresent() ? Optional.empty() : Optional.of("its template has no stream");
        }
        return hasPlace(template.body(), name)
                ? Optional.empty()
                : Optional.of("its template has no place {{" + name + "}}");
    }

    private static boolean hasPlace(JsonNode body, String name) {
        if (body.isTextual()) {
            return body.textValue().replace(" ", "").contains("{{" + name + "}}");
        }
        for (JsonNode child : body) {
            if (hasPlace(child, name)) {
                return true;
            }
        }
        return false;
    }
}
