package dev.assay.cli.render;

/** Text from elsewhere, made fit for a line of a terminal. */
public final class Texts {

    private Texts() {}

    /** On one line, without control characters, at most so many characters. */
    public static String oneLine(String text, int max) {
        StringBuilder line = new StringBuilder();
        int count = 0;
        for (int i = 0; i < text.length() && count <= max; ) {
            int c = text.codePointAt(i);
            line.appendCodePoint(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c);
            i += Character.charCount(c);
            count++;
        }
        return count > max
                ? line.substring(0, line.offsetByCodePoints(0, Math.max(0, max - 1))) + "…"
                : line.toString();
    }

    /** The last segment of a resource name. */
    public static String id(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }
}
