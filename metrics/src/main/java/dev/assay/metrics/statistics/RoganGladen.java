package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;

/**
 * The share that people would pass, from a judge's share and how the judge fares against human labels: (p̂ + sp − 1)/(se + sp − 1)
 * (Rogan and Gladen 1978, Am. J. Epidemiol. 107:71; for judges arXiv 2511.21140), with Lang and Reiczigel's interval (2014, Prev.
 * Vet. Med. 113:13), which counts the uncertainty of all three. Where the human labels alone give a narrower interval, they are what
 * is returned.
 *
 * @param passed items that the judge passes
 * @param judged items that the judge saw
 * @param truePasses of the items that people pass, those that the judge passes too
 * @param passes labelled items that people pass
 * @param trueFails of the items that people fail, those that the judge fails too
 * @param fails labelled items that people fail
 */
public record RoganGladen(long passed, long judged, long truePasses, long passes, long trueFails, long fails)
        implements Estimator {

    static final String METHOD = "rogan-gladen";

    public RoganGladen {
        Share.of(passed, judged);
        Share.of(truePasses, passes);
        Share.of(trueFails, fails);
    }

    /** The correction alone, cut to [0, 1]; undefined where the judge is no better than chance. */
    public static double correct(double share, double sensitivity, double specificity) {
        if (!(sensitivity + specificity > 1)) {
            throw MetricException.undefined(
                    "a judge no better than chance (sensitivity + specificity at most 1)" + " cannot be corrected");
        }
        return Math.clamp((share + specificity - 1) / (sensitivity + specificity - 1), 0, 1);
    }

    @Override
    public Estimate at(double level) {
        long labels = passes + fails;
        if (labels < PredictionPowered.MINIMUM_LABELS || passes == 0 || fails == 0 || judged == 0) {
            String reason = labels < PredictionPowered.MINIMUM_LABELS
                    ? labels + " human labels; at least " + PredictionPowered.MINIMUM_LABELS
                            + " are needed to correct a judge"
                    : "a judge needs judged items, and labels of both kinds";
            return Estimate.undefined(level, METHOD, judged, 0, reason);
        }
        double se = (double) truePasses / passes;
        double sp = (double) trueFails / fails;
        Estimate human = Share.of(passes, labels).at(level);
        if (se + sp <= 1) {
            return human;
        }
        double value = correct((double) passed / judged, se, sp);
        double[] bounds = langReiczigel(se, sp, level);
        if (Double.isNaN(bounds[0]) || Narrower.than(human, bounds[1] - bounds[0])) {
            return human;
        }
        double lower = Math.min(value, bounds[0]);
        double upper = Math.max(value, bounds[1]);
        return Estimate.of(value, error(value, se, sp), lower, upper, level, METHOD, judged, 0);
    }

    private double error(double value, double se, double sp) {
        double p = (double) passed / judged;
        return Math.sqrt(p * (1 - p) / judged
                        + (1 - value) * (1 - value) * sp * (1 - sp) / fails
                        + value * value * se * (1 - se) / passes)
                / (se + sp - 1);
    }

    private double[] langReiczigel(double se, double sp, double level) {
        double z2 = Math.pow(Quantiles.normalTwoSided(level), 2);
        double n = judged + z2;
        double p = (passed + z2 / 2) / n;
        double nSe = passes + 2.0;
        double nSp = fails + 2.0;
        double adjustedSe = (passes * se + 1) / nSe;
        double adjustedSp = (fails * sp + 1) / nSp;
        double youden = adjustedSe + adjustedSp - 1;
        if (youden <= 0) {
            return new double[] {Double.NaN, Double.NaN};
        }
        double centre = (p + adjustedSp - 1) / youden;
        double varianceSe = adjustedSe * (1 - adjustedSe) / nSe;
        double varianceSp = adjustedSp * (1 - adjustedSp) / nSp;
        double shift = 2 * z2 * (centre * varianceSe - (1 - centre) * varianceSp);
        double spread =
                Math.sqrt(p * (1 - p) / n + (1 - centre) * (1 - centre) * varianceSp + centre * centre * varianceSe)
                        / youden;
        double half = Math.sqrt(z2) * spread;
        return new double[] {Math.clamp(centre + shift - half, 0, 1), Math.clamp(centre + shift + half, 0, 1)};
    }
}
