package dev.assay.runner.model.provider;

/** Texts of others made fit for an error message. */
final class Lines {

    private static final int LONGEST = 300;

    private Lines() {}

    /** One line of at most 300 characters, without control characters. */
    static String one(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
