package dev.assay.scoring.report;

import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.DecisionTaken;
import dev.assay.scoring.result.MetricResult;
import java.util.Locale;

/** One self-contained page: no script, and nothing is ever asked of the network. */
final class HtmlReport {

    private HtmlReport() {}

    static String render(Report report) {
        Html page = new Html();
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
                .element("title", "", report.result().decision().outcome() + ": " + report.title())
                .raw("\n<style>\n" + PageStyle.CSS + "</style>\n</head>\n<body>\n<main>\n");
        heading(report, page);
        banner(report, page);
        GateSection.write(report, page);
        MetricSection.write(report, page);
        if (report.hasBaseline()) {
            PairedSection.write(report, page);
        }
        SliceSection.write(report, page);
        CostSection.write(report, page);
        ExampleSection.write(report, page);
        RecordSection.write(report, page);
        return page.raw("</main>\n</body>\n</html>\n").toString();
    }

    private static void heading(Report report, Html page) {
        page.raw("<header>")
                .element("h1", "", report.title())
                .element(
                        "p",
                        "class=\"sub\"",
                        report.contest() + " · "
                                + Numbers.count(report.result()
                                        .record()
                                        .path("examples")
                                        .asLong()) + " examples"
                                + (report.suite().samples() > 1
                                        ? " × " + report.suite().samples() + " samples"
                                        : "")
                                + " · " + date(report));
        if (!report.suite().description().isEmpty()) {
            page.element("p", "", report.suite().description());
        }
        page.raw("</header>\n");
    }

    private static String date(Report report) {
        String time = report.result().decision().time().toString();
        return time.substring(0, 10) + " " + time.substring(11, 16) + " UTC";
    }

    private static void banner(Report report, Html page) {
        DecisionTaken decision = report.result().decision();
        String word = decision.outcome().name();
        String sign = switch (decision.outcome()) {
            case SHIP -> "✓ ";
            case ITERATE -> "✕ ";
            case INCONCLUSIVE -> "? ";
        };
        page.raw("<section class=\"card banner " + word.toLowerCase(Locale.ROOT) + "\" aria-label=\"Decision\">")
                .element("div", "class=\"word\"", sign + word)
                .element("p", "", decision.reason());
        tiles(report, page);
        page.raw("</section>\n");
    }

    private static void tiles(Report report, Html page) {
        if (report.mainMetric().isEmpty()) {
            return;
        }
        String metric = report.mainMetric().get();
        Style style = new Style(report.isShare(metric), "");
        page.raw("<div class=\"tiles\">");
        report.participants().stream()
                .limit(report.hasBaseline() ? 2 : 1)
                .forEach(participant -> report.metric(metric, participant.key())
                        .ifPresent(result -> tile(
                                page,
                                style.value(result.estimate().value()),
                                metric + " of " + participant.key() + interval(style, result))));
        report.comparison(metric)
                .filter(comparison -> comparison.difference().isDefined())
                .ifPresent(comparison -> difference(page, style, comparison));
        page.raw("</div>");
    }

    private static String interval(Style style, MetricResult result) {
        return result.estimate().isDefined() ? ", " + style.interval(result.estimate()) : "";
    }

    private static void difference(Html page, Style style, Comparison comparison) {
        tile(
                page,
                style.difference(comparison.difference().value().orElse(0)),
                "difference, " + style.differenceInterval(comparison.difference()));
        tile(
                page,
                "p " + Numbers.pValue(comparison.test().pValue()),
                comparison.test().name() + ", two-sided, paired by example");
    }

    private static void tile(Html page, String number, String words) {
        page.raw("<div class=\"tile\">")
                .element("b", "", number)
                .element("span", "", words)
                .raw("</div>");
    }
}
