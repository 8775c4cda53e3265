package dev.assay.metrics.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Metrics;
import dev.assay.metrics.text.embedding.CachedEmbedding;
import dev.assay.metrics.text.embedding.Embedding;
import dev.assay.metrics.text.embedding.EmbeddingModel;
import dev.assay.metrics.text.embedding.TextEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Similarity by embeddings: its definition, its errors, and what it says without a model (S1). */
class EmbeddingMetricsTest {

    private static final MetricRegistry REGISTRY = Metrics.with(new LetterCounts());

    @Test
    void theCosineIsThatOfTheAngle() {
        assertThat(cosine("[1, 0]", "[1, 1]")).isCloseTo(Math.sqrt(0.5), within(1e-15));
        assertThat(cosine("[0.1, 0.2, 0.3]", "[0.1, 0.2, 0.3]")).isEqualTo(1);
        assertThat(cosine("[1, 2]", "[-2, -4]")).isEqualTo(-1);
        assertThat(cosine("[1, 0]", "[0, 3]")).isZero();
        assertThat(cosine("[1e300, 1e300]", "[1e-300, 1e-300]")).isCloseTo(1, within(1e-15));
        assertThat(cosine("[1e-320, 0]", "[5, 0]")).isEqualTo(1);
    }

    @Test
    void vectorsMustFitAndHaveADirection() {
        assertFails(
                "cosine_similarity",
                "{\"a\": [1], \"b\": [1, 2]}",
                MetricException.Kind.INVALID,
                "b: has 2 components");
        assertFails(
                "cosine_similarity", "{\"a\": [0, 0], \"b\": [1, 2]}", MetricException.Kind.UNDEFINED, "zero vector");
        assertFails("cosine_similarity", "{\"a\": [], \"b\": []}", MetricException.Kind.UNDEFINED, "no components");
        assertFails("cosine_similarity", "{\"a\": [\"NaN\"], \"b\": [1]}", MetricException.Kind.INVALID, "a[0]");
        assertFails("cosine_similarity", "{\"a\": [1]}", MetricException.Kind.INVALID, "inputs.b: required");
    }

    @Test
    void theClosestReferenceIsTaken() {
        JsonNode value = compute(
                REGISTRY,
                "embedding_similarity",
                "{\"hypothesis\": \"aab\", \"references\": [\"zz\", \"aba\", \"aab\"]}");
        assertThat(value.toString())
                .isEqualTo(
                        "{\"score\":1.0,\"reference\":1,\"truncated\":false,\"model\":\"letter-counts\",\"model_version\":\"1\"}");
        assertThat(compute(REGISTRY, "embedding_similarity", "{\"hypothesis\": \"ab\", \"reference\": \"a\"}")
                        .path("score")
                        .doubleValue())
                .isCloseTo(Math.sqrt(0.5), within(1e-7));
        assertThat(compute(REGISTRY, "embedding_similarity", "{\"hypothesis\": \"abcdefghijkl\", \"reference\": \"a\"}")
                        .path("truncated")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void textsMustBeThereAndHaveWords() {
        assertFails("embedding_similarity", "{\"hypothesis\": \"a\"}", MetricException.Kind.INVALID, "references");
        assertFails(
                "embedding_similarity",
                "{\"hypothesis\": \"a\", \"references\": []}",
                MetricException.Kind.INVALID,
                "at least one");
        assertFails(
                "embedding_similarity",
                "{\"hypothesis\": \"\", \"reference\": \"a\"}",
                MetricException.Kind.UNDEFINED,
                "no letters");
        assertFails(
                "embedding_similarity",
                "{\"hypothesis\": \"a\", \"reference\": \"\"}",
                MetricException.Kind.UNDEFINED,
                "no letters");
    }

    @Test
    void withoutAModelItIsListedAndSaysWhatIsMissing() {
        MetricDescriptor listed = Metrics.all().list().stream()
                .filter(metric -> metric.name().equals("embedding_similarity"))
                .findFirst()
                .orElseThrow();
        assertThat(listed.needs()).contains("embedding");
        assertThat(listed.range()).isEqualTo(new MetricDescriptor.Range(-1, 1));
        assertThatThrownBy(() ->
                        compute(Metrics.all(), "embedding_similarity", "{\"hypothesis\": \"a\", \"reference\": \"a\"}"))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.kind()).isEqualTo(MetricException.Kind.UNAVAILABLE))
                .hasMessageContaining("assay-embedding");
    }

    @Test
    void anEmbeddingHasLengthOne() {
        assertThatThrownBy(() -> new Embedding(new float[] {1, 1}, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Embedding(new float[] {Float.NaN}, false))
                .isInstanceOf(IllegalArgumentException.class);
        float[] own = {0, 1};
        Embedding embedding = new Embedding(own, false);
        own[0] = 5;
        embedding.vector()[1] = 7;
        assertThat(embedding).isEqualTo(new Embedding(new float[] {0, 1}, false));
    }

    @Test
    void whatIsRememberedIsNotMadeAgain() {
        List<String> made = new ArrayList<>();
        CachedEmbedding cached = new CachedEmbedding(new LetterCounts(made), 2);
        List<Embedding> first = cached.embed(List.of("a", "b", "a"));
        assertThat(first).isEqualTo(new LetterCounts().embed(List.of("a", "b", "a")));
        assertThat(cached.embed(List.of("b", "a"))).containsExactly(first.get(1), first.get(0));
        assertThat(made).containsExactly("a", "b");
        cached.embed(List.of("c", "b"));
        assertThat(made).containsExactly("a", "b", "c");
        cached.embed(List.of("a"));
        assertThat(made).containsExactly("a", "b", "c", "a");
        assertThat(cached.model()).isEqualTo(new LetterCounts().model());
        assertThatThrownBy(() -> cached.embed(List.of("a", ""))).isInstanceOf(MetricException.class);
    }

    private static double cosine(String a, String b) {
        return compute(REGISTRY, "cosine_similarity", "{\"a\": " + a + ", \"b\": " + b + "}")
                .path("score")
                .doubleValue();
    }

    private static void assertFails(String metric, String inputs, MetricException.Kind kind, String message) {
        assertThatThrownBy(() -> compute(REGISTRY, metric, inputs))
                .isInstanceOfSatisfying(
                        MetricException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    private static JsonNode compute(MetricRegistry registry, String metric, String inputs) {
        try {
            return registry.compute(
                    metric, JsonMapper.builder().build().readTree(inputs), JsonNodeFactory.instance.objectNode());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(inputs, e);
        }
    }

    /** A fake model: how often each letter occurs in the first ten characters. */
    private record LetterCounts(List<String> made) implements TextEmbedding {

        LetterCounts() {
            this(new ArrayList<>());
        }

        @Override
        public EmbeddingModel model() {
            return new EmbeddingModel("letter-counts", "1", 26);
        }

        @Override
        public List<Embedding> embed(List<String> texts) {
            made.addAll(texts);
            return texts.stream().map(LetterCounts::embed).toList();
        }

        private static Embedding embed(String text) {
            float[] counts = new float[26];
            double squares = 0;
            for (int i = 0; i < Math.min(10, text.length()); i++) {
                counts[text.toLowerCase(Locale.ROOT).charAt(i) - 'a']++;
            }
            for (float count : counts) {
                squares += (double) count * count;
            }
            if (squares == 0) {
                throw MetricException.undefined("a text with no letters has no embedding");
            }
            for (int i = 0; i < counts.length; i++) {
                counts[i] /= (float) Math.sqrt(squares);
            }
            return new Embedding(counts, text.length() > 10);
        }
    }
}
