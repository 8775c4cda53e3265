package dev.assay.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.metrics.number.Correlation;
import dev.assay.metrics.number.Kendall;
import dev.assay.metrics.text.edit.Ter;
import dev.assay.metrics.text.ngram.Bleu;
import dev.assay.metrics.text.ngram.Chrf;
import dev.assay.metrics.text.ngram.Rouge;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * How the text metrics agree with people: {@code HumanRatings wmt23 FILE} or {@code HumanRatings xsum FILE}. Prints rows of a Markdown
 * table; a positive correlation means that the metric prefers what people prefer.
 */
final class HumanRatings {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final Map<String, ToDoubleBiFunction<String, String>> METRICS = metrics();

    private HumanRatings() {}

    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) {
            rows.add(MAPPER.readTree(line));
        }
        switch (args[0]) {
            case "wmt23" -> translations(rows, out);
            case "xsum" -> summaries(rows, out);
            default -> throw new IllegalArgumentException("wmt23 or xsum, not " + args[0]);
        }
    }

    /** Of a candidate and its reference; the higher, the better. */
    private static Map<String, ToDoubleBiFunction<String, String>> metrics() {
        Map<String, ToDoubleBiFunction<String, String>> all = new LinkedHashMap<>();
        all.put("BLEU", (c, r) -> Bleu.SENTENCE.sentence(c, List.of(r)).score());
        all.put("chrF", (c, r) -> Chrf.DEFAULT.sentence(c, List.of(r)));
        all.put("chrF++", (c, r) -> Chrf.PLUS_PLUS.sentence(c, List.of(r)));
        all.put("TER (negated)", (c, r) -> -Ter.DEFAULT.sentence(c, List.of(r)).score());
        all.put("ROUGE-1", (c, r) -> Rouge.STEMMED.n(1, r, c).fmeasure());
        all.put("ROUGE-2", (c, r) -> Rouge.STEMMED.n(2, r, c).fmeasure());
        all.put("ROUGE-L", (c, r) -> Rouge.STEMMED.l(r, c).fmeasure());
        return all;
    }

    /** Segments against MQM penalties, and the eight systems' corpus scores against their mean penalties. */
    private static void translations(List<JsonNode> segments, PrintStream out) {
        List<String> candidates = new ArrayList<>();
        List<String> references = new ArrayList<>();
        List<Double> quality = new ArrayList<>();
        Map<String, System23> systems = new TreeMap<>();
        for (JsonNode segment : segments) {
            String reference = segment.get("reference").textValue();
            for (Map.Entry<String, JsonNode> translation :
                    segment.get("translations").properties()) {
                String text = translation.getValue().textValue();
                double penalty = penalty(segment.get("mqm_penalty_by_rater"), translation.getKey());
                candidates.add(text);
                references.add(reference);
                quality.add(-penalty);
                systems.computeIfAbsent(translation.getKey(), name -> new System23())
                        .add(text, reference, penalty);
            }
        }
        print(out, "MQM, segments", candidates, references, quality);
        double[] human =
                systems.values().stream().mapToDouble(System23::quality).toArray();
        print(
                out,
                "MQM, systems",
                "BLEU",
                systems.values().stream()
                        .mapToDouble(s -> s.bleu.score().score())
                        .toArray(),
                human);
        print(
                out,
                "MQM, systems",
                "chrF",
                systems.values().stream().mapToDouble(s -> s.chrf.score()).toArray(),
                human);
        print(
                out,
                "MQM, systems",
                "TER (negated)",
                systems.values().stream()
                        .mapToDouble(s -> -s.ter.score().score())
                        .toArray(),
                human);
    }

    /** The mean over raters; a system that was rated in several settings has the mean of those. */
    private static double penalty(JsonNode byRater, String system) {
        double sum = 0;
        int settings = 0;
        for (Map.Entry<String, JsonNode> entry : byRater.properties()) {
            if (entry.getKey().equals(system) || entry.getKey().startsWith(system + "_with_")) {
                double penalties = 0;
                for (JsonNode penalty : entry.getValue()) {
                    penalties += penalty.doubleValue();
                }
                sum += penalties / entry.getValue().size();
                settings++;
            }
        }
        return sum / settings;
    }

    /** The sums of one system of WMT23. */
    private static final class System23 {

        private final Bleu.Accumulator bleu = Bleu.CORPUS.accumulator();
        private final Chrf.Accumulator chrf = Chrf.DEFAULT.accumulator();
        private final Ter.Accumulator ter = Ter.DEFAULT.accumulator();
        private double penalties;
        private int segments;

        void add(String text, String reference, double penalty) {
            bleu.add(text, List.of(reference));
            chrf.add(text, List.of(reference));
            ter.add(text, List.of(reference));
            penalties += penalty;
            segments++;
        }

        double quality() {
            return -penalties / segments;
        }
    }

    /** Summaries of four models against the human summary of the same article: who found no hallucination, and who found it factual. */
    private static void summaries(List<JsonNode> rows, PrintStream out) {
        Map<String, String> references = new TreeMap<>();
        for (JsonNode row : rows) {
            if (row.get("system").textValue().equals("Gold")) {
                references.put(row.get("bbcid").textValue(), row.get("summary").textValue());
            }
        }
        Ratings faithful = new Ratings();
        Ratings factual = new Ratings();
        for (JsonNode row : rows) {
            String reference = references.get(row.get("bbcid").textValue());
            if (row.get("system").textValue().equals("Gold") || reference == null) {
                continue;
            }
            String text = row.get("summary").textValue();
            Map<String, Boolean> clean = new TreeMap<>();
            for (JsonNode span : row.get("hallucination_spans")) {
                clean.merge(
                        span.get("worker").textValue(),
                        span.get("type").textValue().equals("none"),
                        Boolean::logicalAnd);
            }
            faithful.add(text, reference, share(new ArrayList<>(clean.values())));
            List<Boolean> votes = new ArrayList<>();
            for (JsonNode vote : row.get("factual_votes")) {
                votes.add(vote.textValue().equals("yes"));
            }
            factual.add(text, reference, share(votes));
        }
        print(out, "no hallucination", faithful.candidates, faithful.references, faithful.quality);
        print(out, "factual", factual.candidates, factual.references, factual.quality);
    }

    private static double share(List<Boolean> votes) {
        return votes.isEmpty()
                ? Double.NaN
                : (double) votes.stream().filter(v -> v).count() / votes.size();
    }

    /** Candidates with their references and ratings; those without a rating are left out. */
    private static final class Ratings {

        private final List<String> candidates = new ArrayList<>();
        private final List<String> references = new ArrayList<>();
        private final List<Double> quality = new ArrayList<>();

        void add(String candidate, String reference, double rating) {
            if (!Double.isNaN(rating)) {
                candidates.add(candidate);
                references.add(reference);
                quality.add(rating);
            }
        }
    }

    private static void print(
            PrintStream out, String rating, List<String> candidates, List<String> references, List<Double> quality) {
        double[] human = quality.stream().mapToDouble(Double::doubleValue).toArray();
        METRICS.forEach((name, metric) -> {
            double[] scores = new double[human.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = metric.applyAsDouble(candidates.get(i), references.get(i));
            }
            print(out, rating, name, scores, human);
        });
    }

    private static void print(PrintStream out, String rating, String metric, double[] scores, double[] human) {
        out.printf(
                Locale.ROOT,
                "| %s | %s | %d | %.3f | %.3f | %.3f |%n",
                rating,
                metric,
                scores.length,
                Correlation.pearson(scores, human),
                Correlation.spearman(scores, human),
                Kendall.of(scores, human).tauB());
    }
}
