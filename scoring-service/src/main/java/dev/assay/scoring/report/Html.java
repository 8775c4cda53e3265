package dev.assay.scoring.report;

/** HTML put together from pieces; every text that comes from outside goes through {@link #text}. */
final class Html {

    private final StringBuilder out = new StringBuilder(64 * 1024);

    /** Markup of our own, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Any text, escaped for element content and for attributes in double quotes. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** An element with a text in it. */
    Html element(String tag, String attributes, String text) {
        out.append('<').append(tag);
        if (!attributes.isEmpty()) {
            out.append(' ').append(attributes);
        }
        out.append('>').append(escape(text)).append("</").append(tag).append('>');
        return this;
    }

    /** A cell of a table. */
    Html cell(String text) {
        return element("td", "", text);
    }

    /** A cell with a number. */
    Html number(String text) {
        return element("td", "class=\"num\"", text);
    }

    /** The head of a table. A column that starts with {@code #} holds numbers. */
    Html head(String... columns) {
        out.append("<thead><tr>");
        for (String column : columns) {
            if (column.startsWith("#")) {
                element("th", "scope=\"col\" class=\"num\"", column.substring(1));
            } else {
                element("th", "scope=\"col\"", column);
            }
        }
        out.append("</tr></thead>");
        return this;
    }

    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c < 0x20 && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return safe.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
