package dev.assay.scoring.report;

import dev.assay.scoring.result.ChangedExample;
import java.util.List;

/** A sample of the examples that changed sides, for people to look at. */
final class ExampleSection {

    private ExampleSection() {}

    static void write(Report report, Html page) {
        if (report.result().changed().isEmpty()) {
            return;
        }
        page.raw("<section class=\"card\">").element("h2", "", "Examples that changed sides");
        for (String metric : report.declared()) {
            part(report, page, metric, false, "worse than the baseline");
            part(report, page, metric, true, "better than the baseline");
        }
        page.raw("</section>\n");
    }

    private static void part(Report report, Html page, String metric, boolean improved, String words) {
        List<ChangedExample> examples = report.result().changed().stream()
                .filter(example -> example.metric().equals(metric) && example.improved() == improved)
                .toList();
        if (examples.isEmpty()) {
            return;
        }
        page.element("h3", "", metric + ": candidate " + words + " (the first " + examples.size() + ")");
        for (ChangedExample example : examples) {
            page.raw("<details>")
                    .element("summary", "", summary(example))
                    .element("h3", "", "Input")
                    .element("pre", "", example.input());
            if (!example.expected().isEmpty()) {
                page.element("h3", "", "Expected").element("pre", "", example.expected());
            }
            answer(
                    page,
                    report.evaluation().candidate(),
                    "candidate",
                    example.candidateAnswer(),
                    example.candidateExplanation());
            answer(
                    page,
                    report.evaluation().baseline(),
                    "baseline",
                    example.baselineAnswer(),
                    example.baselineExplanation());
            page.element("p", "class=\"why\"", example.example()).raw("</details>");
        }
    }

    private static String summary(ChangedExample example) {
        String line = example.input().replace('\n', ' ').strip();
        int end = Math.min(110, line.length());
        if (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        String text = end < line.length() ? line.substring(0, end) + "…" : line;
        return (example.category().isEmpty() ? "" : "[" + example.category() + "] ") + text;
    }

    private static void answer(Html page, String key, String role, String answer, String explanation) {
        page.raw("<h3><span class=\"key " + role + "\"></span>")
                .text(key)
                .raw("</h3>")
                .element("pre", "", answer)
                .element("p", "class=\"why\"", explanation);
    }
}
