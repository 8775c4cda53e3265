package dev.assay.cli.base;

/** How a command ends, for scripts and Jobs. */
public enum ExitCode {
    /** Done; for an evaluation: SHIP. */
    OK(0),
    /** The evaluation says ITERATE. */
    ITERATE(1),
    /** Bad usage, an invalid suite, bad data, or something that does not exist. */
    USAGE(2),
    /** The evaluation says INCONCLUSIVE. */
    INCONCLUSIVE(3),
    /** It could not be completed. */
    INCOMPLETE(4);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
