package dev.assay.dataset.api;

import dev.assay.dataset.dataset.DatasetRepository;
import dev.assay.dataset.dataset.Datasets;
import dev.assay.dataset.ingest.Imports;
import dev.assay.dataset.ingest.IngestConfig;
import dev.assay.dataset.version.ExampleRepository;
import dev.assay.dataset.version.Examples;
import dev.assay.dataset.version.NewVersionRepository;
import dev.assay.dataset.version.VersionRepository;
import dev.assay.dataset.version.Versions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the plain classes of the other rooms together. */
final class DatasetServiceConfig {

    @Produces
    @Singleton
    Datasets datasets(DatasetRepository repository) {
        return new Datasets(repository);
    }

    @Produces
    @Singleton
    Versions versions(Datasets datasets, VersionRepository repository) {
        return new Versions(datasets, repository);
    }

    @Produces
    @Singleton
    Examples examples(ExampleRepository repository) {
        return new Examples(repository);
    }

    @Produces
    @Singleton
    Imports imports(NewVersionRepository repository, IngestConfig config) {
        return new Imports(repository, config);
    }
}
