package dev.assay.metrics.text.answer;

import dev.assay.metrics.text.token.CaseFolding;
import dev.assay.metrics.text.token.TextSearch;
import java.util.Collection;

/** Whether an answer contains accepted texts, as written or without regard to case (Unicode case folding). Time is linear in the texts. */
public final class Contains {

    private Contains() {}

    public static boolean contains(String prediction, String reference, boolean ignoreCase) {
        return ignoreCase
                ? TextSearch.contains(CaseFolding.fold(prediction), CaseFolding.fold(reference))
                : TextSearch.contains(prediction, reference);
    }

    /** True when at least one of the texts is contained; false when there is none. */
    public static boolean containsAny(String prediction, Collection<String> references, boolean ignoreCase) {
        String text = ignoreCase ? CaseFolding.fold(prediction) : prediction;
        return references.stream().anyMatch(r -> TextSearch.contains(text, ignoreCase ? CaseFolding.fold(r) : r));
    }

    /** True when all the texts are contained; true when there is none. */
    public static boolean containsAll(String prediction, Collection<String> references, boolean ignoreCase) {
        String text = ignoreCase ? CaseFolding.fold(prediction) : prediction;
        return references.stream().allMatch(r -> TextSearch.contains(text, ignoreCase ? CaseFolding.fold(r) : r));
    }
}
