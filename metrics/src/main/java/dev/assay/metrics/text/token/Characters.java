package dev.assay.metrics.text.token;

/**
 * Character classes as the reference implementations of the field have them (Python's {@code str} and {@code re} with Unicode on),
 * whatever the locale.
 */
public final class Characters {

    private static final byte SPACE = 1;
    private static final byte WORD = 2;
    private static final byte PUNCTUATION = 4;
    private static final byte[] ASCII = new byte[128];

    static {
        for (int c = 0; c < 128; c++) {
            boolean space = c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
            boolean word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
            boolean punctuation = (c >= 0x21 && c <= 0x2F)
                    || (c >= 0x3A && c <= 0x40)
                    || (c >= 0x5B && c <= 0x60)
                    || (c >= 0x7B && c <= 0x7E);
            ASCII[c] = (byte) ((space ? SPACE : 0) | (word ? WORD : 0) | (punctuation ? PUNCTUATION : 0));
        }
    }

    private Characters() {}

    /** White space as {@code str.isspace} has it: separators, the control characters 9–13 and 28–31, and U+0085. */
    public static boolean isSpace(int codePoint) {
        if (codePoint < 128) {
            return (ASCII[codePoint] & SPACE) != 0;
        }
        return codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || (codePoint >= 0x2000 && codePoint <= 0x200A)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }

    /** Word characters as {@code \w} in Python: letters, numbers of every kind and the underscore; no combining marks. */
    public static boolean isWord(int codePoint) {
        if (codePoint < 128) {
            return (ASCII[codePoint] & WORD) != 0;
        }
        return switch (Character.getType(codePoint)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> false;
        };
    }

    /** The 32 punctuation and symbol characters of ASCII. */
    public static boolean isAsciiPunctuation(int codePoint) {
        return codePoint < 128 && (ASCII[codePoint] & PUNCTUATION) != 0;
    }

    public static boolean isAsciiDigit(int codePoint) {
        return codePoint >= '0' && codePoint <= '9';
    }

    public static boolean isAsciiLetter(int codePoint) {
        int lower = codePoint | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    /** The text without white space at both ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** The text without white space at its end. */
    public static String stripEnd(String text) {
        int to = text.length();
        while (to > 0 && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(0, to);
    }

    /** The text with each run of white space replaced by one space, and none at its ends. */
    public static String collapseSpace(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean pending = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                pending = true;
            } else {
                if (pending && !out.isEmpty()) {
                    out.append(' ');
                }
                pending = false;
                out.append(c);
            }
        }
        return out.toString();
    }

    /** Number of Unicode code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The code points of the text; an unpaired surrogate counts as one. */
    public static int[] codePoints(String text) {
        int length = text.length();
        int[] result = new int[length];
        int n = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                result[n++] = Character.toCodePoint(c, text.charAt(++i));
            } else {
                result[n++] = c;
            }
        }
        return n == length ? result : java.util.Arrays.copyOf(result, n);
    }
}
