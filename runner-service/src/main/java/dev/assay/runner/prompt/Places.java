package dev.assay.runner.prompt;

import dev.assay.kit.error.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The syntax of places in a text: {@code {{name}}} is a place, {@code {{{{} is a literal {@code {{}. */
final class Places {

    /**
     * A stretch of a text.
     *
     * @param variable whether {@code text} is the name of a variable rather than literal
     */
    record Piece(boolean variable, String text) {}

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");

    private Places() {}

    static List<Piece> parse(String text, String path) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith(OPEN + OPEN, at)) {
                literal.append(OPEN);
                at += 2 * OPEN.length();
            } else if (text.startsWith(OPEN, at)) {
                int end = text.indexOf(CLOSE, at);
                if (end < 0) {
                    throw AssayException.invalid(
                            path, "{{ at character " + (at + 1) + " is not closed; a literal {{ is written {{{{");
                }
                String name = text.substring(at + OPEN.length(), end).strip();
                if (!NAME.matcher(name).matches()) {
                    throw AssayException.invalid(
                            path,
                            "\"" + name + "\" at character " + (at + 1)
                                    + " is not the name of a variable; a literal {{ is written {{{{");
                }
                if (!literal.isEmpty()) {
                    pieces.add(new Piece(false, literal.toString()));
                    literal.setLength(0);
                }
                pieces.add(new Piece(true, name));
                at = end + CLOSE.length();
            } else {
                literal.append(text.charAt(at++));
            }
        }
        if (!literal.isEmpty()) {
            pieces.add(new Piece(false, literal.toString()));
        }
        return List.copyOf(pieces);
    }
}
