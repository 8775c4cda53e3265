package dev.assay.metrics.registry;

import dev.assay.metrics.agreement.AgreementMetrics;
import dev.assay.metrics.decision.ChoiceMetrics;
import dev.assay.metrics.decision.DecisionMetrics;
import dev.assay.metrics.drift.DriftMetrics;
import dev.assay.metrics.label.ClassificationMetrics;
import dev.assay.metrics.label.FairnessMetrics;
import dev.assay.metrics.label.PerGroupMetrics;
import dev.assay.metrics.label.ProbabilityMetrics;
import dev.assay.metrics.number.NumberMetrics;
import dev.assay.metrics.ranking.RankingMetrics;
import dev.assay.metrics.repeats.RepeatMetrics;
import dev.assay.metrics.statistics.StatisticsMetrics;
import dev.assay.metrics.structure.JsonMetrics;
import dev.assay.metrics.structure.OverlapMetrics;
import dev.assay.metrics.structure.ToolCallMetrics;
import dev.assay.metrics.text.EmbeddingMetrics;
import dev.assay.metrics.text.TextMetrics;
import dev.assay.metrics.text.embedding.TextEmbedding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every metric of this library in one registry. A new family adds its line here. */
public final class Metrics {

    private static final MetricRegistry ALL = new MetricRegistry(families(Optional.empty()));

    private Metrics() {}

    /** The registry of all metrics; immutable, built once. Those that need an embedding say that there is none. */
    public static MetricRegistry all() {
        return ALL;
    }

    /** The registry of all metrics with a model for those that need an embedding. */
    public static MetricRegistry with(TextEmbedding embedding) {
        return new MetricRegistry(families(Optional.of(embedding)));
    }

    private static List<List<MetricRegistry.Entry>> families(Optional<TextEmbedding> embedding) {
        List<List<MetricRegistry.Entry>> families = new ArrayList<>();
        families.add(ClassificationMetrics.entries());
        families.add(ProbabilityMetrics.entries());
        families.add(NumberMetrics.entries());
        families.add(RepeatMetrics.entries());
        families.add(RankingMetrics.entries());
        families.add(AgreementMetrics.entries());
        families.add(DriftMetrics.entries());
        families.add(FairnessMetrics.entries());
        families.add(PerGroupMetrics.entries());
        families.add(DecisionMetrics.entries());
        families.add(ChoiceMetrics.entries());
        families.add(JsonMetrics.entries());
        families.add(OverlapMetrics.entries());
        families.add(ToolCallMetrics.entries());
        families.addAll(StatisticsMetrics.families());

        families.addAll(TextMetrics.families());
        families.add(EmbeddingMetrics.entries(embedding));
        return families;
    }
}
