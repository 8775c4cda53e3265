package dev.assay.scoring.report;

import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.Comparison;

/** Candidate against baseline on the same examples: wins, losses, ties, and the test. */
final class PairedSection {

    private PairedSection() {}

    static void write(Report report, Html page) {
        page.raw("<section class=\"card\">")
                .element("h2", "", "Paired comparison")
                .raw("<p class=\"why\"><span class=\"key kwins\"></span>")
                .text(report.evaluation().candidate() + " better ")
                .raw("&nbsp; <span class=\"key kties\"></span>equal &nbsp; <span class=\"key klosses\"></span>")
                .text(report.evaluation().baseline() + " better")
                .raw("</p>");
        for (String metric : report.declared()) {
            report.comparison(metric).ifPresent(comparison -> {
                page.element("h3", "", metric).raw(OutcomeBar.draw(comparison));
            });
        }
        page.raw("<div class=\"scroll\"><table>")
                .head("Metric", "#Difference", "Interval", "Test", "#Wins", "#Losses", "#Ties", "#Examples to see it")
                .raw("<tbody>");
        report.result().comparisons().stream()
                .filter(comparison -> comparison.slice().isEmpty())
                .filter(comparison -> comparison.difference().isDefined())
                .forEach(comparison -> row(report, page, comparison));
        page.raw("</tbody></table></div>")
                .element(
                        "p",
                        "class=\"why\"",
                        "Difference: candidate minus baseline. The last column says how many examples show a difference of this size"
                                + " with 80% power.")
                .raw("</section>\n");
    }

    private static void row(Report report, Html page, Comparison comparison) {
        String unit = report.metric(comparison.metric(), report.evaluation().candidate())
                .map(metric -> metric.unit())
                .orElse("");
        Style style = new Style(report.isShare(comparison.metric()), unit);
        page.raw("<tr>")
                .cell(comparison.metric())
                .number(style.difference(comparison.difference().value().orElse(0)))
                .cell(style.differenceInterval(comparison.difference()))
                .cell(comparison.test().name() + ", p "
                        + Numbers.pValue(comparison.test().pValue()))
                .number(Numbers.count(comparison.wins()))
                .number(Numbers.count(comparison.losses()))
                .number(Numbers.count(comparison.ties()))
                .number(
                        comparison.requiredN().isPresent()
                                ? Numbers.count(comparison.requiredN().getAsLong())
                                : Numbers.NONE)
                .raw("</tr>");
    }
}
