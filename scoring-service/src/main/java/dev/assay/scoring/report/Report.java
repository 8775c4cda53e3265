package dev.assay.scoring.report;

import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.EvaluationResult;
import dev.assay.scoring.result.MetricResult;
import dev.assay.suite.Suite;
import java.util.List;
import java.util.Optional;

/** All that a report is made from. */
record Report(Evaluation evaluation, Suite suite, EvaluationResult result) {

    /** The suite's title; the data set's name when it has none. */
    String title() {
        return suite.title().isEmpty() ? suite.data().dataset() : suite.title();
    }

    boolean hasBaseline() {
        return !evaluation.baseline().isEmpty();
    }

    /** {@code candidate against baseline}. */
    String contest() {
        return hasBaseline() ? evaluation.candidate() + " against " + evaluation.baseline() : evaluation.candidate();
    }

    List<Participant> participants() {
        return evaluation.participants();
    }

    /** Names of the declared metrics. */
    List<String> declared() {
        return List.copyOf(suite.metrics().keySet());
    }

    /** The metric that comes first in people's minds: that of the first gate about a declared one. */
    Optional<String> mainMetric() {
        return suite.gates().stream()
                .map(gate -> gate.common().metric())
                .filter(suite.metrics()::containsKey)
                .findFirst()
                .or(() -> declared().stream().findFirst());
    }

    /** Whether a metric's values are shares in [0, 1]. */
    boolean isShare(String metric) {
        return suite.metrics().containsKey(metric) || metric.equals("error_share");
    }

    Optional<MetricResult> metric(String metric, String participant) {
        return result.metric(metric, participant, "");
    }

    Optional<Comparison> comparison(String metric) {
        return result.comparison(metric, "");
    }

    /** Slices other than the whole data, in the order of the results. */
    List<String> slices() {
        return result.metrics().stream()
                .map(MetricResult::slice)
                .filter(slice -> !slice.isEmpty())
                .distinct()
                .toList();
    }
}
