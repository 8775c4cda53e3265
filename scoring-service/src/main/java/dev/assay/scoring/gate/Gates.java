package dev.assay.scoring.gate;

import dev.assay.metrics.decision.CategoryGates;
import dev.assay.metrics.decision.Gate;
import dev.assay.metrics.decision.GateResult;
import dev.assay.metrics.decision.RatioOfMeans;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.Quantile;
import dev.assay.metrics.statistics.QuantileRatio;
import dev.assay.metrics.statistics.RelativeChange;
import dev.assay.scoring.comparison.Comparisons.Side;
import dev.assay.scoring.comparison.Evidence;
import dev.assay.scoring.comparison.Metric;
import dev.assay.scoring.comparison.Population.Slice;
import dev.assay.suite.GateSpec;
import dev.assay.suite.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Judges the gates of a suite (S9). Every rule is the metrics library's; this class finds the numbers that each gate is about. */
public final class Gates {

    /** From so many values on the bootstrap of a high quantile keeps its promise; below, order statistics do, and often cannot tell. */
    private static final int ENOUGH_TO_RESAMPLE = 100;

    private final Suite suite;
    private final Evidence evidence;
    private final List<Metric> metrics;
    private final Side candidate;
    private final Optional<Side> baseline;
    private final ExactGates exact;

    public Gates(Suite suite, Evidence evidence, List<Metric> metrics, Side candidate, Optional<Side> baseline) {
        this.suite = suite;
        this.evidence = evidence;
        this.metrics = metrics;
        this.candidate = candidate;
        this.baseline = baseline;
        this.exact = new ExactGates(evidence, candidate.index());
    }

    /** All gates, in the order of the suite. */
    public List<Judged> judge() {
        return suite.gates().stream().map(this::judge).toList();
    }

    private Judged judge(GateSpec spec) {
        Metric metric = metrics.stream()
                .filter(m -> m.name().equals(spec.common().metric()))
                .findFirst()
                .orElseThrow();
        Slice slice = evidence.population().slice(spec.common().slice());
        Gate gate = gate(spec, metric);
        GateResults results = new GateResults(
                spec.common().name(),
                Criterion.of(
                        spec,
                        metric.higherIsBetter(),
                        candidate.key(),
                        baseline.map(Side::key).orElse("")));
        return switch (spec) {
            case GateSpec.Threshold threshold -> results.single(threshold(gate, spec, metric, slice));
            case GateSpec.Improvement improvement -> results.single(improvement(gate, improvement, metric, slice));
            case GateSpec.NonInferiority margin ->
                margin.byCategory()
                        ? byCategory(results, gate, margin, metric, slice)
                        : results.single(difference(gate, spec, metric, slice));
            case GateSpec.Ratio ratio -> results.single(ratio(gate, spec, metric, slice));
        };
    }

    private Gate gate(GateSpec spec, Metric metric) {
        String name = spec.common().name();
        Gate gate = switch (spec) {
            case GateSpec.Threshold threshold ->
                threshold.side() == GateSpec.Side.AT_LEAST
                        ? Gate.atLeast(name, threshold.value())
                        : Gate.atMost(name, threshold.value());
            case GateSpec.Improvement improvement -> Gate.improvement(name, improvement.by(), metric.higherIsBetter());
            case GateSpec.NonInferiority margin -> Gate.nonInferiority(name, margin.margin(), metric.higherIsBetter());
            case GateSpec.Ratio ratio -> Gate.atMost(name, ratio.atMost());
        };
        // A suite may ask for 0.5; the rule needs more than that.
        return gate.withConfidence(Math.max(suite.confidence(), Math.nextUp(0.5)))
                .withMinimumCoverage(spec.common().minCoverage());
    }

    private GateResult threshold(Gate gate, GateSpec spec, Metric metric, Slice slice) {
        double coverage = evidence.coverage(metric, candidate.index(), slice);
        return switch (metric.aggregate()) {
            case Metric.Mean mean ->
                spec.common().exact()
                        ? exact.mean(gate, metric, slice)
                        : gate.judge(
                                evidence.mean(metric, evidence.sample(metric, candidate.index(), slice)), coverage);
            case Metric.Quantile quantile -> {
                Estimator estimator =
                        Quantile.of(evidence.completions(metric, candidate.index(), slice), quantile.probability());
                yield spec.common().exact() ? exact.value(gate, estimator, coverage) : gate.judge(estimator, coverage);
            }
            case Metric.Total total -> exact.total(gate, metric, slice);
        };
    }

    private GateResult improvement(Gate gate, GateSpec.Improvement spec, Metric metric, Slice slice) {
        if (!spec.relative()) {
            return difference(gate, spec, metric, slice);
        }
        Evidence.Pairs pairs = pairs(metric, slice);
        Estimator change = change(metric, pairs);
        return spec.common().exact()
                ? exact.value(gate, change, pairs.coverage())
                : gate.judge(change, pairs.coverage());
    }

    private GateResult difference(Gate gate, GateSpec spec, Metric metric, Slice slice) {
        Evidence.Pairs pairs = pairs(metric, slice);
        return spec.common().exact()
                ? exact.difference(gate, metric, pairs)
                : gate.judge(evidence.difference(metric, pairs), pairs.coverage());
    }

    private GateResult ratio(Gate gate, GateSpec spec, Metric metric, Slice slice) {
        Estimator estimator;
        double coverage;
        if (metric.aggregate() instanceof Metric.Quantile quantile) {
            int base = baseline.orElseThrow().index();
            double[] before = evidence.completions(metric, base, slice);
            double[] after = evidence.completions(metric, candidate.index(), slice);
            boolean enough = Math.min(before.length, after.length) >= ENOUGH_TO_RESAMPLE;
            estimator = QuantileRatio.of(
                    before,
                    after,
                    quantile.probability(),
                    enough ? QuantileRatio.Interval.BOOTSTRAP : QuantileRatio.Interval.ORDER_STATISTICS,
                    evidence.seed());
            coverage = Math.min(
                    evidence.coverage(metric, candidate.index(), slice), evidence.coverage(metric, base, slice));
        } else {
            Evidence.Pairs pairs = pairs(metric, slice);
            estimator = new RatioOfMeans(change(metric, pairs));
            coverage = pairs.coverage();
        }
        return spec.common().exact() ? exact.value(gate, estimator, coverage) : gate.judge(estimator, coverage);
    }

    private Judged byCategory(
            GateResults results, Gate gate, GateSpec.NonInferiority spec, Metric metric, Slice slice) {
        Map<String, CategoryGates.Evidence> categories = new LinkedHashMap<>();
        List<GateResult> exactly = new ArrayList<>();
        for (Slice category : evidence.population().categoriesWithin(slice)) {
            Evidence.Pairs pairs = pairs(metric, category);
            String name = category.name().substring(category.name().indexOf('=') + 1);
            if (spec.common().exact()) {
                exactly.add(exact.difference(named(gate, name), metric, pairs));
            } else {
                categories.put(name, new CategoryGates.Evidence(evidence.difference(metric, pairs), pairs.coverage()));
            }
        }
        if (categories.isEmpty() && exactly.isEmpty()) {
            // Without categories the whole is the only one.
            return results.single(difference(gate, spec, metric, slice));
        }
        return results.several(spec.common().exact() ? exactly : CategoryGates.judge(gate, categories));
    }

    private static Gate named(Gate gate, String category) {
        return new Gate(
                gate.name() + "[" + category + "]",
                gate.side(),
                gate.threshold(),
                gate.confidence(),
                gate.power(),
                gate.minimumCoverage());
    }

    private Evidence.Pairs pairs(Metric metric, Slice slice) {
        return evidence.pairs(metric, candidate.index(), baseline.orElseThrow().index(), slice);
    }

    private RelativeChange change(Metric metric, Evidence.Pairs pairs) {
        return RelativeChange.of(
                pairs.baseline(), pairs.candidate(), metric.range(), pairs.clusters(), evidence.seed());
    }
}
