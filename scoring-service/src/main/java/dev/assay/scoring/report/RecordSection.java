package dev.assay.scoring.report;

import com.fasterxml.jackson.databind.JsonNode;

/** Everything needed to repeat the evaluation. */
final class RecordSection {

    private RecordSection() {}

    static void write(Report report, Html page) {
        JsonNode record = report.result().record();
        page.raw("<section class=\"card\">").element("h2", "", "Record").raw("<dl>");
        entry(page, "Evaluation", report.evaluation().name());
        entry(page, "Suite", record.path("suite").asText());
        entry(page, "Suite digest", record.path("suite_digest").asText());
        entry(page, "Data", record.path("dataset_version").asText());
        entry(page, "Seed", record.path("seed").asText());
        entry(page, "Confidence", Numbers.significant(100 * report.suite().confidence()) + "%");
        entry(page, "Assay", record.path("assay_version").asText());
        page.raw("</dl><details>")
                .element("summary", "", "Everything needed to repeat it, as JSON")
                .element("pre", "", record.toPrettyString())
                .raw("</details></section>\n<footer>")
                .text("Made by Assay. The data are the same in the JSON report.")
                .raw("</footer>\n");
    }

    private static void entry(Html page, String name, String value) {
        page.element("dt", "", name).element("dd", "", value);
    }
}
