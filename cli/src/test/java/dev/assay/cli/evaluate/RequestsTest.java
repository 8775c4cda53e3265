package dev.assay.cli.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.runner.v1.Model;
import dev.assay.suite.Suite;
import dev.assay.suite.SuiteParser;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Models of suites in the words of the contract: R1, P2. */
class RequestsTest {

    private static final Suite SUITE = SuiteParser.parse("""
                    assay: 1
                    title: providers
                    data: { file: d.jsonl, mapping: { input: q, expected: a } }
                    models:
                      site:
                        provider: http_template
                        endpoint: https://app.example.com/ask?version=2
                        template:
                          body: { question: "{{prompt}}", options: { heat: "{{temperature}}", "n": 3 } }
                          answer: /result/answer
                          error: /failure
                          credential_header: x-key
                          headers: { x-version: "2" }
                      app: { provider: grpc_target, endpoint: 'grpc://app.example.com:9000' }
                      base: { provider: openai_completions, endpoint: 'http://127.0.0.1:8080/v1', model: base }
                    candidate: site
                    scorers: { right: { type: exact_match } }
                    metrics: { accuracy: { scorer: right } }
                    gates:
                      - { name: good, metric: accuracy, at_least: 0.5 }
                    """).suite().orElseThrow();

    @Test
    void aTemplateIsSentWhole() {
        Model site = model("site");
        assertThat(site.getProvider()).isEqualTo(Model.Provider.HTTP_TEMPLATE);
        assertThat(site.getModelId()).isEmpty();
        assertThat(site.getHttpTemplate())
                .isEqualTo(HttpTemplate.newBuilder()
                        .setBody(Struct.newBuilder()
                                .putFields("question", text("{{prompt}}"))
                                .putFields(
                                        "options",
                                        Value.newBuilder()
                                                .setStructValue(Struct.newBuilder()
                                                        .putFields("heat", text("{{temperature}}"))
                                                        .putFields(
                                                                "n",
                                                                Value.newBuilder()
                                                                        .setNumberValue(3)
                                                                        .build()))
                                                .build()))
                        .setAnswerPointer("/result/answer")
                        .setErrorPointer("/failure")
                        .setCredentialHeader("x-key")
                        .putHeaders("x-version", "2")
                        .build());
    }

    @Test
    void theOthersAreCalledByTheirNames() {
        assertThat(model("app").getProvider()).isEqualTo(Model.Provider.GRPC_TARGET);
        assertThat(model("app").getEndpoint()).isEqualTo("grpc://app.example.com:9000");
        assertThat(model("app").hasHttpTemplate()).isFalse();
        assertThat(model("base").getProvider()).isEqualTo(Model.Provider.OPENAI_COMPLETIONS);
        assertThat(model("base").getModelId()).isEqualTo("base");
        assertThat(model("base").getCallPolicy().getMaxAttempts()).isEqualTo(6);
    }

    private static Model model(String key) {
        return Requests.model(Objects.requireNonNull(SUITE.models().get(key), key));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
