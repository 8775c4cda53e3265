package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;

/** Wilcoxon's signed-rank test of paired differences (1945, Biometrics Bulletin 1:80), two-sided; statistic min(W+, W−). */
public final class Wilcoxon {

    private static final int EXACT_LIMIT = 1000;

    private Wilcoxon() {}

    /** What happens to differences of 0. */
    public enum Zeros {
        /** They are left out (Wilcoxon). */
        DROP,
        /** They are ranked, and their ranks are left out (Pratt 1959, JASA 54:655). */
        PRATT,
        /** They are ranked, and their ranks are shared between the signs. */
        SPLIT
    }

    /**
     * The normal approximation, corrected for ties.
     *
     * @param continuity whether W is moved by one half towards its mean
     * @return p 1 when no difference is left: no evidence
     */
    public static TestResult asymptotic(double[] differences, Zeros zeros, boolean continuity) {
        Signed signed = Signed.of(differences, zeros);
        if (signed.nonZero == 0) {
            return TestResult.of(0, 1);
        }
        double n = signed.ranked;
        double mean = n * (n + 1) / 4;
        double variance = n * (n + 1) * (2 * n + 1);
        double ties = signed.ties;
        if (zeros == Zeros.PRATT) {
            double none = signed.ranked - (double) signed.nonZero;
            mean -= none * (none + 1) / 4;
            variance -= none * (none + 1) * (2 * none + 1);
            ties -= none * none * none - none;
        }
        double deviation = Math.sqrt((variance - ties / 2) / 24);
        double distance = Math.abs(signed.plus - mean);
        double corrected = continuity && distance > 0 ? distance - 0.5 : distance;
        return TestResult.of(signed.statistic(), 2 * Quantiles.normalCdf(-corrected / deviation));
    }

    /**
     * The exact distribution over all signs.
     *
     * @throws MetricException when there are ties, zeros or more than {@value #EXACT_LIMIT} differences
     */
    public static TestResult exact(double[] differences) {
        Signed signed = Signed.of(differences, Zeros.SPLIT);
        int n = differences.length;
        if (signed.ties > 0 || signed.nonZero < n || n == 0 || n > EXACT_LIMIT) {
            throw MetricException.undefined(
                    "the exact distribution of W needs 1 to " + EXACT_LIMIT + " differences without ties and zeros");
        }
        int total = n * (n + 1) / 2;
        double[] probability = new double[total + 1];
        probability[0] = 1;
        for (int rank = 1; rank <= n; rank++) {
            for (int sum = total; sum >= 0; sum--) {
                probability[sum] = (probability[sum] + (sum >= rank ? probability[sum - rank] : 0)) / 2;
            }
        }
        double tail = 0;
        for (int sum = 0; sum <= Math.round(signed.statistic()); sum++) {
            tail += probability[sum];
        }
        return TestResult.of(signed.statistic(), 2 * tail);
    }

    /** True when {@link #exact} is defined. */
    public static boolean hasExact(double[] differences) {
        Signed signed = Signed.of(differences, Zeros.SPLIT);
        return signed.ties == 0
                && signed.nonZero == differences.length
                && signed.nonZero > 0
                && signed.nonZero <= EXACT_LIMIT;
    }

    /** Sums of ranks by sign. */
    private record Signed(double plus, double minus, int ranked, int nonZero, double ties) {

        static Signed of(double[] given, Zeros zeros) {
            double[] all = Moments.requireFinite("differences", given);
            double[] kept = zeros == Zeros.DROP
                    ? java.util.Arrays.stream(all).filter(d -> d != 0).toArray()
                    : all;
            Ranks ranks = Ranks.of(java.util.Arrays.stream(kept).map(Math::abs).toArray());
            double plus = 0;
            double minus = 0;
            double none = 0;
            int nonZero = 0;
            for (int i = 0; i < kept.length; i++) {
                double rank = ranks.ranks()[i];
                if (kept[i] > 0) {
                    plus += rank;
                } else if (kept[i] < 0) {
                    minus += rank;
                } else {
                    none += rank;
                }
                nonZero += kept[i] != 0 ? 1 : 0;
            }
            double half = zeros == Zeros.SPLIT ? none / 2 : 0;
            return new Signed(plus + half, minus + half, kept.length, nonZero, ranks.ties());
        }

        double statistic() {
            return Math.min(plus, minus);
        }
    }
}
