package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Optional;

/**
 * The mean of weighted scores, Σws/Σw, where a weight says how many items of the population one item stands for. Its standard error is
 * that of the linearised ratio (Hájek): √(n/(n−1)·Σ(w_i(s_i−s̄))²)/Σw, or with the sums of clusters in place of items and C in place of
 * n; the same as the robust error HC1 of a weighted least-squares fit of a constant. Items of weight 0 do not count.
 *
 * <p>The interval is Student's t with n_eff−1 degrees of freedom, at least 1; n_eff = (Σw)²/Σw² (Kish 1965, with the weights of clusters where there
 * are some). For scores that are all 0 or 1 it is Wilson's with the effective number of items p(1−p)/SE², at most n, reduced by
 * (z/t)² (Korn and Graubard 1998, Survey Methodology 24:193); at 0% and 100%, where that is 0/0, with n_eff.
 */
public final class WeightedMean implements Estimator {

    static final String METHOD = "weighted-t";
    static final String WILSON = "weighted-wilson";

    private final double mean;
    private final double standardError;
    private final int n;
    private final int clusters;
    private final double effectiveSize;
    private final boolean binary;
    private final ScoreRange range;

    private WeightedMean(double[] scores, double[] weights, ScoreRange range, Optional<Clusters> clusters) {
        int items = 0;
        double total = 0;
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            items += weights[i] > 0 ? 1 : 0;
            total += weights[i];
            sum += weights[i] * scores[i];
        }
        this.n = items;
        this.range = range;
        this.binary = Moments.binary(scores);
        double centre = Moments.constant(scores) && scores.length > 0 ? scores[0] : sum / total;
        this.mean = centre;
        double[] weightOf = new double[clusters.map(Clusters::count).orElse(scores.length)];
        double[] residualOf = new double[weightOf.length];
        for (int i = 0; i < scores.length; i++) {
            int unit = clusters.isPresent() ? clusters.get().of(i) : i;
            weightOf[unit] += weights[i] / total;
            residualOf[unit] += weights[i] / total * (scores[i] - centre);
        }
        double squares = 0;
        double variance = 0;
        int units = 0;
        for (int unit = 0; unit < weightOf.length; unit++) {
            squares += weightOf[unit] * weightOf[unit];
            variance += residualOf[unit] * residualOf[unit];
            units += weightOf[unit] > 0 ? 1 : 0;
        }
        this.effectiveSize = units == 0 ? 0 : Math.min(units, 1 / squares);
        double error = Math.sqrt(variance * units / (units - 1.0));
        this.standardError = error < 1e-12 * (1 + Math.abs(centre)) ? 0 : error;
        this.clusters = clusters.isPresent() ? units : 0;
    }

    /** Independent items. */
    public static WeightedMean of(double[] scores, double[] weights, ScoreRange range) {
        return of(scores, weights, range, Optional.empty());
    }

    /**
     * Items that may come in clusters.
     *
     * @param weights 0 or more, one for each score
     * @throws MetricException invalid when a weight is negative or not finite, a score is not finite or out of the range, or the numbers
     *     of items differ; undefined when there are scores, but all weights are 0
     */
    public static WeightedMean of(double[] scores, double[] weights, ScoreRange range, Optional<Clusters> clusters) {
        double[] checked = Moments.requireFinite("scores", scores);
        double[] checkedWeights = Moments.requireFinite("weights", weights);
        Moments.requireSameLength("weights", checked.length, checkedWeights.length);
        Estimators.requireInRange("scores", checked, range);
        clusters.ifPresent(groups -> groups.requireItems(checked.length));
        double total = 0;
        for (int i = 0; i < checkedWeights.length; i++) {
            if (checkedWeights[i] < 0) {
                throw MetricException.invalid("weights[" + i + "]", "expected 0 or more, found " + checkedWeights[i]);
            }
            total += checkedWeights[i];
        }
        if (checked.length > 0 && !(total > 0 && Double.isFinite(total))) {
            throw MetricException.undefined("a weighted mean needs weights with a sum above 0 that is finite");
        }
        return new WeightedMean(checked, checkedWeights, range, clusters);
    }

    /** Kish's effective number of items (of clusters, where there are some): how many equal weights would tell as much. */
    public double effectiveSize() {
        return effectiveSize;
    }

    @Override
    public Estimate at(double level) {
        String method = binary ? WILSON : METHOD;
        if (n == 0) {
            return Estimate.undefined(level, method, 0, 0, "no items");
        }
        if (binary) {
            return wilson(level);
        }
        if (effectiveSize <= 1 || Double.isNaN(standardError)) {
            return Estimate.unbounded(mean, level, method, n, clusters);
        }
        if (standardError == 0) {
            return NoSpread.at(mean, range, Math.max(1, (int) effectiveSize), level, n, clusters);
        }
        double half = Quantiles.studentTwoSided(level, degrees()) * standardError;
        return Estimate.of(mean, standardError, mean - half, mean + half, level, method, n, clusters);
    }

    private double degrees() {
        return Math.max(1, effectiveSize - 1);
    }

    private Estimate wilson(double level) {
        double items = effectiveSize;
        if (standardError > 0) {
            items = Math.min(n, mean * (1 - mean) / (standardError * standardError));
            double ratio =
                    level > 0 ? Quantiles.normalTwoSided(level) / Quantiles.studentTwoSided(level, degrees()) : 1;
            items *= ratio * ratio;
        }
        double[] bounds = Share.wilson(mean * items, items, level);
        double lower = mean == 0 ? 0 : Math.min(mean, bounds[0]);
        double upper = mean == 1 ? 1 : Math.max(mean, bounds[1]);
        return Estimate.of(mean, standardError, lower, upper, level, WILSON, n, clusters);
    }
}
