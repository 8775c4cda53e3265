package dev.assay.runner.model.provider;

/** Texts of others made fit for an error message. */
final class Lines {

    /** Stands where a line was cut. */
    static final String CUT = "…";

    private static final int LONGEST = 300;

    private Lines() {}

    /** One line of at most 300 characters, without control characters. */
    static String one(String text) {
        String line = Texts.wellFormed(text).replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        if (line.length() <= LONGEST) {
            return line;
        }
        boolean withinPair = Character.isHighSurrogate(line.charAt(LONGEST - 1));
        return line.substring(0, withinPair ? LONGEST - 1 : LONGEST) + CUT;
    }
}
