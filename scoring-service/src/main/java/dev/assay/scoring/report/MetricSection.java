package dev.assay.scoring.report;

import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.MetricResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The declared metrics of every participant with their intervals. */
final class MetricSection {

    private MetricSection() {}

    static void write(Report report, Html page) {
        page.raw("<section class=\"card\">")
                .element("h2", "", "Quality")
                .element(
                        "p",
                        "class=\"why\"",
                        Numbers.significant(100 * report.suite().confidence())
                                + "% intervals. Overlap of two of them is not a test; the paired comparison below is.");
        for (String metric : report.declared()) {
            Style style = new Style(report.isShare(metric), "");
            page.element("h3", "", metric).raw("<div class=\"two\"><div>");
            page.raw(IntervalPlot.draw(
                    rows(report, metric),
                    OptionalDouble.empty(),
                    value -> axis(style, value),
                    metric + " of every model with its interval"));
            page.raw("</div>");
            table(report, page, metric, style);
            page.raw("</div>");
        }
        page.raw("</section>\n");
    }

    private static List<IntervalPlot.Row> rows(Report report, String metric) {
        List<IntervalPlot.Row> rows = new ArrayList<>();
        for (Participant participant : report.participants()) {
            report.metric(metric, participant.key())
                    .ifPresent(result ->
                            rows.add(new IntervalPlot.Row(participant.key(), result.estimate(), role(participant))));
        }
        return rows;
    }

    private static void table(Report report, Html page, String metric, Style style) {
        page.raw("<div class=\"scroll\"><table>")
                .head("Model", "#Value", "Interval", "#n", "#Coverage")
                .raw("<tbody>");
        for (Participant participant : report.participants()) {
            Optional<MetricResult> result = report.metric(metric, participant.key());
            if (result.isPresent()) {
                var estimate = result.get().estimate();
                name(page, participant);
                page.number(style.value(estimate.value()))
                        .cell(estimate.isDefined() ? style.interval(estimate) : estimate.undefinedReason())
                        .number(Numbers.count(estimate.n()))
                        .number(Numbers.percent(estimate.coverage()))
                        .raw("</tr>");
            }
        }
        page.raw("</tbody></table></div>");
    }

    /** Begins a row with the participant's name. */
    static void name(Html page, Participant participant) {
        page.raw("<tr><td><span class=\"key " + role(participant) + "\"></span>")
                .text(participant.key())
                .raw("<div class=\"why\">" + role(participant) + "</div></td>");
    }

    static String role(Participant participant) {
        return participant.role().name().toLowerCase(Locale.ROOT);
    }

    static String axis(Style style, double value) {
        return style.share() ? Numbers.significant(100 * value) + "%" : Numbers.significant(value);
    }
}
