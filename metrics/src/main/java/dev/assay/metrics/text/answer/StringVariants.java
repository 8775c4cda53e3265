package dev.assay.metrics.text.answer;

import dev.assay.metrics.text.token.CaseFolding;
import dev.assay.metrics.text.token.Characters;
import java.text.Normalizer;
import java.util.Locale;

/**
 * How two texts compare under the usual normalisations. Lower-casing and case folding differ ({@code ß}, final sigma, dotted I);
 * none depends on the locale.
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

    /** Compares a prediction with a reference. */
    public static StringVariants of(String prediction, String reference) {
        return new StringVariants(
                prediction.equals(reference),
                Characters.strip(prediction).equals(Characters.strip(reference)),
                Characters.collapseSpace(prediction).equals(Characters.collapseSpace(reference)),
                prediction.toLowerCase(Locale.ROOT).equals(reference.toLowerCase(Locale.ROOT)),
                CaseFolding.fold(prediction).equals(CaseFolding.fold(reference)),
                nfc(prediction).equals(nfc(reference)),
                nfkcCasefold(prediction).equals(nfkcCasefold(reference)),
                prediction.contains(reference),
                prediction.startsWith(reference),
                prediction.endsWith(reference),
                Characters.length(prediction));
    }

    /** The text in canonical composition. */
    public static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    /** The text in compatibility composition without case: for loose comparisons of any script. */
    public static String nfkcCasefold(String text) {
        String folded = CaseFolding.fold(Normalizer.normalize(text, Normalizer.Form.NFKC));
        return Normalizer.normalize(folded, Normalizer.Form.NFKC);
    }
}
