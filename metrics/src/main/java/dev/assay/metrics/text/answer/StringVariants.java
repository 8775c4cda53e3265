package dev.assay.metrics.text.answer;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.token.CaseFolding;
import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.LowerCase;
import dev.assay.metrics.text.token.TextSearch;
import java.text.Normalizer;

/**
 * How two texts compare under the usual normalisations. Lower-casing and case folding differ ({@code ß}, final sigma, dotted I);
 * none depends on the locale.
 *
 * <p>Limit: {@value #MAX_MARKS} combining marks in a row; normalisation sorts them, and takes the square of their number. Texts with
 * more are refused.
 *
 * @param exact every code unit equal
 * @param trimmed equal without white space at the ends
 * @param collapseWhitespace equal when each run of white space counts as one space, and none at the ends
 * @param lowercase equal after lower-casing
 * @param casefold equal after full Unicode case folding
 * @param nfc equal after canonical composition (NFC)
 * @param nfkcCasefold equal after NFKC, case folding and NFKC again
 * @param contains the prediction contains the reference (the empty text is in every text)
 * @param startsWith the prediction starts with the reference
 * @param endsWith the prediction ends with the reference
 * @param codePoints length of the prediction in Unicode code points
 */
public record StringVariants(
        boolean exact,
        boolean trimmed,
        boolean collapseWhitespace,
        boolean lowercase,
        boolean casefold,
        boolean nfc,
        boolean nfkcCasefold,
        boolean contains,
        boolean startsWith,
        boolean endsWith,
        int codePoints) {

    /** Most combining marks in a row. */
    public static final int MAX_MARKS = 256;

    /**
     * Compares a prediction with a reference.
     *
     * @throws MetricException when one has too many combining marks in a row
     */
    public static StringVariants of(String prediction, String reference) {
        requireFewMarks("prediction", prediction);
        requireFewMarks("reference", reference);
        return new StringVariants(
                prediction.equals(reference),
                Characters.strip(prediction).equals(Characters.strip(reference)),
                Characters.collapseSpace(prediction).equals(Characters.collapseSpace(reference)),
                LowerCase.of(prediction).equals(LowerCase.of(reference)),
                CaseFolding.fold(prediction).equals(CaseFolding.fold(reference)),
                nfc(prediction).equals(nfc(reference)),
                nfkcCasefold(prediction).equals(nfkcCasefold(reference)),
                TextSearch.contains(prediction, reference),
                prediction.startsWith(reference),
                prediction.endsWith(reference),
                Characters.length(prediction));
    }

    /**
     * The text in canonical composition.
     *
     * @throws MetricException when it has too many combining marks in a row
     */
    public static String nfc(String text) {
        requireFewMarks("text", text);
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /**
     * The text in compatibility composition without case: for loose comparisons of any script.
     *
     * @throws MetricException when it has too many combining marks in a row
     */
    public static String nfkcCasefold(String text) {
        requireFewMarks("text", text);
        String folded = CaseFolding.fold(Normalizer.normalize(text, Normalizer.Form.NFKC));
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }

    private static void requireFewMarks(String field, String text) {
        int marks = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            marks = isMark(c) ? marks + 1 : 0;
            if (marks > MAX_MARKS) {
                throw MetricException.invalid(field, "more than " + MAX_MARKS + " combining marks in a row");
            }
            i += Character.charCount(c);
        }
    }

    /** Marks, and the two letters that become marks by NFKC. */
    private static boolean isMark(int c) {
        if (c < 0x300) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || c == 0xFF9E
                || c == 0xFF9F;
    }
}
