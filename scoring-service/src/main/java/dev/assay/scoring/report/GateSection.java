package dev.assay.scoring.report;

import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.GateOutcome;
import dev.assay.suite.GateSpec;
import java.util.Locale;

/** The gates, each with its interval against its threshold. */
final class GateSection {

    private GateSection() {}

    static void write(Report report, Html page) {
        page.raw("<section class=\"card\">").element("h2", "", "Gates");
        page.raw("<div class=\"scroll\"><table>")
                .element(
                        "caption",
                        "",
                        "A gate passes when the whole one-sided "
                                + Numbers.significant(100 * report.suite().confidence())
                                + "% bound is on the right side of its threshold; the shaded side fails.")
                .head("Gate", "Verdict", "#Value", "#Threshold", "Interval against threshold", "Criterion and reason")
                .raw("<tbody>");
        for (int i = 0; i < report.result().gates().size(); i++) {
            GateOutcome gate = report.result().gates().get(i);
            GateSpec spec = report.suite().gates().get(i);
            row(report, page, gate, spec, false);
            gate.parts().forEach(part -> row(report, page, part, spec, true));
        }
        page.raw("</tbody></table></div></section>\n");
    }

    private static void row(Report report, Html page, GateOutcome gate, GateSpec spec, boolean part) {
        Style style = GateStyle.of(report, spec);
        boolean atLeast = atLeast(report, spec);
        String verdict = gate.verdict().name();
        page.raw("<tr>")
                .cell(part ? "↳ " + gate.gate() : gate.gate())
                .raw("<td>")
                .element("span", "class=\"badge " + verdict.toLowerCase(Locale.ROOT) + "\"", sign(gate) + verdict)
                .raw("</td>")
                .number(value(style, spec, gate))
                .number(threshold(style, spec, gate))
                .raw("<td>")
                .raw(GatePlot.draw(gate, atLeast, interval(style, gate)))
                .element("div", "class=\"why\"", interval(style, gate))
                .raw("</td><td>")
                .text(part ? "" : gate.criterion())
                .element("div", "class=\"why\"", gate.reason())
                .raw("</td></tr>");
    }

    private static String sign(GateOutcome gate) {
        return switch (gate.verdict()) {
            case PASS -> "✓ ";
            case REFUTED -> "✕ ";
            case INCONCLUSIVE -> "? ";
        };
    }

    private static boolean isDifference(GateSpec spec) {
        return switch (spec) {
            case GateSpec.Threshold threshold -> false;
            case GateSpec.Ratio ratio -> false;
            case GateSpec.Improvement improvement -> true;
            case GateSpec.NonInferiority margin -> true;
        };
    }

    private static String value(Style style, GateSpec spec, GateOutcome gate) {
        if (gate.value().value().isEmpty()) {
            return Numbers.NONE;
        }
        double value = gate.value().value().getAsDouble();
        return isRelative(spec) || !isDifference(spec) ? style.value(value) : style.difference(value);
    }

    private static String threshold(Style style, GateSpec spec, GateOutcome gate) {
        return isRelative(spec) || !isDifference(spec)
                ? style.value(gate.threshold())
                : style.difference(gate.threshold());
    }

    private static boolean isRelative(GateSpec spec) {
        return spec instanceof GateSpec.Improvement improvement && improvement.relative();
    }

    private static String interval(Style style, GateOutcome gate) {
        if (!gate.value().isDefined()) {
            return gate.value().undefinedReason();
        }
        return gate.value().level() == 1
                ? "exact"
                : style.interval(gate.value()) + " ("
                        + Numbers.significant(100 * gate.value().level()) + "% two-sided)";
    }

    private static boolean atLeast(Report report, GateSpec spec) {
        boolean higher = report.suite().metrics().containsKey(spec.common().metric());
        return switch (spec) {
            case GateSpec.Threshold threshold -> threshold.side() == GateSpec.Side.AT_LEAST;
            case GateSpec.Ratio ratio -> false;
            case GateSpec.Improvement improvement -> higher;
            case GateSpec.NonInferiority margin -> higher;
        };
    }
}
