package dev.assay.scoring.report;

import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Each category and named slice: values, and the difference with its interval. */
final class SliceSection {

    private static final int DRAWN = 40;

    private SliceSection() {}

    static void write(Report report, Html page) {
        if (report.slices().isEmpty()) {
            return;
        }
        page.raw("<section class=\"card\">").element("h2", "", "By category and slice");
        for (String metric : report.declared()) {
            page.element("h3", "", metric).raw("<div class=\"two\"><div>").raw(plot(report, metric));
            page.raw("</div>");
            table(report, page, metric);
            page.raw("</div>");
        }
        page.element("p", "class=\"why\"", "p-values of categories are corrected for their number by Holm's method.")
                .raw("</section>\n");
    }

    private static String plot(Report report, String metric) {
        Style style = new Style(report.isShare(metric), "");
        List<IntervalPlot.Row> rows = new ArrayList<>();
        for (String slice : report.slices()) {
            if (report.hasBaseline()) {
                report.result()
                        .comparison(metric, slice)
                        .ifPresent(comparison ->
                                rows.add(new IntervalPlot.Row(slice, comparison.difference(), "candidate")));
            } else {
                report.result()
                        .metric(metric, report.evaluation().candidate(), slice)
                        .ifPresent(result -> rows.add(new IntervalPlot.Row(slice, result.estimate(), "candidate")));
            }
        }
        return IntervalPlot.draw(
                rows.stream().limit(DRAWN).toList(),
                report.hasBaseline() ? OptionalDouble.of(0) : OptionalDouble.empty(),
                value -> MetricSection.axis(style, value),
                metric + " by slice" + (report.hasBaseline() ? ": candidate minus baseline" : ""));
    }

    private static void table(Report report, Html page, String metric) {
        Style style = new Style(report.isShare(metric), "");
        page.raw("<div class=\"scroll\"><table>");
        if (report.hasBaseline()) {
            page.head("Slice", "#n", "#Candidate", "#Baseline", "#Difference", "#p");
        } else {
            page.head("Slice", "#n", "#Candidate", "Interval");
        }
        page.raw("<tbody>");
        for (String slice : report.slices()) {
            Optional<MetricResult> ours =
                    report.result().metric(metric, report.evaluation().candidate(), slice);
            if (ours.isEmpty()) {
                continue;
            }
            page.raw("<tr>")
                    .cell(slice)
                    .number(Numbers.count(ours.get().estimate().n()))
                    .number(style.value(ours.get().estimate().value()));
            if (report.hasBaseline()) {
                compared(report, page, metric, slice, style);
            } else {
                page.cell(
                        ours.get().estimate().isDefined()
                                ? style.interval(ours.get().estimate())
                                : Numbers.NONE);
            }
            page.raw("</tr>");
        }
        page.raw("</tbody></table></div>");
    }

    private static void compared(Report report, Html page, String metric, String slice, Style style) {
        page.number(report.result()
                .metric(metric, report.evaluation().baseline(), slice)
                .map(result -> style.value(result.estimate().value()))
                .orElse(Numbers.NONE));
        Optional<Comparison> comparison = report.result()
                .comparison(metric, slice)
                .filter(c -> c.difference().isDefined());
        page.number(comparison
                .map(c -> style.difference(c.difference().value().orElse(0)))
                .orElse(Numbers.NONE));
        page.number(comparison
                .map(c ->
                        Numbers.pValue(c.test().adjustedPValue().orElse(c.test().pValue())))
                .orElse(Numbers.NONE));
    }
}
