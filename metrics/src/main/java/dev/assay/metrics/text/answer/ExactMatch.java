package dev.assay.metrics.text.answer;

import java.util.Collection;

/** Strict equality of texts: every code unit counts, nothing is normalised. See {@link SquadAnswers} for the lenient rule. */
public final class ExactMatch {

    private ExactMatch() {}

    public static boolean matches(String prediction, String reference) {
        return prediction.equals(reference);
    }

    /** True when the prediction equals one of the accepted answers; false when there is none. */
    public static boolean matchesAny(String prediction, Collection<String> references) {
        return references.contains(prediction);
    }
}
