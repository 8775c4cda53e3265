package dev.assay.suite;

/**
 * A place in a suite that is wrong or deserves a look.
 *
 * @param line from 1; 0 when the suite was not read from text
 * @param column from 1, in code points; 0 when the suite was not read from text
 * @param path the field, for example {@code gates[1].metric}; empty for the suite as a whole
 * @param message what is wrong and, where that helps, what would be right; one line
 */
public record Problem(int line, int column, String path, String message) {

    /** {@code 4:9: gates[1].metric: unknown metric "acuracy"}, as compilers write it. */
    public String format() {
        return line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
