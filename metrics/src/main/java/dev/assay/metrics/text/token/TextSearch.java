package dev.assay.metrics.text.token;

/**
 * Looks for a text in another in linear time, whatever they are; {@link String#indexOf(String)} takes the product of their lengths for
 * texts that repeat themselves. Both compare code units.
 *
 * <p>Source: Knuth, Morris and Pratt 1977, "Fast pattern matching in strings".
 */
public final class TextSearch {

    /** Up to this length the search by the JDK is linear enough, and faster. */
    private static final int SHORT = 64;

    private TextSearch() {}

    /** True when the text contains the other; the empty text is in every text. */
    public static boolean contains(String text, String sought) {
        if (sought.length() > text.length()) {
            return false;
        }
        return sought.length() <= SHORT ? text.contains(sought) : containsLong(text, sought);
    }

    private static boolean containsLong(String text, String sought) {
        int[] borders = borders(sought);
        int matched = 0;
        for (int i = 0; i < text.length(); i++) {
            matched = extend(sought, borders, matched, text.charAt(i));
            if (matched == sought.length()) {
                return true;
            }
        }
        return false;
    }

    /** For each prefix the length of the longest shorter prefix that it ends with. */
    private static int[] borders(String sought) {
        int[] borders = new int[sought.length()];
        int matched = 0;
        for (int i = 1; i < borders.length; i++) {
            matched = extend(sought, borders, matched, sought.charAt(i));
            borders[i] = matched;
        }
        return borders;
    }

    private static int extend(String sought, int[] borders, int matched, char next) {
        int length = matched;
        while (length > 0 && sought.charAt(length) != next) {
            length = borders[length - 1];
        }
        return sought.charAt(length) == next ? length + 1 : length;
    }
}
