package dev.assay.scoring.report;

import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.report.Numbers.Style;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.GateOutcome;
import dev.assay.scoring.result.MetricResult;
import java.util.List;

/** A summary for a pull request. */
final class MarkdownReport {

    private MarkdownReport() {}

    static String render(Report report) {
        StringBuilder text = new StringBuilder();
        text.append("## ")
                .append(icon(report))
                .append(' ')
                .append(report.result().decision().outcome());
        text.append(": ").append(escape(report.title())).append("\n\n");
        text.append("`").append(code(report.contest())).append("`. ");
        text.append(escape(report.result().decision().reason())).append("\n\n");
        gates(report, text);
        metrics(report, text);
        if (report.hasBaseline()) {
            comparisons(report, text);
        }
        text.append("<sub>")
                .append(escape(report.evaluation().name()))
                .append(" · suite ")
                .append(escape(report.result().record().path("suite_digest").asText()))
                .append(" · data ")
                .append(escape(report.evaluation().datasetVersion()))
                .append("</sub>\n");
        return text.toString();
    }

    private static String icon(Report report) {
        return switch (report.result().decision().outcome()) {
            case SHIP -> "✅";
            case ITERATE -> "❌";
            case INCONCLUSIVE -> "❔";
        };
    }

    private static void gates(Report report, StringBuilder text) {
        row(text, "Gate", "Verdict", "Criterion", "Value", "Interval", "Why");
        text.append("|---|---|---|---:|---|---|\n");
        for (GateOutcome gate : report.result().gates()) {
            Style style = GateStyle.of(report, gate);
            row(
                    text,
                    gate.gate(),
                    gate.verdict().name(),
                    gate.criterion(),
                    style.value(gate.value().value()),
                    gate.value().isDefined() ? style.interval(gate.value()) : Numbers.NONE,
                    gate.reason());
        }
        text.append('\n');
    }

    private static void metrics(Report report, StringBuilder text) {
        row(text, "Model", "Metric", "Value", "Interval", "n", "Coverage");
        text.append("|---|---|---:|---|---:|---:|\n");
        List<String> names = report.result().metrics().stream()
                .map(MetricResult::metric)
                .distinct()
                .toList();
        for (String name : names) {
            for (Participant participant : report.participants()) {
                report.metric(name, participant.key())
                        .filter(metric -> metric.estimate().isDefined())
                        .ifPresent(metric -> {
                            Style style = new Style(report.isShare(name), metric.unit());
                            row(
                                    text,
                                    participant.key(),
                                    name,
                                    style.value(metric.estimate().value()),
                                    style.interval(metric.estimate()),
                                    Numbers.count(metric.estimate().n()),
                                    Numbers.percent(metric.estimate().coverage()));
                        });
            }
        }
        text.append('\n');
    }

    private static void comparisons(Report report, StringBuilder text) {
        row(text, "Candidate − baseline", "Slice", "Difference", "Interval", "Test", "Wins", "Losses", "Ties");
        text.append("|---|---|---:|---|---|---:|---:|---:|\n");
        for (Comparison comparison : report.result().comparisons()) {
            if (comparison.difference().isDefined() && report.declared().contains(comparison.metric())) {
                Style style = new Style(report.isShare(comparison.metric()), "");
                row(
                        text,
                        comparison.metric(),
                        comparison.slice().isEmpty() ? "all" : comparison.slice(),
                        style.difference(comparison.difference().value().orElse(0)),
                        style.differenceInterval(comparison.difference()),
                        comparison.test().name() + ", p "
                                + Numbers.pValue(comparison.test().pValue()),
                        Numbers.count(comparison.wins()),
                        Numbers.count(comparison.losses()),
                        Numbers.count(comparison.ties()));
            }
        }
        text.append('\n');
    }

    private static void row(StringBuilder text, String... cells) {
        text.append('|');
        for (String cell : cells) {
            text.append(' ').append(escape(cell)).append(" |");
        }
        text.append('\n');
    }

    /** Nothing in a name may start markup, a table cell or a mention. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '\n', '\r' -> safe.append(' ');
                case '|', '*', '_', '`', '[', ']', '\\', '#', '~', '!' ->
                    safe.append('\\').append(c);
                case '@' -> safe.append("@\u200b");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    private static String code(String text) {
        return text.replace('`', '\'').replace('\n', ' ');
    }
}
