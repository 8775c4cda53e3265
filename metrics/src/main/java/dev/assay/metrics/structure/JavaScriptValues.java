package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import java.util.Optional;
import java.util.Set;

/**
 * Literals of JavaScript as values, by the rules of the Berkeley leaderboard's converter: a quoted or bare {@code String}, {@code 5} for
 * integer, {@code 5.5} for float, {@code 5n} for Bigint, {@code true}, {@code [1, 2]} and {@code new Array(1, 2)}, also of one level of
 * inner arrays, and {@code {key: value}} with one line of fields. Whatever has another form stays the text that it is. Elements are
 * split at every comma, also inside quotes, as the leaderboard does it. Time is linear in the text.
 */
final class JavaScriptValues {

    private static final String SPACE = JavaValues.SPACE;
    private static final String INNER =
            "\\[" + SPACE + "\\[.*?\\]" + SPACE + "(?:," + SPACE + "\\[.*?\\]" + SPACE + ")*\\]";

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern BIG = Pattern.compile("-?[0-9]+n");
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern ARRAYS = Pattern.compile(INNER + "|new" + JavaValues.SPACES + "Array\\(" + SPACE
            + "\\[.*?\\]" + SPACE + "(?:," + SPACE + "\\[.*?\\]" + SPACE + ")*\\)");
    private static final Pattern BRACKETS = Pattern.compile("\\[(.*?)\\]");
    private static final Pattern ARRAY = Pattern.compile("\\[(.*?)\\]|new" + JavaValues.SPACES + "Array\\((.*?)\\)");
    private static final Pattern FIELDS = Pattern.compile("\\{(.*?)\\}");
    private static final Set<String> TYPES =
            Set.of("String", "integer", "float", "Bigint", "Boolean", "dict", "array", "any");

    private JavaScriptValues() {}

    /**
     * Converts one literal.
     *
     * @param type as the definition names it
     * @param elements type of the elements of an array, as the definition names it
     * @throws MetricException when the leaderboard has no conversion for the type
     */
    static JsonNode convert(String source, String type, Optional<String> elements) {
        elements.ifPresent(JavaScriptValues::requireKnown);
        requireKnown(type);
        return switch (type) {
            case "String" -> TextNode.valueOf(isQuoted(source) ? JavaValues.inner(source) : source);
            case "integer" -> PythonNumbers.whole(source, WHOLE, 0);
            case "float" -> PythonNumbers.fraction(source, FRACTION, 0);
            case "Bigint" -> PythonNumbers.whole(source, BIG, 1);
            case "Boolean" -> JavaValues.isTruth(source) ? JavaValues.truth(source) : TextNode.valueOf(source);
            case "dict" -> object(Characters.strip(source));
            case "array" -> array(Characters.strip(source), elements);
            default -> TextNode.valueOf(source);
        };
    }

    private static void requireKnown(String type) {
        if (!TYPES.contains(type)) {
            throw MetricException.invalid("functions", "no conversion from JavaScript for the type " + type);
        }
    }

    private static JsonNode array(String code, Optional<String> elements) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        Matcher arrays = ARRAYS.matcher(code);
        if (arrays.lookingAt()) {
            boolean first = true;
            for (Matcher inner = BRACKETS.matcher(arrays.group()); inner.find(); first = false) {
                String part = Characters.strip(inner.group(1));
                ArrayNode row = result.addArray();
                for (String element : (first && part.startsWith("[") ? part.substring(1) : part).split(",", -1)) {
                    row.add(untyped(element));
                }
            }
            return result;
        }
        Matcher array = ARRAY.matcher(code);
        if (!array.lookingAt()) {
            return TextNode.valueOf(code);
        }
        String inside = array.group(1);
        String content = Characters.strip(inside != null ? inside : array.group(2));
        if (content.isEmpty()) {
            return result;
        }
        for (String part : content.split(",", -1)) {
            String element = Characters.strip(part);
            result.add(elements.map(type -> convert(element, type, Optional.empty()))
                    .orElseGet(() -> untyped(element)));
        }
        return result;
    }

    private static JsonNode object(String code) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        if (code.equals("{}")) {
            return result;
        }
        Matcher matcher = FIELDS.matcher(code);
        if (!matcher.lookingAt()) {
            return TextNode.valueOf(code);
        }
        String content = matcher.group(1);
        int at = 0;
        while (at < content.length()) {
            int colon = content.indexOf(':', at);
            if (colon < 0) {
                break;
            }
            if (colon == at) {
                at++;
                continue;
            }
            int from = skipSpace(content, colon + 1);
            int[] end = endOfValue(content, from);
            result.set(
                    stripQuotes(Characters.strip(content.substring(at, colon))),
                    field(Characters.strip(content.substring(from, end[0]))));
            at = end[1];
        }
        return result;
    }

    /** Where a field's value ends, and where the next field begins: at a comma with a later colon before any further comma. */
    private static int[] endOfValue(String content, int from) {
        for (int comma = content.indexOf(',', from); comma >= 0; comma = content.indexOf(',', comma + 1)) {
            int next = content.indexOf(',', comma + 1);
            int colon = content.lastIndexOf(':', (next < 0 ? content.length() : next) - 1);
            int start = skipSpace(content, comma + 1);
            if (colon > start) {
                return new int[] {comma, start};
            }
            if (colon == start && start > comma + 1) {
                return new int[] {comma, start - 1};
            }
        }
        return new int[] {content.length(), content.length()};
    }

    private static JsonNode field(String value) {
        if (value.startsWith("[") && value.endsWith("]")) {
            return array(value, Optional.empty());
        }
        if (value.startsWith("{") && value.endsWith("}")) {
            return object(value);
        }
        return untyped(stripQuotes(value));
    }

    /** A literal whose type nobody says. */
    private static JsonNode untyped(String source) {
        String value = Characters.strip(source);
        if (JavaValues.isTruth(value)) {
            return JavaValues.truth(value);
        }
        return isQuoted(value) ? TextNode.valueOf(JavaValues.inner(value)) : PythonNumbers.readOrKeep(value);
    }

    private static boolean isQuoted(String text) {
        return (text.startsWith("\"") && text.endsWith("\"")) || (text.startsWith("'") && text.endsWith("'"));
    }

    private static int skipSpace(String text, int from) {
        int at = from;
        while (at < text.length() && Characters.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static String stripQuotes(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && "'\"".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "'\"".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }
}
