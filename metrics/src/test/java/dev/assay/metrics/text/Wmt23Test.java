package dev.assay.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.metrics.text.edit.Ter;
import dev.assay.metrics.text.ngram.Bleu;
import dev.assay.metrics.text.ngram.Chrf;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real translations: the scores of a whole corpus equal those that sacreBLEU gives (S1); see {@code wmt23/NOTICE.md}. */
class Wmt23Test {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"NLLB_MBR_BLEU", "ONLINE-W"})
    void corpusScoresEqualThoseOfSacreBleu(String system) throws IOException {
        Bleu.Accumulator bleu = Bleu.CORPUS.accumulator();
        Chrf.Accumulator chrf = Chrf.DEFAULT.accumulator();
        Chrf.Accumulator plusPlus = Chrf.PLUS_PLUS.accumulator();
        Ter.Accumulator ter = Ter.DEFAULT.accumulator();
        List<JsonNode> segments = segments();
        assertThat(segments).hasSize(61);
        for (JsonNode segment : segments) {
            String translation = segment.get("translations").get(system).textValue();
            List<String> references = List.of(segment.get("reference").textValue());
            bleu.add(translation, references);
            chrf.add(translation, references);
            plusPlus.add(translation, references);
            ter.add(translation, references);
        }
        JsonNode expected;
        try (InputStream stream = open("corpus_scores.json")) {
            expected = MAPPER.readTree(stream).get(system);
        }
        assertThat(bleu.score().score()).isCloseTo(expected.get("BLEU").doubleValue(), within(1e-9));
        assertThat(chrf.score()).isCloseTo(expected.get("chrF").doubleValue(), within(1e-9));
        assertThat(plusPlus.score()).isCloseTo(expected.get("chrF++").doubleValue(), within(1e-9));
        assertThat(ter.score().score()).isCloseTo(expected.get("TER").doubleValue(), within(1e-9));
    }

    private static List<JsonNode> segments() throws IOException {
        List<JsonNode> result = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("ende.jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                result.add(MAPPER.readTree(line));
            }
        }
        return result;
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Wmt23Test.class.getResourceAsStream("/wmt23/" + name), name);
    }
}
