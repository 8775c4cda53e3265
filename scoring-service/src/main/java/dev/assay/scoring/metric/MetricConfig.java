package dev.assay.scoring.metric;

import dev.assay.embedding.MiniLm;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Metrics;
import dev.assay.metrics.text.embedding.TextEmbedding;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The metrics and the embedding model of this process; the model is loaded when a text is first embedded. */
public final class MetricConfig {

    private MetricConfig() {}

    @Produces
    @Singleton
    static TextEmbedding embedding() {
        return new MiniLm();
    }

    @Produces
    @Singleton
    static MetricRegistry metrics(TextEmbedding embedding) {
        return Metrics.with(embedding);
    }
}
