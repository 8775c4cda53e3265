package dev.assay.suite.yaml;

/** Says that a text is not YAML as Assay reads it, and where. The message is one line for the author of the text. */
public final class YamlException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    YamlException(Position at, String message) {
        super(message);
        this.line = at.line();
        this.column = at.column();
    }

    /** Where it went wrong. */
    public Position at() {
        return new Position(line, column);
    }
}
