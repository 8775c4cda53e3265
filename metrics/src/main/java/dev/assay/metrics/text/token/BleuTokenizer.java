package dev.assay.metrics.text.token;

/**
 * The tokenizers of sacreBLEU, which decide what BLEU counts as a word. Time is linear in the text.
 *
 * <p>Source: Post 2018, "A Call for Clarity in Reporting BLEU Scores"; sacreBLEU 2.6.0 gives the same tokens.
 */
public enum BleuTokenizer {
    /** White space only; for texts that are tokenized already. */
    NONE,
    /** As {@code mteval-v13a}: Western punctuation stands alone, but for points and commas in numbers. The default. */
    V13A,
    /** As {@code mteval-v14}: punctuation and symbols of all scripts stand alone, but for punctuation in numbers. */
    INTL,
    /** Each character but white space. */
    CHAR,
    /**
     * Each Chinese character, and the rest as {@link #V13A}. The ranges are sacreBLEU's, which take U+2001–U+2A6D for Chinese and
     * leave the supplementary planes out.
     */
    ZH;

    private static final byte OTHER = 0;
    private static final byte SPACE = 1;
    private static final byte DIGIT = 2;
    private static final byte POINT = 3;
    private static final byte ALONE = 4;
    private static final byte DASH = 5;
    private static final byte NOTHING = 6;

    private static final byte[] WESTERN = new byte[128];

    static {
        for (int c = 0; c < 128; c++) {
            if (Characters.isSpace(c)) {
                WESTERN[c] = SPACE;
            } else if (Characters.isAsciiDigit(c)) {
                WESTERN[c] = DIGIT;
            } else if (c == '.' || c == ',') {
                WESTERN[c] = POINT;
            } else if (c == '-') {
                WESTERN[c] = DASH;
            } else if (Characters.isAsciiPunctuation(c) && c != '\'') {
                WESTERN[c] = ALONE;
            }
        }
    }

    /** The tokenizer of a name that sacreBLEU uses: {@code none}, {@code 13a}, {@code intl}, {@code char}, {@code zh}. */
    public static java.util.Optional<BleuTokenizer> named(String name) {
        for (BleuTokenizer tokenizer : values()) {
            if (tokenizer.label().equals(name)) {
                return java.util.Optional.of(tokenizer);
            }
        }
        return java.util.Optional.empty();
    }

    /** The name in signatures. */
    public String label() {
        return switch (this) {
            case NONE -> "none";
            case V13A -> "13a";
            case INTL -> "intl";
            case CHAR -> "char";
            case ZH -> "zh";
        };
    }

    /** Splits a text into tokens. */
    public Tokens tokenize(String text) {
        return switch (this) {
            case NONE -> Tokens.splitOnSpace(text);
            case V13A -> split(unescape(text), true);
            case INTL -> split(text, false);
            case ZH -> split(Characters.strip(text), false);
            case CHAR -> characters(text);
        };
    }

    /** Tokens of Western text whose entities and line ends are dealt with already; starts and ends count as white space. */
    static Tokens western(String text) {
        return V13A.split(text, true);
    }

    private static Tokens characters(String text) {
        Tokens tokens = new Tokens(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (!Characters.isSpace(c)) {
                tokens.appendCodePoint(c);
                tokens.end();
            }
        }
        return tokens;
    }

    private static String unescape(String text) {
        String result = text;
        if (result.indexOf('<') >= 0) {
            result = result.replace("<skipped>", "");
        }
        if (result.indexOf('\n') >= 0) {
            result = result.replace("-\n", "").replace('\n', ' ');
        }
        if (result.indexOf('&') >= 0) {
            result = result.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
        }
        return result;
    }

    /**
     * One pass that gives what the reference's substitutions give one after the other. A run of points (or other punctuation) is
     * split into single tokens, except its last one, which stays with the digit after it when the substitutions found no partner
     * for it: they eat the run pairwise, starting with the character before the run unless that is a digit (or missing).
     */
    private Tokens split(String text, boolean padded) {
        Tokens tokens = new Tokens(text.length());
        int length = text.length();
        byte before = padded ? SPACE : NOTHING;
        int i = 0;
        while (i < length) {
            char unit = text.charAt(i);
            int c = Character.isHighSurrogate(unit) ? text.codePointAt(i) : unit;
            byte kind = kind(c);
            switch (kind) {
                case POINT -> {
                    i = points(text, i, before, padded, tokens);
                    before = POINT;
                    continue;
                }
                case SPACE -> tokens.end();
                case ALONE -> alone(c, tokens);
                case DASH -> {
                    if (before == DIGIT) {
                        alone(c, tokens);
                    } else {
                        tokens.append('-');
                    }
                }
                default -> tokens.appendCodePoint(c);
            }
            before = kind;
            i += Character.charCount(c);
        }
        tokens.end();
        return tokens;
    }

    private int points(String text, int from, byte before, boolean padded, Tokens tokens) {
        int to = from;
        int count = 0;
        int last = from;
        while (to < text.length()) {
            int c = text.codePointAt(to);
            if (kind(c) != POINT) {
                break;
            }
            last = to;
            count++;
            to += Character.charCount(c);
        }
        byte after = to < text.length() ? kind(text.codePointAt(to)) : padded ? SPACE : NOTHING;
        boolean startsWithPartner = before != DIGIT && before != NOTHING;
        boolean lastUnpaired = startsWithPartner == (count % 2 == 0);
        for (int i = from; i < last; ) {
            int c = text.codePointAt(i);
            alone(c, tokens);
            i += Character.charCount(c);
        }
        int c = text.codePointAt(last);
        boolean joinsRight = lastUnpaired && after == DIGIT;
        boolean joinsLeft = lastUnpaired && count == 1 && (after == DIGIT || after == NOTHING);
        if (!joinsLeft) {
            tokens.end();
        }
        tokens.appendCodePoint(c);
        if (!joinsRight) {
            tokens.end();
        }
        return to;
    }

    private static void alone(int c, Tokens tokens) {
        tokens.end();
        tokens.appendCodePoint(c);
        tokens.end();
    }

    private byte kind(int c) {
        if (this == INTL) {
            return international(c);
        }
        if (c < 128) {
            return WESTERN[c];
        }
        if (Characters.isSpace(c)) {
            return SPACE;
        }
        return this == ZH && isChinese(c) ? ALONE : OTHER;
    }

    private static byte international(int c) {
        if (Characters.isSpace(c)) {
            return SPACE;
        }
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> DIGIT;
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> POINT;
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL, Character.OTHER_SYMBOL ->
                ALONE;
            default -> OTHER;
        };
    }

    private static boolean isChinese(int c) {
        return (c >= 0x2001 && c <= 0x2A6D)
                || (c >= 0x2E80 && c <= 0x2FDF)
                || (c >= 0x2FF0 && c <= 0x303F)
                || (c >= 0x3100 && c <= 0x312F)
                || (c >= 0x31A0 && c <= 0x31BF)
                || (c >= 0x31C0 && c <= 0x31EF)
                || (c >= 0x3200 && c <= 0x4DB5)
                || (c >= 0x4E00 && c <= 0x9FBB)
                || (c >= 0xF900 && c <= 0xFA2D)
                || (c >= 0xFA30 && c <= 0xFA6A)
                || (c >= 0xFA70 && c <= 0xFAD9)
                || (c >= 0xFE10 && c <= 0xFE1F)
                || (c >= 0xFE30 && c <= 0xFE4F)
                || (c >= 0xFF00 && c <= 0xFFEF);
    }
}
