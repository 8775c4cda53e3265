package dev.assay.scoring.gate;

import dev.assay.suite.GateSpec;
import java.math.BigDecimal;
import java.math.MathContext;

/** A gate in words, for example {@code accuracy(175b) − accuracy(6b) ≥ 0.05 on edge}. */
final class Criterion {

    private static final MathContext DIGITS = new MathContext(6);

    private Criterion() {}

    static String of(GateSpec gate, boolean higherIsBetter, String candidate, String baseline) {
        String metric = gate.common().metric();
        String ours = metric + "(" + candidate + ")";
        String theirs = metric + "(" + baseline + ")";
        String where = gate.common().slice().map(slice -> " on " + slice).orElse("");
        return switch (gate) {
            case GateSpec.Threshold threshold ->
                ours + (threshold.side() == GateSpec.Side.AT_LEAST ? " ≥ " : " ≤ ") + number(threshold.value()) + where;
            case GateSpec.Improvement improvement ->
                improvement.relative()
                        ? ours + " / " + theirs + " − 1" + sided(higherIsBetter, 100 * improvement.by()) + "%" + where
                        : ours + " − " + theirs + sided(higherIsBetter, improvement.by()) + where;
            case GateSpec.NonInferiority margin ->
                ours + " − " + theirs + sided(higherIsBetter, -margin.margin()) + where
                        + (margin.byCategory() ? " in every category" : "");
            case GateSpec.Ratio ratio -> ours + " / " + theirs + " ≤ " + number(ratio.atMost()) + where;
        };
    }

    private static String sided(boolean higherIsBetter, double by) {
        return higherIsBetter ? " ≥ " + number(by) : " ≤ " + number(-by);
    }

    static String number(double value) {
        String text = new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }
}
