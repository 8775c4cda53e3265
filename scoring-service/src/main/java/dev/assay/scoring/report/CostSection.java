package dev.assay.scoring.report;

import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.MetricResult;
import dev.assay.suite.BuiltInMetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** Latency, cost, tokens and errors of every participant. */
final class CostSection {

    private CostSection() {}

    static void write(Report report, Html page) {
        List<String> known = Arrays.stream(BuiltInMetric.values())
                .map(BuiltInMetric::key)
                .filter(metric -> report.participants().stream()
                        .anyMatch(participant -> report.metric(metric, participant.key())
                                .filter(result -> result.estimate().isDefined())
                                .isPresent()))
                .toList();
        List<String> missing = Arrays.stream(BuiltInMetric.values())
                .map(BuiltInMetric::key)
                .filter(metric -> !known.contains(metric))
                .toList();
        page.raw("<section class=\"card\">").element("h2", "", "Latency, cost and errors");
        if (known.contains(BuiltInMetric.LATENCY_P50.key())) {
            page.element("h3", "", "Latency in seconds").raw(latency(report));
        }
        page.raw("<div class=\"scroll\"><table>")
                .head("Model", "Metric", "#Value", "Interval", "#n", "#Coverage")
                .raw("<tbody>");
        for (String metric : known) {
            for (Participant participant : report.participants()) {
                report.metric(metric, participant.key()).ifPresent(result -> row(report, page, participant, result));
            }
        }
        page.raw("</tbody></table></div>");
        if (!missing.isEmpty()) {
            page.element(
                    "p",
                    "class=\"why\"",
                    "Not known: " + String.join(", ", missing)
                            + ". Recorded answers have no latency or tokens unless they were recorded, and no cost without prices.");
        }
        page.raw("</section>\n");
    }

    private static String latency(Report report) {
        List<IntervalPlot.Row> rows = new ArrayList<>();
        for (BuiltInMetric metric :
                List.of(BuiltInMetric.LATENCY_P50, BuiltInMetric.LATENCY_P95, BuiltInMetric.LATENCY_P99)) {
            String name = metric.key().substring(metric.key().indexOf('_') + 1);
            for (Participant participant : report.participants()) {
                report.metric(metric.key(), participant.key())
                        .ifPresent(result -> rows.add(new IntervalPlot.Row(
                                name + " " + participant.key(), result.estimate(), MetricSection.role(participant))));
            }
        }
        return IntervalPlot.draw(
                rows, OptionalDouble.empty(), Numbers::significant, "Latency quantiles of every model in seconds");
    }

    private static void row(Report report, Html page, Participant participant, MetricResult result) {
        Style style = new Style(report.isShare(result.metric()), result.unit());
        MetricSection.name(page, participant);
        page.cell(result.metric())
                .number(style.value(result.estimate().value()))
                .cell(
                        result.estimate().isDefined()
                                ? result.estimate().level() == 1 ? "exact" : style.interval(result.estimate())
                                : result.estimate().undefinedReason())
                .number(Numbers.count(result.estimate().n()))
                .number(Numbers.percent(result.estimate().coverage()))
                .raw("</tr>");
    }
}
