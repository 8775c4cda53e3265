package dev.assay.metrics.text.token;

import java.util.Locale;

/**
 * Lower case whatever the locale, with the capital sigma by Unicode's condition Final_Sigma over the whole text, as {@code str.lower} of
 * Python has it; {@link String#toLowerCase(Locale)} looks no further than the word, and begins words elsewhere.
 */
public final class LowerCase {

    private static final char SIGMA = '\u03A3';

    /** Characters of no case that the condition looks through, beside marks, format characters and modifiers. */
    private static final String BETWEEN =
            "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    private LowerCase() {}

    /** The text in lower case. */
    public static String of(String text) {
        if (text.indexOf(SIGMA) < 0) {
            return text.toLowerCase(Locale.ROOT);
        }
        // The last character that counts, to the left of each place, is carried along; to the right it is known from
        // the end.
        int[] points = Characters.codePoints(text);
        boolean[] casedAfter = new boolean[points.length];
        boolean cased = false;
        for (int i = points.length - 1; i >= 0; i--) {
            casedAfter[i] = cased;
            cased = isIgnorable(points[i]) ? cased : isCased(points[i]);
        }
        cased = false;
        for (int i = 0; i < points.length; i++) {
            int point = points[i];
            if (point == SIGMA) {
                points[i] = cased && !casedAfter[i] ? '\u03C2' : '\u03C3';
            }
            cased = isIgnorable(point) ? cased : isCased(point);
        }
        return new String(points, 0, points.length).toLowerCase(Locale.ROOT);
    }

    private static boolean isCased(int c) {
        return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    private static boolean isIgnorable(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> BETWEEN.indexOf(c) >= 0;
        };
    }
}
