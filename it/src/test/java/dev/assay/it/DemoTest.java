package dev.assay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer types first, with the real processes (P2, P3, S17). */
class DemoTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void theDemoShipsAndLeavesNothingRunning() throws IOException {
        try (Assay assay = new Assay(folder, folder.resolve("data"))) {
            Assay.Result demo = assay.run("demo").succeeded();

            assertThat(demo.out())
                    .contains(
                            "58.5% [51.6, 65.1]",
                            "32.5% [26.4, 39.3]",
                            "+26.0 points",
                            "McNemar p < 0.0001",
                            "SHIP",
                            "./assay-report/report.html");
            Path report = folder.resolve("assay-report");
            assertThat(Files.readString(report.resolve("report.html"))).startsWith("<!DOCTYPE html>");
            assertThat(Files.readString(report.resolve("report.md"))).contains("SHIP");
            assertThat(Files.readString(report.resolve("junit.xml"))).contains("<testsuite");
            assertThat(Files.readString(report.resolve("report.json"))).contains("\"decision\" : \"SHIP\"");
            assertThat(assay.leftBehind()).isFalse();

            // Another pair on a stack of the user's own; twice, and with the same numbers.
            assay.run("up", "--detach").succeeded();
            Assay.Result first = iterate(assay);
            Assay.Result second = iterate(assay);
            assertThat(first.code()).as(first.err()).isEqualTo(1);
            assertThat(first.err()).isEmpty();
            assertThat(first.json().path("decision").asText()).isEqualTo("ITERATE");
            assertThat(first.json()
                            .at("/models/6b_finetuning/metrics/accuracy/value")
                            .asDouble())
                    .isEqualTo(0.205);
            assertThat(comparable(second.json())).isEqualTo(comparable(first.json()));
            assertThat(assay.run("datasets", "list").succeeded().out()).contains("gsm8k");
            assertThat(assay.run("down").succeeded().out()).contains("postgresql");
            assertThat(assay.leftBehind()).isFalse();
        }
    }

    private static Assay.Result iterate(Assay assay) {
        return assay.run(
                "evaluate",
                Path.of("../examples/gsm8k/suite.yaml").toAbsolutePath().toString(),
                "--candidate",
                "6b_finetuning",
                "--baseline",
                "175b_verification",
                "--output",
                "json");
    }

    /** The report without what differs by design: times, and the ids of the evaluation and its runs. */
    private static JsonNode comparable(JsonNode report) {
        ObjectNode copy = report.deepCopy();
        copy.remove(List.of("evaluation", "times"));
        copy.at("/record/models").forEach(model -> ((ObjectNode) model).remove("run"));
        return copy;
    }
}
