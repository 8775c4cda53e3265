package dev.assay.runner.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.runner.v1.HttpTemplateStream;
import dev.assay.runner.v1.Model;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What providers are known to refuse is refused before a run begins: R1, R5. */
class GenerationRulesTest {

    private static final GenerationParameters STREAM =
            GenerationParameters.newBuilder().setStream(true).build();

    @Test
    void limitsOfProvidersHoldWhereTheyAre() {
        Model openAi = model(Model.Provider.OPENAI_CHAT, "https://API.openai.com/v1");
        assertThat(problem(openAi, stops(4, "a"))).isEqualTo("fine");
        assertThat(problem(openAi, stops(5, "a"))).contains("run.generation.stop", "more than 4");
        assertThat(problem(model(Model.Provider.OPENAI_COMPLETIONS, "https://api.openai.com/v1"), stops(5, "a")))
                .contains("run.generation.stop");
        assertThat(problem(model(Model.Provider.OPENAI_CHAT, "https://api.example.com/v1"), stops(16, "a")))
                .isEqualTo("fine");
        assertThat(problem(openAi, temperature(2))).isEqualTo("fine");
        assertThat(problem(openAi, temperature(2.1))).contains("run.generation.temperature");
        Model gemini = model(Model.Provider.GEMINI, "https://gemini.example.com");
        assertThat(problem(gemini, stops(5, "a"))).isEqualTo("fine");
        assertThat(problem(gemini, stops(6, "a"))).contains("run.generation.stop", "more than 5");
        Model anthropic = model(Model.Provider.ANTHROPIC_MESSAGES, "https://api.anthropic.com/v1");
        assertThat(problem(anthropic, stops(16, "a"))).isEqualTo("fine");
        assertThat(problem(anthropic, stops(1, "\n"))).contains("run.generation.stop", "white space");
        assertThat(problem(anthropic, temperature(1.1))).contains("run.generation.temperature", "at most 1");
        Model imitated = model(Model.Provider.ANTHROPIC_MESSAGES, "https://api.example.com/v1");
        assertThat(problem(imitated, temperature(1.1))).isEqualTo("fine");
        assertThat(problem(imitated, stops(1, "\n"))).isEqualTo("fine");
    }

    @Test
    void templatesStreamOnlyWhenTheySayHow() {
        Model template = model(Model.Provider.HTTP_TEMPLATE, "https://app.example.com/ask");
        assertThat(problem(template, STREAM)).contains("run.generation.stream", "has no stream");
        Model streaming = template.toBuilder()
                .setHttpTemplate(HttpTemplate.newBuilder().setStream(HttpTemplateStream.getDefaultInstance()))
                .build();
        assertThat(problem(streaming, STREAM)).isEqualTo("fine");
        assertThat(problem(model(Model.Provider.GRPC_TARGET, "grpc://a:1"), STREAM))
                .isEqualTo("fine");
    }

    private static Model model(Model.Provider provider, String endpoint) {
        return Model.newBuilder().setProvider(provider).setEndpoint(endpoint).build();
    }

    private static GenerationParameters stops(int count, String stop) {
        return GenerationParameters.newBuilder()
                .addAllStop(Collections.nCopies(count, stop))
                .build();
    }

    private static GenerationParameters temperature(double temperature) {
        return GenerationParameters.newBuilder().setTemperature(temperature).build();
    }

    private static String problem(Model model, GenerationParameters generation) {
        try {
            GenerationRules.checkFits(generation, model);
            return "fine";
        } catch (AssayException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
