package dev.assay.metrics.statistics;

import java.util.Optional;

/**
 * The mean that people would give, from few human labels and many judge's scores: PPI++ (Angelopoulos et al. 2023, arXiv 2301.09633;
 * Angelopoulos, Duchi and Zrnic 2023, arXiv 2311.01453). θ = λ·mean(judge on unlabelled) + mean(human − λ·judge on labelled), with
 * the λ in [0, 1] that makes the error least. Whatever the judge's bias, the mean is that of the human labels; a useless judge costs
 * nothing (λ near 0). Where the human labels alone give a narrower interval, they are what is returned.
 */
public final class PredictionPowered implements Estimator {

    /** Fewer human labels than this say too little of a judge. */
    public static final int MINIMUM_LABELS = 100;

    static final String METHOD = "ppi++";

    private final int labelled;
    private final int unlabelled;
    private final double value;
    private final double standardError;
    private final double lambda;
    private final Estimator humanOnly;

    private PredictionPowered(double[] human, double[] judge, double[] rest, ScoreRange range) {
        this.labelled = human.length;
        this.unlabelled = rest.length;
        this.humanOnly = Estimators.mean(human, range, Optional.empty(), 0);
        double n = labelled;
        double m = unlabelled;
        double[] all = new double[labelled + unlabelled];
        System.arraycopy(judge, 0, all, 0, labelled);
        System.arraycopy(rest, 0, all, labelled, unlabelled);
        double variance = Moments.variance(all);
        double best = variance > 0 && m > 0 ? Moments.covariance(human, judge) / ((1 + n / m) * variance) : 0;
        this.lambda = Double.isNaN(best) ? 0 : Math.clamp(best, 0, 1);
        double[] corrected = new double[labelled];
        for (int i = 0; i < labelled; i++) {
            corrected[i] = human[i] - lambda * judge[i];
        }
        double judged = m > 0 ? lambda * Moments.mean(rest) : 0;
        double judgedVariance = m > 1 ? lambda * lambda * Moments.variance(rest) / m : 0;
        this.value = n > 0 ? judged + Moments.mean(corrected) : Double.NaN;
        this.standardError = Math.sqrt(judgedVariance + Moments.variance(corrected) / n);
    }

    /**
     * Labelled items must be a random part of all items.
     *
     * @param human labels of the labelled items
     * @param judge the judge's scores of the same items
     * @param judgeElsewhere the judge's scores of the items without a label
     * @param range of the human labels
     */
    public static PredictionPowered of(double[] human, double[] judge, double[] judgeElsewhere, ScoreRange range) {
        Moments.requireSameLength("judge", human.length, judge.length);
        double[] labels = Moments.requireFinite("human", human);
        Estimators.requireInRange("human", labels, range);
        return new PredictionPowered(
                labels,
                Moments.requireFinite("judge", judge),
                Moments.requireFinite("judge_elsewhere", judgeElsewhere),
                range);
    }

    /** How far the judge is trusted, in [0, 1]. */
    public double lambda() {
        return lambda;
    }

    @Override
    public Estimate at(double level) {
        long n = labelled + (long) unlabelled;
        if (labelled < MINIMUM_LABELS) {
            String reason = labelled + " human labels; at least " + MINIMUM_LABELS + " are needed to correct a judge";
            return Estimate.undefined(level, METHOD, n, 0, reason);
        }
        Estimate human = humanOnly.at(level);
        double half = Quantiles.studentTwoSided(level, labelled - 1) * standardError;
        if (standardError == 0 || Narrower.than(human, 2 * half)) {
            return human;
        }
        return Estimate.of(value, standardError, value - half, value + half, level, METHOD, n, 0);
    }
}
