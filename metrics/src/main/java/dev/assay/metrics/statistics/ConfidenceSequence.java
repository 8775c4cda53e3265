package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.Arrays;

/**
 * Bounds of the mean of a finite set, drawn in random order without replacement, that hold at every look: whenever one stops, for
 * whatever reason, the true mean of the set is beyond the lower bound of confidence 1−α with probability at most α, and likewise the
 * upper. By betting (Waudby-Smith and Ramdas, NeurIPS 2020 and JRSS B 2024): a gambler who bets against the mean m with the predictable
 * stakes λ_t multiplies the capital by 1 ± λ_t(x_t − m_t), m_t being the mean of what is left if the set's mean is m; a mean at which
 * the capital ever reached 1/α is ruled out. The capital is monotone in m, so that the rest is an interval. When all items are seen,
 * the mean is exact.
 *
 * <p>The bounds speak of this set of items, not of others like them. Not thread-safe.
 */
public final class ConfidenceSequence implements Estimator {

    static final String METHOD = "betting-without-replacement";

    private static final double STAKE_LIMIT = 0.75;
    private static final int STEPS = 40;

    private final int total;
    private final ScoreRange range;
    private final double logInverseAlpha;
    private double[] scores;
    private double[] stakes;
    private int seen;
    private double sum;
    private double squares = 0.25;

    /**
     * An empty sequence.
     *
     * @param total items in the set
     * @param range of the scores, finite; differences of scores in [0, 1] are in [−1, 1]
     * @param alpha the one-sided error probability for which the stakes are chosen; the bounds hold at any other level too, but are
     *     wider than need be
     */
    public ConfidenceSequence(int total, ScoreRange range, double alpha) {
        if (total < 1 || !Double.isFinite(range.upper() - range.lower()) || !(alpha > 0 && alpha < 1)) {
            throw MetricException.invalid("sequence", "expected at least one item, a finite range and alpha in (0, 1)");
        }
        this.total = total;
        this.range = range;
        this.logInverseAlpha = -Math.log(alpha);
        this.scores = new double[Math.min(total, 1024)];
        this.stakes = new double[scores.length];
    }

    /** Adds the next item's score; the order must be random and must not depend on the scores. */
    public void add(double score) {
        Estimators.requireInRange("score", new double[] {score}, range);
        if (seen == total) {
            throw MetricException.invalid("score", "all " + total + " items have been added");
        }
        if (seen == scores.length) {
            int length = (int) Math.min(total, 2L * seen);
            scores = Arrays.copyOf(scores, length);
            stakes = Arrays.copyOf(stakes, length);
        }
        double x = (score - range.lower()) / (range.upper() - range.lower());
        double t = seen + 1.0;
        stakes[seen] = Math.sqrt(2 * logInverseAlpha / (squares * Math.log(1 + t)));
        scores[seen] = x;
        seen++;
        sum += x;
        double mean = (0.5 + sum) / (t + 1);
        squares += (x - mean) * (x - mean);
    }

    /** Items added so far. */
    public int seen() {
        return seen;
    }

    /** Items in the set. */
    public int total() {
        return total;
    }

    /**
     * The running mean with bounds that hold at every look; exact, at level 1, when all items are seen.
     *
     * @param level 1−2α for one-sided bounds of confidence 1−α
     */
    @Override
    public Estimate at(double level) {
        if (seen == 0) {
            return Estimate.undefined(level, METHOD, 0, 0, "no items");
        }
        double value = scaled(sum / seen);
        if (seen == total) {
            return Estimate.of(value, 0, value, value, 1, "all-items", seen, 0);
        }
        double limit = -Math.log((1 - level) / 2);
        double least = sum / total;
        double most = (sum + total - seen) / total;
        double mean = sum / seen;
        double lower = scaled(search(least, mean, limit, true));
        double upper = scaled(search(most, mean, limit, false));
        return Estimate.of(value, Double.NaN, Math.min(value, lower), Math.max(value, upper), level, METHOD, seen, 0);
    }

    private double scaled(double x) {
        return range.lower() + x * (range.upper() - range.lower());
    }

    /** The last mean, going from the impossible end towards the running mean, that is ruled out. */
    private double search(double end, double middle, double limit, boolean lower) {
        if (!ruledOut(end, limit, lower)) {
            return end;
        }
        double out = end;
        double in = middle;
        for (int i = 0; i < STEPS; i++) {
            double m = (out + in) / 2;
            if (ruledOut(m, limit, lower)) {
                out = m;
            } else {
                in = m;
            }
        }
        return out;
    }

    /** Whether the capital against m ever reached e^limit. */
    private boolean ruledOut(double m, double limit, boolean lower) {
        double before = 0;
        double capital = 1;
        double logCapital = 0;
        double wall = Math.exp(limit);
        double reach = wall;
        for (int i = 0; i < seen; i++) {
            double x = scores[i];
            double left = (total * m - before) / (total - i);
            double distance = lower ? x - left : left - x;
            double room = lower ? left : 1 - left;
            if (room <= 0) {
                if (distance > 1e-12) {
                    return true;
                }
            } else {
                capital *= 1 + Math.min(stakes[i], STAKE_LIMIT / room) * distance;
                if (capital >= reach) {
                    return true;
                }
                if (capital < 1e-100) {
                    logCapital += Math.log(capital);
                    capital = 1;
                    reach = wall * Math.exp(-logCapital);
                }
            }
            before += x;
        }
        return false;
    }
}
