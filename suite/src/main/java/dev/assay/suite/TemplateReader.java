package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the {@code template} of a model. Which places a body may have is for the service to say, so that it is said once. */
final class TemplateReader {

    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*){1,100}");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z0-9._~+/-]{1,64}");
    private static final int MAX_HEADERS = 32;
    private static final int MAX_MARKER = 100;

    private TemplateReader() {}

    static ModelSpec.Template read(Section section) {
        ModelSpec.Template template = new ModelSpec.Template(
                section.required("body")
                        .flatMap(TemplateReader::body)
                        .orElseGet(() -> JsonNodeFactory.instance.objectNode()),
                section.required("answer").flatMap(TemplateReader::pointer).orElse(""),
                section.field("finish_reason").flatMap(TemplateReader::pointer),
                section.field("input_tokens").flatMap(TemplateReader::pointer),
                section.field("output_tokens").flatMap(TemplateReader::pointer),
                section.field("error").flatMap(TemplateReader::pointer),
                section.field("credential_header").flatMap(field -> field.text(HEADER, "the name of a header field")),
                section.field("credential_scheme").flatMap(field -> field.text(SCHEME, "one word such as Bearer")),
                section.field("headers").map(TemplateReader::headers).orElseGet(TreeMap::new),
                section.field("stream").flatMap(Field::section).map(TemplateReader::stream));
        section.end();
        return template;
    }

    private static ModelSpec.Stream stream(Section section) {
        ModelSpec.Stream stream = new ModelSpec.Stream(
                section.field("body").flatMap(TemplateReader::patch),
                section.required("delta").flatMap(TemplateReader::pointer).orElse(""),
                section.field("done").flatMap(field -> field.text(MAX_MARKER)),
                section.field("done_pointer").flatMap(TemplateReader::pointer));
        if (!section.has("done") && !section.has("done_pointer")) {
            section.error("needs done or done_pointer: nothing else tells a whole answer from half of one");
        }
        section.end();
        return stream;
    }

    private static Optional<JsonNode> patch(Field field) {
        JsonNode body = field.json();
        if (!body.isObject()) {
            field.error("what is different in the body of a request is a mapping such as {stream: true}");
            return Optional.empty();
        }
        return Optional.of(Definitions.canonical(body));
    }

    private static Optional<JsonNode> body(Field field) {
        JsonNode body = field.json();
        if (!body.isObject() || body.isEmpty()) {
            field.error("the body of a request is a mapping with {{prompt}} or {{messages}} in it");
            return Optional.empty();
        }
        return Optional.of(Definitions.canonical(body));
    }

    private static Optional<String> pointer(Field field) {
        return field.text(POINTER, "a JSON Pointer (RFC 6901) such as /choices/0/text");
    }

    private static SortedMap<String, String> headers(Field field) {
        SortedMap<String, String> headers = new TreeMap<>();
        field.named(HEADER, "the name of a header field", MAX_HEADERS)
                .forEach((name, value) -> value.text(1_000).ifPresent(text -> headers.put(name, text)));
        return headers;
    }
}
