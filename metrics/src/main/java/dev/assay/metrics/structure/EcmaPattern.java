package dev.assay.metrics.structure;

import com.networknt.schema.regex.RegularExpression;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.answer.RegexMatch;

/**
 * A regular expression of a JSON Schema (ECMA-262 syntax, Unicode mode), matched in time linear in the text by an automaton. What no
 * automaton can do, lookaround and back references, is refused when the schema is compiled, as are a repetition of more than 1,000 and
 * a pattern beyond the limits of {@link RegexMatch}. A text too long for the size of its pattern is refused when it is matched.
 */
final class EcmaPattern implements RegularExpression {

    private static final String SPACES =
            "\\t\\n\\v\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}"
                    + "\\x{205f}\\x{3000}\\x{feff}";
    /** Everything that is not in SPACES, written out because a negation cannot stand inside a class. */
    private static final String NO_SPACES = "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
            + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}"
            + "\\x{ff00}-\\x{10ffff}";

    private static final String NO_LINE_END = "[^\\n\\r\\x{2028}\\x{2029}]";
    private static final String NEVER = "[^\\x{0}-\\x{10ffff}]";
    private static final String ANYTHING = "[\\x{0}-\\x{10ffff}]";

    private final RegexMatch pattern;

    private EcmaPattern(RegexMatch pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles an expression.
     *
     * @throws MetricException when it is malformed or needs more than an automaton
     */
    static EcmaPattern compile(String source) {
        try {
            return new EcmaPattern(RegexMatch.compile("pattern", new Translation(source).run(), false));
        } catch (MetricException e) {
            throw MetricException.invalid(
                    "schema",
                    "the pattern \"" + source + "\" is malformed, too big, or uses what linear-time matching excludes"
                            + " (lookaround, back references, a repetition above 1000): " + e.getMessage());
        }
    }

    /**
     * Whether the expression occurs anywhere in {@code value}.
     *
     * @throws MetricException when the text is too long for a pattern of this size
     */
    @Override
    public boolean matches(String value) {
        return pattern.find(value);
    }

    /** One pass from ECMA-262 to the syntax of RE2, where the two differ. */
    private static final class Translation {
        private final String source;
        private final StringBuilder out = new StringBuilder();
        private int at;

        Translation(String source) {
            this.source = source;
        }

        String run() {
            boolean inClass = false;
            while (at < source.length()) {
                char c = source.charAt(at);
                if (c == '\\') {
                    escape(inClass);
                } else if (inClass) {
                    at++;
                    if (c == ']') {
                        inClass = false;
                        out.append(c);
                    } else if (c == '[') {
                        out.append("\\[");
                    } else {
                        out.append(c);
                    }
                } else if (c == '[') {
                    inClass = openClass();
                } else if (c == '.') {
                    at++;
                    out.append(NO_LINE_END);
                } else if (source.startsWith("(?<", at)
                        && !source.startsWith("(?<=", at)
                        && !source.startsWith("(?<!", at)) {
                    at += 3;
                    out.append("(?P<");
                } else {
                    at++;
                    out.append(c);
                }
            }
            return out.toString();
        }

        /** Handles the empty classes {@code []} and {@code [^]}, which RE2 does not have. */
        private boolean openClass() {
            if (source.startsWith("[]", at)) {
                at += 2;
                out.append(NEVER);
                return false;
            }
            if (source.startsWith("[^]", at)) {
                at += 3;
                out.append(ANYTHING);
                return false;
            }
            at++;
            out.append('[');
            if (at < source.length() && source.charAt(at) == '^') {
                at++;
                out.append('^');
            }
            return true;
        }

        private void escape(boolean inClass) {
            if (at + 1 >= source.length()) {
                at++;
                out.append('\\');
                return;
            }
            char c = source.charAt(at + 1);
            at += 2;
            switch (c) {
                case 's' -> out.append(inClass ? SPACES : "[" + SPACES + "]");
                case 'S' -> out.append(inClass ? NO_SPACES : "[" + NO_SPACES + "]");
                case 'b' -> out.append(inClass ? "\\x{8}" : "\\b");
                case '0' -> out.append("\\x{0}");
                case 'u' -> unicode();
                case 'c' -> control();
                case 'p', 'P' -> property(c);
                case 'A', 'Q', 'E', 'C', 'z', 'a' ->
                    throw MetricException.invalid(
                            "schema",
                            "the pattern \"" + source + "\" has the escape \\" + c + ", which ECMA-262 lacks");
                default -> out.append('\\').append(c);
            }
        }

        private void unicode() {
            if (at < source.length() && source.charAt(at) == '{') {
                int end = source.indexOf('}', at);
                if (end > 0) {
                    out.append("\\x").append(source, at, end + 1);
                    at = end + 1;
                    return;
                }
            }
            int unit = hex4(at);
            at += 4;
            if (Character.isHighSurrogate((char) unit) && source.startsWith("\\u", at)) {
                int low = hex4(at + 2);
                if (Character.isLowSurrogate((char) low)) {
                    at += 6;
                    unit = Character.toCodePoint((char) unit, (char) low);
                }
            }
            out.append("\\x{").append(Integer.toHexString(unit)).append('}');
        }

        private int hex4(int from) {
            if (from + 4 <= source.length()) {
                try {
                    return Integer.parseInt(source, from, from + 4, 16);
                } catch (NumberFormatException e) {
                    // falls through to the refusal below
                }
            }
            throw MetricException.invalid("schema", "the pattern \"" + source + "\" has an incomplete \\u escape");
        }

        private void control() {
            if (at < source.length() && Character.isLetter(source.charAt(at)) && source.charAt(at) < 128) {
                out.append("\\x{")
                        .append(Integer.toHexString(source.charAt(at) % 32))
                        .append('}');
                at++;
                return;
            }
            throw MetricException.invalid("schema", "the pattern \"" + source + "\" has an incomplete \\c escape");
        }

        private void property(char c) {
            int end = at < source.length() && source.charAt(at) == '{' ? source.indexOf('}', at) : -1;
            if (end < 0) {
                throw MetricException.invalid("schema", "the pattern \"" + source + "\" has an incomplete \\p escape");
            }
            String name = source.substring(at + 1, end);
            at = end + 1;
            int equals = name.indexOf('=');
            String value = equals < 0 ? name : name.substring(equals + 1);
            out.append('\\')
                    .append(c)
                    .append('{')
                    .append(UnicodeNames.shorten(value))
                    .append('}');
        }
    }
}
