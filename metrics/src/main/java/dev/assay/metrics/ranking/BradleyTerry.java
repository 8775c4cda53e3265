package dev.assay.metrics.ranking;

import dev.assay.metrics.MetricException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Strengths of competitors from who beat whom (Bradley and Terry 1952): i beats j with probability 1/(1 + e^(βⱼ − βᵢ)). Maximum
 * likelihood by Newton's method, Σβ = 0, natural logarithmic scale; a tie counts as half a win for each. Immutable.
 */
public final class BradleyTerry {

    private static final int MOST_STEPS = 100;
    private static final double ELO_PER_NATURAL = 400 / Math.log(10);

    private final double[] strength;
    private final double negativeLogLikelihood;
    private final double[][] covariance;

    private BradleyTerry(double[] strength, double negativeLogLikelihood, double[][] covariance) {
        this.strength = strength;
        this.negativeLogLikelihood = negativeLogLikelihood;
        this.covariance = covariance;
    }

    /** An interval around a difference of strengths. */
    public record Interval(double lower, double upper) {}

    /**
     * Fits the strengths; time and memory grow with the cube and the square of the number of competitors.
     *
     * @param wins {@code wins[i][j]} times i beat j, ties half; the diagonal is ignored
     * @param regularisation wins added between each ordered pair, 0 or more; 0 is maximum likelihood
     * @throws MetricException invalid when the table is not square or a count is negative or not finite; undefined when the
     *     competitors fall into two groups of which one never lost to, or never met, the other, so that no finite estimate exists
     */
    public static BradleyTerry fit(double[][] wins, double regularisation) {
        double[][] w = checked(wins, regularisation);
        int n = w.length;
        if (!stronglyConnected(w)) {
            throw MetricException.undefined(
                    "no finite strengths: some competitors never won against, or never met, the others");
        }
        double[] beta = new double[n];
        double likelihood = logLikelihood(w, beta);
        double[][] cholesky = new double[n][n];
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = gradient(w, beta);
            cholesky = cholesky(information(w, beta));
            double[] direction = solve(cholesky, gradient);
            double[] next = moved(beta, direction, 1);
            double reached = logLikelihood(w, next);
            // So near the maximum the likelihood is flat to the last digit, and full steps converge by themselves.
            boolean far = dot(gradient, direction) > 1e-6;
            for (double size = 0.5; far && reached < likelihood && size > 1e-10; size /= 2) {
                next = moved(beta, direction, size);
                reached = logLikelihood(w, next);
            }
            beta = next;
            likelihood = reached;
            if (Arrays.stream(direction).map(Math::abs).max().orElse(0) < 1e-12) {
                break;
            }
        }
        return new BradleyTerry(beta, -logLikelihood(w, beta), inverse(cholesky));
    }

    public int size() {
        return strength.length;
    }

    /** Strengths on the natural logarithmic scale, with mean 0. */
    public double[] strengths() {
        return strength.clone();
    }

    /** Strengths on the scale of chess: 400 points are odds of 10 to 1, and the mean is {@code mean}. For display only. */
    public double[] elo(double mean) {
        return Arrays.stream(strength).map(b -> mean + ELO_PER_NATURAL * b).toArray();
    }

    /** Negative natural logarithm of the likelihood, without constant factors. */
    public double negativeLogLikelihood() {
        return negativeLogLikelihood;
    }

    /** Indices from the strongest; equal strengths in the order given. */
    public int[] order() {
        return IntStream.range(0, strength.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -strength[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Probability that {@code first} beats {@code second}, 0..1. */
    public double winProbability(int first, int second) {
        return 1 / (1 + Math.exp(strength[second] - strength[first]));
    }

    /** Large-sample standard error of one strength, from the observed information. */
    public double standardError(int competitor) {
        return Math.sqrt(covariance[competitor][competitor]);
    }

    /**
     * Normal interval of {@code strength[first] − strength[second]} from the observed information. For few games prefer a bootstrap
     * over the games.
     */
    public Interval differenceInterval(int first, int second, double confidence) {
        double variance = covariance[first][first] + covariance[second][second] - 2 * covariance[first][second];
        double half = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / 2)
                * Math.sqrt(Math.max(0, variance));
        double difference = strength[first] - strength[second];
        return new Interval(difference - half, difference + half);
    }

    private static double[][] checked(double[][] wins, double regularisation) {
        if (!(regularisation >= 0) || regularisation == Double.POSITIVE_INFINITY) {
            throw MetricException.invalid("regularisation", "must be 0 or more");
        }
        int n = wins.length;
        if (n < 2) {
            throw MetricException.undefined("strengths need at least two competitors");
        }
        double[][] w = new double[n][n];
        for (int i = 0; i < n; i++) {
            if (wins[i].length != n) {
                throw MetricException.invalid("wins[" + i + "]", "must have " + n + " columns");
            }
            for (int j = 0; j < n; j++) {
                if (!(wins[i][j] >= 0) || wins[i][j] == Double.POSITIVE_INFINITY) {
                    throw MetricException.invalid("wins[" + i + "][" + j + "]", "must be a count of 0 or more");
                }
                w[i][j] = i == j ? 0 : wins[i][j] + regularisation;
            }
        }
        return w;
    }

    private static boolean stronglyConnected(double[][] w) {
        return reached(w, false) == w.length && reached(w, true) == w.length;
    }

    private static int reached(double[][] w, boolean backwards) {
        boolean[] seen = new boolean[w.length];
        int[] queue = new int[w.length];
        seen[0] = true;
        int size = 1;
        for (int at = 0; at < size; at++) {
            for (int next = 0; next < w.length; next++) {
                double edge = backwards ? w[next][queue[at]] : w[queue[at]][next];
                if (!seen[next] && edge > 0) {
                    seen[next] = true;
                    queue[size++] = next;
                }
            }
        }
        return size;
    }

    private static double logLikelihood(double[][] w, double[] beta) {
        double sum = 0;
        for (int i = 0; i < w.length; i++) {
            for (int j = 0; j < w.length; j++) {
                if (w[i][j] > 0) {
                    double d = beta[j] - beta[i];
                    sum -= w[i][j] * (d > 0 ? d + Math.log1p(Math.exp(-d)) : Math.log1p(Math.exp(d)));
                }
            }
        }
        return sum;
    }

    private static double[] gradient(double[][] w, double[] beta) {
        double[] gradient = new double[beta.length];
        for (int i = 0; i < beta.length; i++) {
            for (int j = 0; j < beta.length; j++) {
                double pLoss = 1 / (1 + Math.exp(beta[i] - beta[j]));
                gradient[i] += w[i][j] * pLoss - w[j][i] * (1 - pLoss);
            }
        }
        return gradient;
    }

    /** Negative Hessian plus 1/n everywhere, which pins Σβ = 0 and makes it positive definite. */
    private static double[][] information(double[][] w, double[] beta) {
        int n = beta.length;
        double[][] result = new double[n][n];
        for (int i = 0; i < n; i++) {
            Arrays.fill(result[i], 1.0 / n);
        }
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                double p = 1 / (1 + Math.exp(beta[j] - beta[i]));
                double information = (w[i][j] + w[j][i]) * p * (1 - p);
                result[i][i] += information;
                result[j][j] += information;
                result[i][j] -= information;
                result[j][i] -= information;
            }
        }
        return result;
    }

    private static double[][] cholesky(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j) {
                    if (!(sum > 0)) {
                        throw MetricException.undefined("strengths are too far apart to be estimated");
                    }
                    l[i][i] = Math.sqrt(sum);
                } else {
                    l[i][j] = sum / l[j][j];
                }
            }
        }
        return l;
    }

    private static double[] solve(double[][] l, double[] right) {
        int n = l.length;
        double[] x = right.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= l[i][k] * x[k];
            }
            x[i] /= l[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= l[k][i] * x[k];
            }
            x[i] /= l[i][i];
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] inverse(double[][] l) {
        int n = l.length;
        double[][] result = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            result[i] = solve(l, unit);
            for (int j = 0; j < n; j++) {
                result[i][j] -= 1.0 / n;
            }
        }
        return result;
    }

    private static double[] moved(double[] beta, double[] direction, double size) {
        double[] next = new double[beta.length];
        double mean = 0;
        for (int i = 0; i < next.length; i++) {
            next[i] = beta[i] + size * direction[i];
            mean += next[i] / next.length;
        }
        for (int i = 0; i < next.length; i++) {
            next[i] -= mean;
        }
        return next;
    }
}
