package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import dev.assay.metrics.text.token.Characters;
import java.math.BigInteger;
import java.util.Locale;

/** Numbers in source texts as Python reads them: decimal digits of every script, and in free texts also single underscores between digits. */
final class PythonNumbers {

    /** Longest text that is taken for a whole number, as Python's own limit. */
    static final int MAXIMUM_DIGITS = 4_300;

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+(_[0-9]+)*");
    private static final Pattern FRACTION = Pattern.compile(
            "[+-]?([0-9]+(_[0-9]+)*\\.?([0-9]+(_[0-9]+)*)?|\\.[0-9]+(_[0-9]+)*)" + "([eE][+-]?[0-9]+(_[0-9]+)*)?");

    private PythonNumbers() {}

    /** The text as {@code int} would read it, else as {@code float} would, else as it is. */
    static JsonNode readOrKeep(String text) {
        String number = ascii(Characters.strip(text));
        if (number.length() <= MAXIMUM_DIGITS && WHOLE.matcher(number).matches()) {
            return whole(number.replace("_", ""));
        }
        String word = number.toLowerCase(Locale.ROOT);
        String unsigned = word.startsWith("+") || word.startsWith("-") ? word.substring(1) : word;
        double sign = word.startsWith("-") ? -1 : 1;
        return switch (unsigned) {
            case "inf", "infinity" -> DoubleNode.valueOf(sign * Double.POSITIVE_INFINITY);
            case "nan" -> DoubleNode.valueOf(Double.NaN);
            default -> FRACTION.matcher(number).matches() ? fraction(number.replace("_", "")) : TextNode.valueOf(text);
        };
    }

    /** The whole number in a text of this form, without the characters of its suffix; any other text as it is. */
    static JsonNode whole(String source, Pattern form, int suffix) {
        String number = normal(source);
        return form.matcher(number).matches() && number.length() - suffix <= MAXIMUM_DIGITS
                ? whole(number.substring(0, number.length() - suffix))
                : TextNode.valueOf(source);
    }

    /** The number in a text of this form, without the characters of its suffix; any other text as it is. */
    static JsonNode fraction(String source, Pattern form, int suffix) {
        String number = normal(source);
        return form.matcher(number).matches()
                ? fraction(number.substring(0, number.length() - suffix))
                : TextNode.valueOf(source);
    }

    private static JsonNode whole(String digits) {
        return BigIntegerNode.valueOf(new BigInteger(digits));
    }

    private static JsonNode fraction(String number) {
        return DoubleNode.valueOf(Double.parseDouble(number));
    }

    /** Without the line break that {@code $} in a pattern overlooks. */
    private static String normal(String text) {
        return ascii(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    }

    /** The text with the decimal digits of every script as 0 to 9. */
    private static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> out.appendCodePoint(
                        c > 127 && Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                                ? '0' + Character.digit(c, 10)
                                : c));
        return out.toString();
    }
}
