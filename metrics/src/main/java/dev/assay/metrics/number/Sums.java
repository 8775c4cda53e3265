package dev.assay.metrics.number;

import dev.assay.metrics.MetricException;
import java.util.function.IntToDoubleFunction;

/** Sums that keep the low digits (Neumaier 1974), and the checks that all metrics of numbers share. */
final class Sums {

    private Sums() {}

    static double sum(int n, IntToDoubleFunction term) {
        double sum = 0;
        double lost = 0;
        for (int i = 0; i < n; i++) {
            double value = term.applyAsDouble(i);
            double next = sum + value;
            lost += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }
        return sum + lost;
    }

    static double mean(double[] values) {
        return sum(values.length, i -> values[i]) / values.length;
    }

    static boolean constant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    static void finite(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw MetricException.invalid(name + "[" + i + "]", "is not a finite number");
            }
        }
    }

    static void sameLength(double[] first, double[] second, String names) {
        if (first.length != second.length) {
            throw MetricException.invalid(names, "have different lengths, " + first.length + " and " + second.length);
        }
    }
}
