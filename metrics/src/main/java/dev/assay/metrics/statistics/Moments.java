package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;

/** Means and variances, two passes, and the checks that every sample passes on its way in. */
final class Moments {

    private Moments() {}

    static double[] requireFinite(String field, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            if (!Double.isFinite(scores[i])) {
                throw MetricException.invalid(field + "[" + i + "]", "expected a finite number, found " + scores[i]);
            }
        }
        return scores.clone();
    }

    static void requireSameLength(String field, int expected, int found) {
        if (expected != found) {
            throw MetricException.invalid(field, "expected " + expected + " items, found " + found);
        }
    }

    static double sum(double[] values) {
        double sum = 0;
        double lost = 0;
        for (double value : values) {
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    static double mean(double[] values) {
        return sum(values) / values.length;
    }

    /** Sample variance with n−1; 0 where all values are equal, NaN for fewer than two. */
    static double variance(double[] values) {
        if (values.length > 1 && constant(values)) {
            return 0;
        }
        return covariance(values, values);
    }

    static double covariance(double[] x, double[] y) {
        double meanX = mean(x);
        double meanY = mean(y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }
        return x.length < 2 ? Double.NaN : sum / (x.length - 1);
    }

    static boolean constant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** True when every value is 0 or 1. */
    static boolean binary(double[] values) {
        for (double value : values) {
            if (value != 0 && value != 1) {
                return false;
            }
        }
        return true;
    }

    static double[] minus(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }
}
