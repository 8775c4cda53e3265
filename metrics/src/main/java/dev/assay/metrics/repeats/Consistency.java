package dev.assay.metrics.repeats;

import dev.assay.metrics.MetricException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the samples of one example say the same, and whether its failures are the same failure. */
public final class Consistency {

    private Consistency() {}

    /**
     * The answer that most samples give.
     *
     * @param answer the first given one of those that are given most often
     * @param votes how many samples give it
     * @param share {@code votes} over all samples, above 0 and at most 1
     * @param tied whether another answer has as many votes
     */
    public record Majority(String answer, int votes, double share, boolean tied) {}

    /**
     * Counts votes; answers are equal when their texts are, so normalise them first.
     *
     * @throws MetricException undefined without answers
     */
    public static Majority majority(List<String> answers) {
        if (answers.isEmpty()) {
            throw MetricException.undefined("a majority needs at least one sample");
        }
        Map<String, Integer> votes = count(answers);
        Map.Entry<String, Integer> best = votes.entrySet().iterator().next();
        for (Map.Entry<String, Integer> entry : votes.entrySet()) {
            if (entry.getValue() > best.getValue()) {
                best = entry;
            }
        }
        int most = best.getValue();
        long rivals = votes.values().stream().filter(count -> count == most).count();
        return new Majority(best.getKey(), most, (double) most / answers.size(), rivals > 1);
    }

    /**
     * Probability that two different samples agree, 0..1: Σ c(c−1) / n(n−1) over the distinct answers, unbiased.
     *
     * @throws MetricException undefined for fewer than two samples
     */
    public static double pairAgreement(List<String> answers) {
        long n = answers.size();
        if (n < 2) {
            throw MetricException.undefined("agreement of samples needs at least two");
        }
        long equal = 0;
        for (int count : count(answers).values()) {
            equal += (long) count * (count - 1);
        }
        return (double) equal / (n * (n - 1));
    }

    /**
     * Does the example fail the same way? The probability that two different failed samples share the kind of their failure, 0..1.
     *
     * @param failures the kind of each sample's failure, empty for a sample that passed
     * @throws MetricException undefined for fewer than two failures
     */
    public static double failureAgreement(List<Optional<String>> failures) {
        List<String> kinds = failures.stream().flatMap(Optional::stream).toList();
        if (kinds.size() < 2) {
            throw MetricException.undefined("agreement of failures needs at least two failed samples");
        }
        return pairAgreement(kinds);
    }

    private static Map<String, Integer> count(List<String> answers) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        answers.forEach(answer -> votes.merge(answer, 1, Integer::sum));
        return votes;
    }
}
