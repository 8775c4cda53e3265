package dev.assay.dataset.api;

import dev.assay.dataset.dataset.DatasetRepository;
import dev.assay.dataset.dataset.Datasets;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts the plain classes of the other rooms together. */
final class DatasetServiceConfig {

    @Produces
    @Singleton
    Datasets datasets(DatasetRepository repository) {
        return new Datasets(repository);
    }
}
