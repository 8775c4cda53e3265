package dev.assay.metrics.text.token;

/**
 * The tokenizer of Tercom, which TER stands on. Time is linear in the text.
 *
 * <p>Source: Snover et al. 2006; Tercom's {@code Normalizer}; sacreBLEU 2.6.0 gives the same tokens. Its rules for runs of kana can
 * never apply there (they ask for a text that starts with kana after a space was put before it) and are left out.
 *
 * @param normalized split punctuation off and decode entities
 * @param noPunctuation remove {@code . , ? : ; ! " ( )}
 * @param asianSupport with {@code normalized}: split Chinese and Japanese characters; with {@code noPunctuation}: remove theirs
 * @param caseSensitive do not lower-case
 */
public record TercomTokenizer(boolean normalized, boolean noPunctuation, boolean asianSupport, boolean caseSensitive) {

    /** Lower-cases and splits on white space. */
    public static final TercomTokenizer DEFAULT = new TercomTokenizer(false, false, false, false);

    /** Splits a text into tokens. */
    public Tokens tokenize(String text) {
        String result = caseSensitive ? text : LowerCase.of(text);
        if (normalized) {
            result = western(result);
            if (asianSupport) {
                result = splitAsian(result);
            }
        }
        return Tokens.splitOnSpace(noPunctuation ? withoutPunctuation(result) : result);
    }

    private static String western(String text) {
        String result = text.replace("\n-", "")
                .replace('\n', ' ')
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        StringBuilder spaced = new StringBuilder(result.length() + 16);
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (Characters.isAsciiPunctuation(c) && c != '\'' && c != '.' && c != ',' && c != '-') {
                spaced.append(' ').append(c).append(' ');
            } else {
                spaced.append(c);
            }
        }
        String possessives = spaced.append(' ').toString().replace("'s ", " 's ");
        return BleuTokenizer.western(possessives).join();
    }

    private static String splitAsian(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isAsian(c) || isAsianPunctuation(c)) {
                out.append(' ').append(c).append(' ');
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String withoutPunctuation(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean removed = ".,?:;!\"()".indexOf(c) >= 0 || (asianSupport && isAsianPunctuation(c));
            if (!removed) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isAsian(char c) {
        return (c >= 0x2E80 && c <= 0x2EFF)
                || (c >= 0x31C0 && c <= 0x31EF)
                || (c >= 0x3200 && c <= 0x4DBF)
                || (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE4F);
    }

    private static boolean isAsianPunctuation(char c) {
        return c == 0x3001
                || c == 0x3002
                || (c >= 0x3008 && c <= 0x3011)
                || (c >= 0x3014 && c <= 0x301F)
                || c == 0x30FB
                || (c >= 0xFF61 && c <= 0xFF65)
                || c == 0xFF01
                || c == 0xFF02
                || c == 0xFF08
                || c == 0xFF09
                || c == 0xFF0C
                || c == 0xFF0E
                || c == 0xFF1A
                || c == 0xFF1B
                || c == 0xFF1F;
    }
}
