package dev.assay.metrics.label;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Rates of binary decisions in groups of people, and how far they lie apart: demographic parity, equal opportunity, equalized odds.
 * Definitions as in fairlearn, which takes 0 for the rate of a group without such rows; here such a rate is undefined unless
 * {@link Rate#orZero()} is asked for. Rates and differences are in 0..1. Immutable.
 */
public final class GroupFairness {

    private final SortedMap<String, Rates> groups;

    private GroupFairness(SortedMap<String, Rates> groups) {
        this.groups = groups;
    }

    /**
     * A share.
     *
     * @param hits rows that have the property
     * @param rows rows that could
     */
    public record Rate(long hits, long rows) {

        public boolean isDefined() {
            return rows > 0;
        }

        /** Hits over rows; undefined without rows. */
        public double value() {
            if (rows == 0) {
                throw MetricException.undefined("a rate without rows");
            }
            return (double) hits / rows;
        }

        /** Hits over rows, and 0 without rows, as fairlearn reports it. */
        public double orZero() {
            return rows == 0 ? 0 : value();
        }
    }

    /**
     * Rates of one group.
     *
     * @param selection share that got the positive decision
     * @param truePositive share of the truly positive that got it
     * @param falsePositive share of the truly negative that got it
     * @param accuracy share of right decisions
     */
    public record Rates(Rate selection, Rate truePositive, Rate falsePositive, Rate accuracy) {}

    /**
     * Largest difference of a rate between two groups.
     *
     * @param highest group with the highest rate
     * @param lowest group with the lowest rate
     * @param difference between them, 0..1
     * @param lower bound of the interval, −1..1
     * @param upper bound, −1..1
     */
    public record Gap(String highest, String lowest, double difference, double lower, double upper) {}

    /**
     * Counts rates.
     *
     * @param truth what is true, {@code answered} what was decided, {@code groups} the group of each row
     * @throws MetricException invalid when the lengths differ, undefined without rows
     */
    public static GroupFairness of(boolean[] truth, boolean[] answered, List<String> groups) {
        Labels.sameLength(truth.length, answered.length, "truth and answered");
        Labels.sameLength(truth.length, groups.size(), "truth and groups");
        if (truth.length == 0) {
            throw MetricException.undefined("fairness needs at least one row");
        }
        SortedMap<String, Rates> rates = new TreeMap<>();
        PerGroup.rows(groups).forEach((group, rows) -> rates.put(group, rates(truth, answered, rows)));
        return new GroupFairness(Collections.unmodifiableSortedMap(rates));
    }

    private static Rates rates(boolean[] truth, boolean[] answered, int[] rows) {
        long selected = 0;
        long positive = 0;
        long truePositive = 0;
        long right = 0;
        for (int row : rows) {
            selected += answered[row] ? 1 : 0;
            positive += truth[row] ? 1 : 0;
            truePositive += truth[row] && answered[row] ? 1 : 0;
            right += truth[row] == answered[row] ? 1 : 0;
        }
        return new Rates(
                new Rate(selected, rows.length),
                new Rate(truePositive, positive),
                new Rate(selected - truePositive, rows.length - positive),
                new Rate(right, rows.length));
    }

    /** Rates by group, in the order of the groups' names. */
    public SortedMap<String, Rates> groups() {
        return groups;
    }

    /** Highest minus lowest rate, 0 in place of an undefined one, as fairlearn has it. */
    public double difference(Function<Rates, Rate> rate) {
        return orZero(rate).max(Double::compare).orElseThrow()
                - orZero(rate).min(Double::compare).orElseThrow();
    }

    /** Lowest over highest rate, 0 in place of an undefined one; undefined (0/0) when all are 0. */
    public double ratio(Function<Rates, Rate> rate) {
        double highest = orZero(rate).max(Double::compare).orElseThrow();
        if (highest == 0) {
            throw MetricException.undefined("the ratio of rates is 0/0");
        }
        return orZero(rate).min(Double::compare).orElseThrow() / highest;
    }

    /**
     * The largest gap between groups whose rate is defined, with an interval by Newcombe's method 10 (1998), which never has zero
     * width. The level is shared out over all pairs of groups (Bonferroni), because the two extremes were picked from the data.
     *
     * @param confidence of all pairs together, between 0 and 1
     * @throws MetricException undefined when fewer than two groups have the rate
     */
    public Gap gap(Function<Rates, Rate> rate, double confidence) {
        List<Map.Entry<String, Rate>> defined = new ArrayList<>();
        groups.forEach((group, rates) -> {
            if (rate.apply(rates).isDefined()) {
                defined.add(Map.entry(group, rate.apply(rates)));
            }
        });
        if (defined.size() < 2) {
            throw MetricException.undefined("a gap needs two groups in which the rate is defined");
        }
        Map.Entry<String, Rate> highest = defined.getFirst();
        Map.Entry<String, Rate> lowest = defined.getFirst();
        for (Map.Entry<String, Rate> group : defined) {
            highest = group.getValue().value() > highest.getValue().value() ? group : highest;
            lowest = group.getValue().value() < lowest.getValue().value() ? group : lowest;
        }
        if (highest.equals(lowest)) {
            lowest = defined.getLast();
        }
        double pairs = defined.size() * (defined.size() - 1) / 2.0;
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - confidence) / (2 * pairs));
        double p = highest.getValue().value();
        double q = lowest.getValue().value();
        double[] a = wilson(highest.getValue(), z);
        double[] b = wilson(lowest.getValue(), z);
        double difference = p - q;
        return new Gap(
                highest.getKey(),
                lowest.getKey(),
                difference,
                difference - Math.hypot(p - a[0], b[1] - q),
                difference + Math.hypot(a[1] - p, q - b[0]));
    }

    private Stream<Double> orZero(Function<Rates, Rate> rate) {
        return groups.values().stream().map(rates -> rate.apply(rates).orZero());
    }

    /** Wilson's score interval (1927). */
    private static double[] wilson(Rate rate, double z) {
        double n = rate.rows();
        double p = rate.value();
        double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
    }
}
