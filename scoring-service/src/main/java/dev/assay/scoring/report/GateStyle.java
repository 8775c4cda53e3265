package dev.assay.scoring.report;

import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.GateOutcome;
import dev.assay.suite.GateSpec;

/** How the number that a gate judges is written: a ratio has no unit, a relative change is a share. */
final class GateStyle {

    private GateStyle() {}

    static Style of(Report report, GateOutcome gate) {
        return report.suite().gates().stream()
                .filter(spec -> spec.common().name().equals(gate.gate()))
                .findFirst()
                .map(spec -> of(report, spec))
                .orElseGet(() -> new Style(false, ""));
    }

    static Style of(Report report, GateSpec spec) {
        boolean share = report.isShare(spec.common().metric());
        return switch (spec) {
            case GateSpec.Threshold threshold -> new Style(share, unit(report, spec));
            case GateSpec.Improvement improvement ->
                improvement.relative() ? new Style(true, "") : new Style(share, unit(report, spec));
            case GateSpec.NonInferiority margin -> new Style(share, unit(report, spec));
            case GateSpec.Ratio ratio -> new Style(false, "");
        };
    }

    private static String unit(Report report, GateSpec spec) {
        return report.metric(spec.common().metric(), report.evaluation().candidate())
                .map(metric -> metric.unit())
                .orElse("");
    }
}
