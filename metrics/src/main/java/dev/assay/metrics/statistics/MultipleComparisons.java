package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Corrections for many p-values. Holm (or another that controls the family-wise error) where any harm blocks; Benjamini–Hochberg for
 * lists of findings; none where all must pass (intersection–union).
 */
public enum MultipleComparisons {
    /** p·m; family-wise, any dependence. */
    BONFERRONI,
    /** 1−(1−p)^m; family-wise, independence (Šidák 1967, JASA 62:626). */
    SIDAK,
    /** Step-down Bonferroni; family-wise, any dependence (Holm 1979, Scand. J. Statist. 6:65). */
    HOLM,
    /** Step-down Šidák; family-wise, independence. */
    HOLM_SIDAK,
    /** Step-up; family-wise, independence or positive dependence (Hochberg 1988, Biometrika 75:800). */
    HOCHBERG,
    /** Step-up; false discovery rate, independence or positive dependence (Benjamini and Hochberg 1995, JRSS B 57:289). */
    BENJAMINI_HOCHBERG,
    /** Step-up; false discovery rate, any dependence (Benjamini and Yekutieli 2001, Ann. Statist. 29:1165). */
    BENJAMINI_YEKUTIELI;

    /**
     * Adjusted p-values, in the order given: a hypothesis is rejected at α iff its adjusted p-value is at most α.
     *
     * @param pValues each in [0, 1]
     */
    public double[] adjust(double[] pValues) {
        for (int i = 0; i < pValues.length; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw MetricException.invalid(
                        "p_values[" + i + "]", "expected a number in [0, 1], found " + pValues[i]);
            }
        }
        int m = pValues.length;
        Integer[] order = IntStream.range(0, m).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
        double harmonic = 0;
        for (int k = 1; k <= m; k++) {
            harmonic += 1.0 / k;
        }
        double[] adjusted = new double[m];
        boolean stepUp = this == HOCHBERG || this == BENJAMINI_HOCHBERG || this == BENJAMINI_YEKUTIELI;
        double running = stepUp ? 1 : 0;
        for (int step = 0; step < m; step++) {
            int rank = stepUp ? m - step : step + 1;
            double p = pValues[order[rank - 1]];
            double raw = switch (this) {
                case BONFERRONI -> p * m;
                case SIDAK -> power(p, m);
                case HOLM, HOCHBERG -> p * (m - rank + 1);
                case HOLM_SIDAK -> power(p, m - rank + 1);
                case BENJAMINI_HOCHBERG -> p * m / rank;
                case BENJAMINI_YEKUTIELI -> p * m * harmonic / rank;
            };
            running = stepUp ? Math.min(running, raw) : Math.max(running, raw);
            adjusted[order[rank - 1]] = Math.min(1, running);
        }
        return adjusted;
    }

    private static double power(double p, int m) {
        return -Math.expm1(m * Math.log1p(-p));
    }
}
