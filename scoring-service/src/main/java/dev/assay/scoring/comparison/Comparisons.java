package dev.assay.scoring.comparison;

import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.MultipleComparisons;
import dev.assay.metrics.statistics.NamedTest;
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

    private static Test test(PairedDifference difference, Estimate estimate) {
        if (!estimate.isDefined()) {
            return new Test("none", OptionalDouble.empty(), 1, OptionalDouble.empty());
        }
        NamedTest test = difference.test();
        return new Test(test.name(), test.statistic(), test.pValue(), OptionalDouble.empty());
    }

    private OptionalLong requiredN(PairedDifference difference, Estimate estimate) {
        boolean seen = estimate.isDefined() && estimate.value().orElse(0) != 0;
        return seen ? difference.itemsToSee(1 - level, POWER) : OptionalLong.empty();
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
