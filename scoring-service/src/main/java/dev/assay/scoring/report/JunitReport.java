package dev.assay.scoring.report;

import dev.assay.metrics.decision.Verdict;
import dev.assay.scoring.result.GateOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** JUnit XML: a test case a gate. A refuted gate is a failure of type REFUTED, one that the data cannot decide of type INCONCLUSIVE. */
final class JunitReport {

    private JunitReport() {}

    static String render(Report report) {
        List<GateOutcome> gates = report.result().gates();
        long failures =
                gates.stream().filter(gate -> gate.verdict() != Verdict.PASS).count();
        double seconds = Duration.between(
                                report.evaluation().createTime(),
                                report.result().decision().time())
                        .toMillis()
                / 1000.0;
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        xml.append("<testsuites>\n  <testsuite name=\"")
                .append(escape(report.title()))
                .append("\" tests=\"")
                .append(gates.size())
                .append("\" failures=\"")
                .append(failures)
                .append("\" errors=\"0\" skipped=\"0\" time=\"")
                .append(String.format(Locale.ROOT, "%.3f", Math.max(0, seconds)))
                .append("\" timestamp=\"")
                .append(report.result().decision().time())
                .append("\">\n    <properties>\n");
        property(xml, "evaluation", report.evaluation().name());
        property(xml, "candidate", report.evaluation().candidate());
        property(xml, "baseline", report.evaluation().baseline());
        property(xml, "decision", report.result().decision().outcome().name());
        property(xml, "reason", report.result().decision().reason());
        xml.append("    </properties>\n");
        gates.forEach(gate -> testCase(xml, report, gate));
        return xml.append("  </testsuite>\n</testsuites>\n").toString();
    }

    private static void property(StringBuilder xml, String name, String value) {
        xml.append("      <property name=\"")
                .append(name)
                .append("\" value=\"")
                .append(escape(value))
                .append("\"/>\n");
    }

    private static void testCase(StringBuilder xml, Report report, GateOutcome gate) {
        xml.append("    <testcase classname=\"")
                .append(escape(report.title()))
                .append("\" name=\"")
                .append(escape(gate.gate()))
                .append("\" time=\"0\"");
        if (gate.verdict() == Verdict.PASS) {
            xml.append("/>\n");
            return;
        }
        Numbers.Style style = GateStyle.of(report, gate);
        String found = gate.value().isDefined()
                ? style.value(gate.value().value()) + " (" + style.interval(gate.value()) + ")"
                : "undefined";
        xml.append(">\n      <failure type=\"")
                .append(gate.verdict())
                .append("\" message=\"")
                .append(escape(gate.criterion() + ": " + found))
                .append("\">")
                .append(escape(gate.reason()))
                .append("</failure>\n    </testcase>\n");
    }

    /** XML knows no control characters but tab and line breaks, however they are escaped. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\n', '\t', '\r' -> safe.append(' ');
                default ->
                    safe.appendCodePoint(
                            c < 0x20 || c == 0xFFFE || c == 0xFFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c);
            }
        });
        return safe.toString();
    }
}
