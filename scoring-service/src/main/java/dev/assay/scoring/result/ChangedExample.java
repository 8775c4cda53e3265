package dev.assay.scoring.result;

/**
 * An example on which candidate and baseline differ, for people to look at. All texts are shortened.
 *
 * @param example the example's resource name
 * @param improved true when the candidate is better
 */
public record ChangedExample(
        String metric,
        String example,
        String category,
        boolean improved,
        String input,
        String expected,
        String candidateAnswer,
        String baselineAnswer,
        String candidateExplanation,
        String baselineExplanation) {}
