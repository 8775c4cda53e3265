package dev.assay.scoring.comparison;

import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.MultipleComparisons;
import dev.assay.metrics.statistics.PairedDifference;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.Comparison.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** The candidate against the baseline, paired by example, metric by metric and slice by slice. */
public final class Comparisons {

    private static final double POWER = 0.8;

    /** The interval that a paired difference takes for two pass/fail scores without clusters, and only then. */
    private static final String PASS_FAIL = "tango-score";

    private final Evidence evidence;
    private final double level;

    /**
     * Compares what has been fed.
     *
     * @param level two-sided, in (0, 1)
     */
    public Comparisons(Evidence evidence, double level) {
        this.evidence = evidence;
        this.level = level;
    }

    /** A participant by its index and key. */
    public record Side(int index, String key) {}

    /** All metrics that are means over examples, on the whole data and on each slice; p-values of categories are corrected by Holm. */
    public List<Comparison> compare(List<Metric> metrics, Side candidate, Side baseline) {
        List<Comparison> results = new ArrayList<>();
        for (Metric metric : metrics) {
            if (metric.isMean()) {
                results.add(compare(
                        metric, candidate, baseline, evidence.population().whole()));
                results.addAll(corrected(evidence.population().categories().stream()
                        .map(slice -> compare(metric, candidate, baseline, slice))
                        .toList()));
                evidence.population()
                        .named()
                        .forEach(slice -> results.add(compare(metric, candidate, baseline, slice)));
            }
        }
        return results;
    }

    private Comparison compare(Metric metric, Side candidate, Side baseline, Population.Slice slice) {
        Evidence.Pairs pairs = evidence.pairs(metric, candidate.index(), baseline.index(), slice);
        PairedDifference difference = evidence.difference(metric, pairs);
        Estimate estimate = pairs.candidate().length == 0
                ? Estimate.undefined(level, "none", 0, 0, metric.missing()).withCoverage(0)
                : difference.at(level).withCoverage(pairs.coverage());
        boolean higher = metric.higherIsBetter();
        return new Comparison(
                metric.name(),
                slice.name(),
                candidate.key(),
                baseline.key(),
                estimate,
                test(difference, estimate),
                higher ? difference.wins() : difference.losses(),
                higher ? difference.losses() : difference.wins(),
                difference.ties(),
                requiredN(difference, estimate));
    }

    private Test test(PairedDifference difference, Estimate estimate) {
        if (!estimate.isDefined()) {
            return new Test("none", OptionalDouble.empty(), 1, OptionalDouble.empty());
        }
        if (estimate.method().equals(PASS_FAIL)) {
            return new Test(
                    "mcnemar-exact",
                    OptionalDouble.empty(),
                    difference.mcNemar().exact(),
                    OptionalDouble.empty());
        }
        double p = Math.min(1, 2 * Math.min(difference.pValueAbove(0), difference.pValueBelow(0)));
        String name = estimate.method().equals("student-t") ? "paired-t" : estimate.method();
        OptionalDouble statistic =
                estimate.standardError().isPresent() && estimate.standardError().getAsDouble() > 0
                        ? OptionalDouble.of(estimate.value().orElseThrow()
                                / estimate.standardError().getAsDouble())
                        : OptionalDouble.empty();
        return new Test(name, statistic, p, OptionalDouble.empty());
    }

    private OptionalLong requiredN(Estimator difference, Estimate estimate) {
        boolean seen = estimate.isDefined() && estimate.value().orElse(0) != 0;
        return seen ? difference.itemsToDecide(0, (1 + level) / 2, POWER) : OptionalLong.empty();
    }

    private static List<Comparison> corrected(List<Comparison> categories) {
        double[] adjusted = MultipleComparisons.HOLM.adjust(
                categories.stream().mapToDouble(c -> c.test().pValue()).toArray());
        return IntStream.range(0, categories.size())
                .mapToObj(i -> {
                    Comparison c = categories.get(i);
                    Test test = new Test(
                            c.test().name(), c.test().statistic(), c.test().pValue(), OptionalDouble.of(adjusted[i]));
                    return new Comparison(
                            c.metric(),
                            c.slice(),
                            c.candidate(),
                            c.baseline(),
                            c.difference(),
                            test,
                            c.wins(),
                            c.losses(),
                            c.ties(),
                            c.requiredN());
                })
                .toList();
    }
}
