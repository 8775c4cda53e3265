package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.Characters;
import java.util.Optional;

/**
 * Literals of Java as values, by the rules of the Berkeley leaderboard's converter: {@code 5} for byte, short and integer, {@code 5L} for
 * long, {@code 5.0} for double, {@code 5.0f} for float, {@code true}, {@code new T[]{…}}, {@code new ArrayList<T>(Arrays.asList(…))} and
 * {@code new ArrayList<T>() {{ add(…); }}}, {@code new HashMap<K, V>() {{ put("key", …); }}}, and empty ones of these. Whatever has
 * another form stays the text that it is. Elements are split at every comma, also inside quotes, as the leaderboard does it; quotes of
 * strings in an array count, those in an {@code ArrayList<String>} do not. Time is linear in the text.
 */
final class JavaValues {

    static final String SPACE = "[\\s\\x0B\\x1C-\\x1F\\x{85}\\p{Z}]*";
    static final String SPACES = SPACE.replace('*', '+');
    private static final String WORD = "[\\pL\\pN_]";

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Pattern LONG = Pattern.compile("-?[0-9]+[lL]");
    private static final Pattern DOUBLE = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern FLOAT = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?[fF]");
    private static final Pattern AS_LIST =
            Pattern.compile("new" + SPACES + "ArrayList<" + WORD + "*>\\(Arrays\\.asList\\((.+?)\\)\\)");
    private static final Pattern ADDING = Pattern.compile("(?s)new" + SPACES + "ArrayList<" + WORD + "*>\\(\\)" + SPACE
            + "\\{\\{" + SPACE + "(.+?)" + SPACE + "\\}\\}");
    private static final Pattern ADD = Pattern.compile("add\\((.+?)\\)");
    private static final Pattern EMPTY_LIST = Pattern.compile("new" + SPACES + "ArrayList<" + WORD + "*>\\(\\)");
    private static final Pattern ARRAY = Pattern.compile("new" + SPACES + WORD + "+\\[\\]" + SPACE + "\\{(.*?)\\}");
    private static final Pattern PUTTING = Pattern.compile("(?s)new" + SPACES + "HashMap<.*?>" + SPACE + "\\(\\)"
            + SPACE + "\\{" + SPACE + "\\{?" + SPACE + "(.*?)" + SPACE + "\\}?" + SPACE + "\\}");
    private static final Pattern PUT = Pattern.compile("put\\(\"(.*?)\"," + SPACE + "(.*?)\\)");
    private static final Pattern EMPTY_MAP = Pattern.compile("new" + SPACES + "HashMap<.*?>" + SPACE + "\\(\\)");

    private JavaValues() {}

    /**
     * Converts one literal.
     *
     * @param type as the definition names it
     * @param elements type of the elements of a collection, as the definition names it
     * @throws MetricException when the leaderboard has no conversion for the type
     */
    static JsonNode convert(String source, String type, Optional<String> elements) {
        return switch (type) {
            case "byte", "short", "integer" -> PythonNumbers.whole(source, WHOLE, 0);
            case "long" -> PythonNumbers.whole(source, LONG, 1);
            case "double" -> PythonNumbers.fraction(source, DOUBLE, 0);
            case "float" -> PythonNumbers.fraction(source, FLOAT, 1);
            case "boolean" -> isTruth(source) ? truth(source) : TextNode.valueOf(source);
            case "char", "String", "any" -> TextNode.valueOf(source);
            case "Array" -> array(source, elements);
            case "ArrayList" -> list(source, elements);
            case "HashMap" -> map(source);
            default -> throw MetricException.invalid("functions", "no conversion from Java for the type " + type);
        };
    }

    private static JsonNode array(String source, Optional<String> elements) {
        Matcher matcher = ARRAY.matcher(source);
        if (!matcher.find()) {
            return TextNode.valueOf(source);
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        for (String part : matcher.group(1).split(",", -1)) {
            String element = Characters.strip(part);
            if (!element.isEmpty()) {
                result.add(elements.map(type -> convert(element, type, Optional.empty()))
                        .orElseGet(() -> untyped(element)));
            }
        }
        return result;
    }

    private static JsonNode list(String source, Optional<String> elements) {
        ArrayNode result = JsonNodeFactory.instance.arrayNode();
        Matcher asList = AS_LIST.matcher(source);
        if (asList.find()) {
            for (String part : asList.group(1).split(",", -1)) {
                result.add(element(Characters.strip(part), elements));
            }
            return result;
        }
        Matcher adding = ADDING.matcher(source);
        if (adding.find()) {
            for (Matcher add = ADD.matcher(adding.group(1)); add.find(); ) {
                result.add(element(Characters.strip(add.group(1)), elements));
            }
            return result;
        }
        return EMPTY_LIST.matcher(source).find() ? result : TextNode.valueOf(source);
    }

    private static JsonNode element(String source, Optional<String> elements) {
        return elements.map(type -> type.equals("char") || type.equals("String")
                        ? TextNode.valueOf(inner(source))
                        : convert(source, type, Optional.empty()))
                .orElseGet(() -> untyped(source));
    }

    private static JsonNode map(String source) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        Matcher putting = PUTTING.matcher(source);
        if (putting.find()) {
            for (Matcher put = PUT.matcher(putting.group(1)); put.find(); ) {
                result.set(put.group(1), untyped(Characters.strip(put.group(2))));
            }
            return result;
        }
        return EMPTY_MAP.matcher(source).find() ? result : TextNode.valueOf(source);
    }

    /** A literal whose type nobody says. */
    private static JsonNode untyped(String source) {
        if (isTruth(source)) {
            return truth(source);
        }
        if (source.startsWith("\"") && source.endsWith("\"")) {
            return TextNode.valueOf(inner(source));
        }
        JsonNode number = PythonNumbers.whole(source, LONG, 1);
        if (number.isTextual()) {
            number = PythonNumbers.fraction(source, FLOAT, 1);
        }
        return number.isTextual() ? PythonNumbers.readOrKeep(source) : number;
    }

    /** Whether a text is {@code true} or {@code false}. */
    static boolean isTruth(String source) {
        return source.equals("true") || source.equals("false");
    }

    static JsonNode truth(String source) {
        return BooleanNode.valueOf(source.equals("true"));
    }

    /** The text without its first and its last character. */
    static String inner(String text) {
        int[] points = Characters.codePoints(text);
        return points.length < 2 ? "" : new String(points, 1, points.length - 2);
    }
}
