package dev.assay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example with tools, a response schema, log-probabilities and streaming, against a model server over HTTP (R1, R5, S16). */
class OrderDeskTest {

    private static final Path EXAMPLE = Path.of("../examples/order-desk");
    private static final int MESSAGES = 12;

    @TempDir
    Path folder = Path.of("");

    @Test
    void everySettingReachesTheModelAndTheRecord() throws IOException {
        try (FakeModelServer model = FakeModelServer.start(OrderDeskTest::answer);
                Assay assay = new Assay(folder, folder.resolve("data"))) {
            Files.copy(EXAMPLE.resolve("messages.jsonl"), folder.resolve("messages.jsonl"));
            Files.writeString(
                    folder.resolve("suite.yaml"),
                    Files.readString(EXAMPLE.resolve("suite.yaml")).replace("http://127.0.0.1:18080/v1", model.url()));

            Assay.Result result = assay.run("evaluate", "suite.yaml", "--output", "json");

            assertThat(result.code()).as(result.err()).isZero();
            assertThat(model.requests()).hasSize(MESSAGES).allSatisfy(OrderDeskTest::assertAsked);
            JsonNode report = result.json();
            assertThat(report.path("decision").asText()).isEqualTo("SHIP");
            JsonNode recorded = report.at("/record/definition/generation");
            assertThat(recorded.at("/tools/0/name").asText()).isEqualTo("find_order");
            assertThat(recorded.at("/response_schema/required/0").asText()).isEqualTo("intent");
            assertThat(recorded.path("logprobs").asBoolean()).isTrue();
            assertThat(recorded.path("stream").asBoolean()).isTrue();
        }
    }

    private static void assertAsked(ModelRequest request) {
        JsonNode body = request.json();
        assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(body.path("temperature").asDouble(-1)).isZero();
        assertThat(body.path("max_tokens").asInt()).isEqualTo(200);
        assertThat(body.path("seed").asInt()).isEqualTo(7);
        assertThat(body.at("/stop/0").asText()).isEqualTo("\n\n\n");
        assertThat(body.at("/tools/0/function/name").asText()).isEqualTo("find_order");
        assertThat(body.at("/tools/0/function/parameters/required/0").asText()).isEqualTo("number");
        assertThat(body.at("/response_format/json_schema/schema/properties/order/type")
                        .asText())
                .isEqualTo("integer");
        assertThat(body.path("logprobs").asBoolean()).isTrue();
        assertThat(request.stream()).isTrue();
    }

    private static Reply answer(ModelRequest request) {
        String message = request.prompt().toLowerCase(Locale.ROOT);
        String intent = message.contains("refund") || message.contains("back")
                ? "refund"
                : message.matches(".*(where|when|has|delayed).*") ? "status" : "change";
        return Reply.text("{\"intent\": \"" + intent + "\", \"order\": " + message.replaceAll("[^0-9]", "") + "}");
    }
}
