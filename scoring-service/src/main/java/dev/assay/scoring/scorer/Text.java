package dev.assay.scoring.scorer;

/** Texts made fit for one line that people read. */
public final class Text {

    /** Longest explanation, in UTF-16 units. */
    public static final int EXPLANATION = 300;

    private static final int QUOTED = 80;

    private Text() {}

    /** One line of at most {@code limit} UTF-16 units; control characters become spaces, and no surrogate pair is cut. */
    public static String shorten(String text, int limit) {
        String line = flat(text, limit);
        return line.length() == text.length() || text.length() <= limit ? line : line + "…";
    }

    /** The text in quotation marks, shortened. */
    public static String quote(String text) {
        return '"' + shorten(text, QUOTED) + '"';
    }

    /** At most {@code limit} UTF-16 units with line breaks kept; never cuts a surrogate pair, never holds a NUL. */
    public static String excerpt(String text, int limit) {
        String cut = text.length() <= limit ? text : text.substring(0, end(text, limit)) + "…";
        return cut.replace('\0', ' ');
    }

    private static String flat(String text, int limit) {
        int end = text.length() <= limit ? text.length() : end(text, limit);
        StringBuilder line = new StringBuilder(end);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return line.toString();
    }

    private static int end(String text, int limit) {
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }
}
