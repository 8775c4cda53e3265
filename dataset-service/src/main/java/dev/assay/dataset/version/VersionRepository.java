package dev.assay.dataset.version;

import dev.assay.dataset.dataset.Dataset;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** Versions in their table, to be read. */
@ApplicationScoped
@Transactional
public class VersionRepository implements PanacheRepositoryBase<VersionEntity, Long> {

    /** The version of that id. */
    public Optional<Version> get(Dataset dataset, String id) {
        return find("datasetKey = ?1 and id = ?2", dataset.key(), id)
                .firstResultOptional()
                .map(entity -> version(dataset, entity));
    }

    /** At most {@code limit} versions with a number below {@code before}, newest first. */
    public List<Version> list(Dataset dataset, int before, int limit) {
        return find("datasetKey = ?1 and number < ?2 order by number desc", dataset.key(), before)
                .page(Page.ofSize(limit))
                .stream()
                .map(entity -> version(dataset, entity))
                .toList();
    }

    private static Version version(Dataset dataset, VersionEntity entity) {
        return new Version(
                entity.key,
                dataset.project(),
                dataset.id(),
                entity.id,
                entity.digest,
                entity.number,
                new Version.Content(
                        entity.exampleCount,
                        StoredJson.counts(entity.categoryCounts),
                        StoredJson.counts(entity.recordedAnswerCounts),
                        entity.sizeBytes),
                new Version.Lineage(
                        entity.operation, StoredJson.names(entity.parents), entity.parameters, entity.skippedRowCount),
                entity.createTime);
    }
}
