package dev.assay.scoring.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.text.embedding.EmbeddingModel;
import dev.assay.scoring.comparison.Comparisons;
import dev.assay.scoring.comparison.Comparisons.Side;
import dev.assay.scoring.comparison.Estimation;
import dev.assay.scoring.comparison.Evidence;
import dev.assay.scoring.comparison.Metric;
import dev.assay.scoring.comparison.Population;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.gate.Decisions;
import dev.assay.scoring.gate.Gates;
import dev.assay.scoring.gate.Judged;
import dev.assay.scoring.result.ChangedExample;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.EvaluationResult;
import dev.assay.scoring.scorer.Scorers;
import dev.assay.scoring.suite.StoredSuite;
import dev.assay.suite.ScorerSpec;
import dev.assay.suite.Suite;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Estimates, compares, judges and decides once every score is there. */
public final class Analyst {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ScoreRepository scores;
    private final ChangedExamples changed;
    private final EmbeddingModel embedding;
    private final String version;

    /**
     * Analyses from the stored scores.
     *
     * @param embedding the model of scorers that embed, for the record
     * @param version Assay's own, for the record
     */
    public Analyst(ScoreRepository scores, ChangedExamples changed, EmbeddingModel embedding, String version) {
        this.scores = scores;
        this.changed = changed;
        this.embedding = embedding;
        this.version = version;
    }

    EvaluationResult analyse(Evaluation evaluation, StoredSuite stored, Suite suite) {
        List<Participant> participants = evaluation.participants();
        int examples = scores.examples(evaluation.key()).orElse(0);
        Evidence evidence = new Evidence(
                new Population(examples, suite.slices()),
                participants.size(),
                suite.samples(),
                suite.scorers().size(),
                suite.seed());
        scores.read(evaluation.key(), evidence::add, evidence::add);
        List<Metric> metrics = Metric.of(suite);
        Side candidate = new Side(0, evaluation.candidate());
        Optional<Side> baseline =
                evaluation.baseline().isEmpty() ? Optional.empty() : Optional.of(new Side(1, evaluation.baseline()));
        List<Comparison> comparisons = baseline.map(
                        side -> new Comparisons(evidence, suite.confidence()).compare(metrics, candidate, side))
                .orElse(List.of());
        List<Judged> gates = new Gates(suite, evidence, metrics, candidate, baseline).judge();
        double errorShare = Math.max(
                evidence.errorShare(candidate.index()),
                baseline.map(side -> evidence.errorShare(side.index())).orElse(0.0));
        List<ChangedExample> examplesToShow = baseline.map(
                        side -> changed.find(evaluation, suite, evidence, metrics, candidate, side))
                .orElse(List.of());
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new EvaluationResult(
                new Estimation(evidence, suite.confidence())
                        .estimate(
                                metrics,
                                participants.stream().map(Participant::key).toList()),
                comparisons,
                gates.stream().map(Judged::outcome).toList(),
                Decisions.decide(suite, gates, errorShare, now),
                examplesToShow,
                record(evaluation, stored, suite, examples));
    }

    /** Everything needed to repeat the evaluation. */
    private ObjectNode record(Evaluation evaluation, StoredSuite stored, Suite suite, int examples) {
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("assay_version", version);
        record.put("suite", stored.name());
        record.put("suite_digest", stored.digest());
        record.put("dataset_version", evaluation.datasetVersion());
        record.put("examples", examples);
        record.put("samples", suite.samples());
        record.put("seed", suite.seed());
        record.put("confidence", suite.confidence());
        record.put("scorers_version", Scorers.VERSION);
        if (suite.scorers().values().stream().anyMatch(ScorerSpec.EmbeddingSimilarity.class::isInstance)) {
            record.put("embedding_model", embedding.toString());
        }
        ObjectNode models = record.putObject("models");
        for (Participant participant : evaluation.participants()) {
            ObjectNode model = models.putObject(participant.key());
            model.put("role", participant.role().name());
            model.put("run", participant.run());
            model.set("settings", settings(participant));
        }
        record.set("definition", definition(stored));
        return record;
    }

    private static ObjectNode settings(Participant participant) {
        return participant.settings().isEmpty()
                ? JsonNodeFactory.instance.objectNode()
                : object(participant.settings());
    }

    private static ObjectNode definition(StoredSuite stored) {
        return object(stored.definition());
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON cannot be read", e);
        }
    }
}
