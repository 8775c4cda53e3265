package dev.assay.suite.yaml;

/** A place in a text; line and column count from 1, the column in code points. Both are 0 for a tree that was not read from text. */
public record Position(int line, int column) {

    /** The place of what was not read from text. */
    public static final Position NOWHERE = new Position(0, 0);
}
