package dev.assay.dataset.version;

import dev.assay.dataset.dataset.Dataset;
import dev.assay.dataset.dataset.Datasets;
import dev.assay.kit.error.AssayException;
import java.util.List;

/** What can be asked of versions. */
public final class Versions {

    private final Datasets datasets;
    private final VersionRepository repository;

    public Versions(Datasets datasets, VersionRepository repository) {
        this.datasets = datasets;
        this.repository = repository;
    }

    /**
     * A version.
     *
     * @param id its id, or {@code latest}
     * @throws AssayException RESOURCE_NOT_FOUND naming the dataset or the version that is not there
     */
    public Version get(String project, String dataset, String id) {
        Dataset found = datasets.get(project, dataset);
        String wanted = id.equals(Version.LATEST) ? found.latestVersion().orElse("") : id;
        return repository
                .get(found, wanted)
                .orElseThrow(() -> AssayException.notFound(Version.name(project, dataset, id)));
    }

    /**
     * At most {@code limit} versions of a dataset, newest first.
     *
     * @param before only versions with a lower number
     * @throws AssayException RESOURCE_NOT_FOUND naming the dataset that is not there
     */
    public List<Version> list(String project, String dataset, int before, int limit) {
        return repository.list(datasets.get(project, dataset), before, limit);
    }
}
