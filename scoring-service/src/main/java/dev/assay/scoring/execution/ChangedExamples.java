package dev.assay.scoring.execution;

import dev.assay.metrics.text.embedding.TextEmbedding;
import dev.assay.scoring.comparison.Comparisons.Side;
import dev.assay.scoring.comparison.Evidence;
import dev.assay.scoring.comparison.Metric;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.result.ChangedExample;
import dev.assay.scoring.scorer.Completion;
import dev.assay.scoring.scorer.Scorers;
import dev.assay.scoring.scorer.Text;
import dev.assay.suite.Suite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds a few examples that changed sides and fetches their texts, which scoring does not keep. */
public final class ChangedExamples {

    private static final int EACH_WAY = 10;
    private static final int METRICS = 3;
    private static final int LENGTH = 600;

    private final ScoreRepository scores;
    private final Runner runner;
    private final TextEmbedding embedding;

    public ChangedExamples(ScoreRepository scores, Runner runner, TextEmbedding embedding) {
        this.scores = scores;
        this.runner = runner;
        this.embedding = embedding;
    }

    /** The first that got worse and the first that got better, of the first declared metrics; what is gone from the runner is left out. */
    List<ChangedExample> find(
            Evaluation evaluation,
            Suite suite,
            Evidence evidence,
            List<Metric> metrics,
            Side candidate,
            Side baseline) {
        Scorers scorers = Scorers.of(suite.scorers(), embedding);
        List<ChangedExample> found = new ArrayList<>();
        metrics.stream()
                .filter(metric -> metric.source() instanceof Metric.Scores)
                .limit(METRICS)
                .forEach(metric -> {
                    Evidence.Pairs pairs = evidence.pairs(
                            metric,
                            candidate.index(),
                            baseline.index(),
                            evidence.population().whole());
                    found.addAll(some(evaluation, scorers, metric, pairs, false));
                    found.addAll(some(evaluation, scorers, metric, pairs, true));
                });
        return found;
    }

    private List<ChangedExample> some(
            Evaluation evaluation, Scorers scorers, Metric metric, Evidence.Pairs pairs, boolean improved) {
        List<ChangedExample> found = new ArrayList<>();
        for (int i = 0; i < pairs.examples().length && found.size() < EACH_WAY; i++) {
            double difference = pairs.candidate()[i] - pairs.baseline()[i];
            if (improved ? difference > 0 : difference < 0) {
                example(evaluation, scorers, metric, pairs.examples()[i], improved)
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<ChangedExample> example(
            Evaluation evaluation, Scorers scorers, Metric metric, int position, boolean improved) {
        Optional<String> name = scores.example(evaluation.key(), position);
        Optional<Completion> ours = name.flatMap(
                example -> runner.completion(evaluation.participants().get(0).run(), example, 0));
        Optional<Completion> theirs = name.flatMap(
                example -> runner.completion(evaluation.participants().get(1).run(), example, 0));
        if (ours.isEmpty() || theirs.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ChangedExample(
                metric.name(),
                ours.get().example(),
                ours.get().category(),
                improved,
                Text.excerpt(ours.get().input(), LENGTH),
                Text.excerpt(ours.get().target().describe(), LENGTH),
                answer(ours.get()),
                answer(theirs.get()),
                explanation(scorers, metric, ours.get()),
                explanation(scorers, metric, theirs.get())));
    }

    private static String answer(Completion completion) {
        return switch (completion.reply()) {
            case Completion.Answered answered -> Text.excerpt(answered.text(), LENGTH);
            case Completion.Failed failed -> Text.excerpt(failed.reason() + ": " + failed.message(), LENGTH);
        };
    }

    private static String explanation(Scorers scorers, Metric metric, Completion completion) {
        return metric.source() instanceof Metric.Scores source
                ? scorers.score(completion).get(source.scorer()).explanation()
                : "";
    }
}
