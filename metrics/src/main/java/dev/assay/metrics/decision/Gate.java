package dev.assay.metrics.decision;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.ScoreRange;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One criterion: a true value must be at least, or at most, a threshold. What the value is (a share, a mean, a paired difference, a
 * ratio) is the estimator's business, so that one rule judges all gates. The statistical rule: PASS iff the one-sided bound of
 * confidence 1−α is beyond the threshold, REFUTED iff the other bound is on its wrong side, else INCONCLUSIVE; so a value that holds
 * only just is refuted, and one that fails only just passes, with probability at most α each.
 *
 * @param name unique within a suite
 * @param side which side of the threshold is good
 * @param threshold in the estimator's unit
 * @param confidence 1−α, one-sided, in (0.5, 1). An exact gate ignores it: it speaks of the given examples only, without error
 * @param power with which the number of examples still needed should decide, in [0.5, 1)
 * @param minimumCoverage share of the items that must have a score for the gate to pass, in [0, 1]
 */
public record Gate(String name, Side side, double threshold, double confidence, double power, double minimumCoverage) {

    public static final double DEFAULT_CONFIDENCE = 0.95;
    public static final double DEFAULT_POWER = 0.8;
    public static final double DEFAULT_MINIMUM_COVERAGE = 0.99;

    /** Which side of the threshold is good. */
    public enum Side {
        AT_LEAST,
        AT_MOST
    }

    public Gate {
        if (!Double.isFinite(threshold)) {
            throw MetricException.invalid(name + ".threshold", "expected a finite number, found " + threshold);
        }
        if (!(confidence > 0.5 && confidence < 1)) {
            throw MetricException.invalid(name + ".confidence", "expected a number in (0.5, 1), found " + confidence);
        }
        if (!(power >= 0.5 && power < 1)) {
            throw MetricException.invalid(name + ".power", "expected a number in [0.5, 1), found " + power);
        }
        if (!(minimumCoverage >= 0 && minimumCoverage <= 1)) {
            throw MetricException.invalid(
                    name + ".minimum_coverage", "expected a number in [0, 1], found " + minimumCoverage);
        }
    }

    /** The value must be at least {@code threshold}. */
    public static Gate atLeast(String name, double threshold) {
        return new Gate(name, Side.AT_LEAST, threshold, DEFAULT_CONFIDENCE, DEFAULT_POWER, DEFAULT_MINIMUM_COVERAGE);
    }

    /** The value must be at most {@code threshold}; for errors, latencies, costs, and ratios of them. */
    public static Gate atMost(String name, double threshold) {
        return new Gate(name, Side.AT_MOST, threshold, DEFAULT_CONFIDENCE, DEFAULT_POWER, DEFAULT_MINIMUM_COVERAGE);
    }

    /**
     * Superiority: the candidate must be better than the baseline by at least {@code margin}. Judge it on a {@code PairedDifference}
     * (margin in the metric's unit) or a {@code RelativeChange} (margin as a fraction of the baseline).
     *
     * @param higherIsBetter the metric's direction
     */
    public static Gate improvement(String name, double margin, boolean higherIsBetter) {
        return higherIsBetter ? atLeast(name, margin) : atMost(name, -margin);
    }

    /**
     * Non-inferiority: the candidate may be worse than the baseline by less than {@code margin}. Judged like {@link #improvement}.
     *
     * @param higherIsBetter the metric's direction
     */
    public static Gate nonInferiority(String name, double margin, boolean higherIsBetter) {
        return improvement(name, -margin, higherIsBetter);
    }

    public Gate withConfidence(double confidence) {
        return new Gate(name, side, threshold, confidence, power, minimumCoverage);
    }

    public Gate withPower(double power) {
        return new Gate(name, side, threshold, confidence, power, minimumCoverage);
    }

    public Gate withMinimumCoverage(double minimumCoverage) {
        return new Gate(name, side, threshold, confidence, power, minimumCoverage);
    }

    /** Two-sided level of the interval whose ends are the gate's bounds: 2·confidence − 1. */
    public double level() {
        return 2 * confidence - 1;
    }

    /** The p-value of the hypothesis that the criterion fails: at most 1−confidence iff the bound is beyond the threshold. */
    public double pValueOfPass(Estimator evidence) {
        return side == Side.AT_LEAST ? evidence.pValueAbove(threshold) : evidence.pValueBelow(threshold);
    }

    /** The p-value of the hypothesis that the criterion holds: small where harm is shown. */
    public double pValueOfHarm(Estimator evidence) {
        return side == Side.AT_LEAST ? evidence.pValueBelow(threshold) : evidence.pValueAbove(threshold);
    }

    /**
     * The statistical rule.
     *
     * @param coverage share of the items that have a score, in [0, 1]; below {@link #minimumCoverage} the gate cannot pass
     */
    public GateResult judge(Estimator evidence, double coverage) {
        Estimate estimate = evidence.at(level()).withCoverage(coverage);
        GateResult result = judge(estimate);
        if (result.verdict() != Verdict.INCONCLUSIVE || !estimate.isDefined()) {
            return covered(result);
        }
        OptionalLong items = evidence.itemsToDecide(threshold, confidence, power);
        if (items.isEmpty()) {
            return result;
        }
        // At least one more than there are: these did not decide.
        long required = Math.max(items.getAsLong(), estimate.n() + 1);
        String reason = result.reason() + "; about " + required + " examples would decide";
        return new GateResult(
                this,
                Verdict.INCONCLUSIVE,
                estimate,
                OptionalLong.of(required),
                OptionalLong.of(required - estimate.n()),
                reason);
    }

    /**
     * The statistical rule on bounds made elsewhere (a confidence sequence, say); the number of examples still needed is unknown.
     *
     * @param estimate with the two-sided interval of {@link #level()}, or exact (level 1, no width): then equality is enough
     */
    public GateResult judge(Estimate estimate) {
        if (!estimate.isDefined()) {
            return result(Verdict.INCONCLUSIVE, estimate, "undefined: " + estimate.undefinedReason());
        }
        if (estimate.level() == 1 && estimate.lower().equals(estimate.upper())) {
            boolean holds = !worse(estimate.lower().orElseThrow());
            String all = text("all %d examples seen: %s for them", estimate.n(), holds ? "holds" : "fails");
            return result(holds ? Verdict.PASS : Verdict.REFUTED, estimate, all);
        }
        OptionalDouble good = side == Side.AT_LEAST ? estimate.lower() : estimate.upper();
        OptionalDouble bad = side == Side.AT_LEAST ? estimate.upper() : estimate.lower();
        if (good.isPresent() && better(good.getAsDouble())) {
            return result(
                    Verdict.PASS,
                    estimate,
                    bound(good.getAsDouble(), estimate.lower().equals(good)));
        }
        if (bad.isPresent() && worse(bad.getAsDouble())) {
            return result(
                    Verdict.REFUTED,
                    estimate,
                    bound(bad.getAsDouble(), estimate.lower().equals(bad)));
        }
        String reason = estimate.hasInterval()
                ? text(
                        "the interval [%.4g, %.4g] holds the threshold %.4g",
                        estimate.lower().getAsDouble(), estimate.upper().getAsDouble(), threshold)
                : "the data do not bound the value on the side that matters";
        return result(Verdict.INCONCLUSIVE, estimate, reason);
    }

    /**
     * The exact rule, for criteria about these very examples ("every answer is valid JSON"): no inference, no confidence. PASS iff
     * the criterion holds whatever the examples not yet seen score, REFUTED iff it fails whatever they score, else INCONCLUSIVE with
     * the number unseen. The estimate's bounds are those two extremes, at level 1. Unlike the statistical rule it admits equality:
     * 100% is at least 100%. Minimum coverage has no part in it, for what is unseen is already counted against the gate.
     *
     * @param sum of the scores seen
     * @param seen items with a score, 0…total
     * @param total items in all
     * @param range of one score; may be infinite, and then only seeing all of them decides
     */
    public GateResult judgeExact(double sum, long seen, long total, ScoreRange range) {
        if (seen < 0 || seen > total || !Double.isFinite(sum)) {
            throw MetricException.invalid(name + ".seen", "expected 0 to " + total + ", found " + seen);
        }
        if (seen == 0) {
            Estimate none = Estimate.undefined(1, "exact", 0, 0, "no items").withCoverage(0);
            return new GateResult(
                    this,
                    Verdict.INCONCLUSIVE,
                    none,
                    OptionalLong.of(total),
                    OptionalLong.of(total),
                    "undefined: no items");
        }
        long unseen = total - seen;
        double lower = unseen == 0 ? sum / total : (sum + unseen * range.lower()) / total;
        double upper = unseen == 0 ? sum / total : (sum + unseen * range.upper()) / total;
        Estimate estimate = Estimate.of(sum / seen, Double.NaN, lower, upper, 1, "exact", seen, 0)
                .withCoverage((double) seen / total);
        double worst = side == Side.AT_LEAST ? lower : upper;
        double best = side == Side.AT_LEAST ? upper : lower;
        if (!worse(worst)) {
            return result(Verdict.PASS, estimate, text("%d of %d seen: holds for these examples", seen, total));
        }
        if (worse(best)) {
            return result(Verdict.REFUTED, estimate, text("%d of %d seen: fails for these examples", seen, total));
        }
        return new GateResult(
                this,
                Verdict.INCONCLUSIVE,
                estimate,
                OptionalLong.of(total),
                OptionalLong.of(unseen),
                text("%d of %d examples have no score yet", unseen, total));
    }

    /**
     * The exact rule for a value that is no mean of scores (a corpus score, a total, a quantile): the value itself decides, equality
     * included, once all items are seen.
     */
    public GateResult judgeExactValue(double value, long seen, long total) {
        if (seen < total || total == 0) {
            return judgeExact(value * seen, seen, total, ScoreRange.UNKNOWN);
        }
        return judge(Estimate.of(value, Double.NaN, value, value, 1, "exact", total, 0));
    }

    private GateResult covered(GateResult result) {
        Estimate estimate = result.estimate();
        double coverage = estimate.coverage();
        if (result.verdict() != Verdict.PASS || coverage >= minimumCoverage) {
            return result;
        }
        String reason = text(
                "coverage %.2f%% is below %.2f%%: items without a score could undo what the others show",
                100 * coverage, 100 * minimumCoverage);
        if (coverage == 0) {
            return result(Verdict.INCONCLUSIVE, estimate, reason);
        }
        long required = (long) Math.ceil(estimate.n() / coverage * minimumCoverage - 1e-9);
        return new GateResult(
                this,
                Verdict.INCONCLUSIVE,
                estimate,
                OptionalLong.of(required),
                OptionalLong.of(Math.max(1, required - estimate.n())),
                reason);
    }

    private GateResult result(Verdict verdict, Estimate estimate, String reason) {
        return new GateResult(this, verdict, estimate, OptionalLong.empty(), OptionalLong.empty(), reason);
    }

    private boolean better(double bound) {
        return side == Side.AT_LEAST ? bound > threshold : bound < threshold;
    }

    private boolean worse(double bound) {
        return side == Side.AT_LEAST ? bound < threshold : bound > threshold;
    }

    private String bound(double bound, boolean lower) {
        return text(
                "the %s bound %.4g at %.4g%% is %s %.4g",
                lower ? "lower" : "upper", bound, 100 * confidence, bound > threshold ? "above" : "below", threshold);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
