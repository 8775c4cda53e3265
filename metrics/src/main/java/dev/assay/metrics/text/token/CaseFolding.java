package dev.assay.metrics.text.token;

import java.util.Locale;

/**
 * Full Unicode case folding (the mappings of status C and F in {@code CaseFolding.txt}), which is for comparing without regard to
 * case: {@code ß} equals {@code SS}, the final sigma equals the other one. It differs from lower-casing, which is for display.
 */
public final class CaseFolding {

    private CaseFolding() {}

    /** Folds the text, whatever the locale. */
    public static String fold(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 128 && (text.charAt(i) < 'A' || text.charAt(i) > 'Z')) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 8).append(text, 0, i);
        while (i < text.length()) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 128) {
                out.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c));
            } else {
                append(c, out);
            }
        }
        return out.toString();
    }

    /** The folding is the lower case of each character of the upper case, but for three exceptions. */
    private static void append(int c, StringBuilder out) {
        if (c == 0x131) { // the dotless i has no folding
            out.appendCodePoint(c);
        } else if (c == 0x1E9E) { // the capital sharp s
            out.append("ss");
        } else if ((c >= 0x13A0 && c <= 0x13FD) || (c >= 0xAB70 && c <= 0xABBF)) { // Cherokee folds to upper case
            out.appendCodePoint(Character.toUpperCase(c));
        } else {
            String upper = Character.toString(c).toUpperCase(Locale.ROOT);
            for (int i = 0; i < upper.length(); ) {
                int u = upper.codePointAt(i);
                i += Character.charCount(u);
                out.append(u == 0x130 ? "i\u0307" : Character.toString(Character.toLowerCase(u)));
            }
        }
    }
}
