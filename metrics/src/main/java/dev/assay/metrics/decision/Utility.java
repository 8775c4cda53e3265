package dev.assay.metrics.decision;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A weighted sum of metrics, cost and latency, declared before the run: Σ weight·value. Computed item by item, so that the mean, its
 * error, its clusters and its paired difference follow from the items' utilities as for any other score.
 *
 * @param terms at least one, with different names
 */
public record Utility(List<Term> terms) {

    /** From this many metrics on, nobody knows what the sum means. */
    public static final int MANY = 5;

    /**
     * One summand.
     *
     * @param metric name of a metric, or {@code cost} or {@code latency}
     * @param weight utility of one unit more of it; negative for what should be small
     */
    public record Term(String metric, double weight) {}

    public Utility {
        terms = List.copyOf(terms);
        if (terms.isEmpty()) {
            throw MetricException.invalid("utility.terms", "expected at least one");
        }
        if (terms.stream().map(Term::metric).distinct().count() < terms.size()) {
            throw MetricException.invalid("utility.terms", "each metric may stand once");
        }
        for (Term term : terms) {
            if (!Double.isFinite(term.weight())) {
                throw MetricException.invalid(
                        "utility.terms." + term.metric(), "expected a finite weight, found " + term.weight());
            }
        }
    }

    /** The utility of one set of values. */
    public double of(Map<String, Double> values) {
        double sum = 0;
        for (Term term : terms) {
            Double value = values.get(term.metric());
            if (value == null || !Double.isFinite(value)) {
                throw MetricException.undefined("utility: " + term.metric() + " has no value");
            }
            sum += term.weight() * value;
        }
        return sum;
    }

    /** The utility of each item. */
    public double[] ofItems(Map<String, double[]> values) {
        int n = -1;
        for (Term term : terms) {
            double[] column = values.get(term.metric());
            if (column == null) {
                throw MetricException.undefined("utility: " + term.metric() + " has no values");
            }
            if (n >= 0 && column.length != n) {
                throw MetricException.invalid(term.metric(), "expected " + n + " items, found " + column.length);
            }
            n = column.length;
        }
        double[] utilities = new double[n];
        for (Term term : terms) {
            double[] column = values.getOrDefault(term.metric(), utilities);
            for (int i = 0; i < n; i++) {
                utilities[i] += term.weight() * column[i];
            }
        }
        return utilities;
    }

    /** Sentences for whoever declared it; empty when there is nothing to say. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (terms.size() >= MANY) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "the utility weighs %d metrics; with %d or more its weights hide the trade-offs: prefer gates",
                    terms.size(),
                    MANY));
        }
        return List.copyOf(warnings);
    }
}
