package dev.assay.dataset.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Datasets in their table. Each method is a transaction, or part of the caller's. */
@ApplicationScoped
@Transactional
public class DatasetRepository implements PanacheRepositoryBase<DatasetEntity, Long> {

    /** A dataset together with what the call that made it had as its idempotency key; both empty when it had none. */
    public record Creation(Dataset dataset, String requestId, String requestDigest) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EntityManager entities;

    DatasetRepository(@PersistenceUnit("dataset") EntityManager entities) {
        this.entities = entities;
    }

    /** Inserts a dataset; false when its name or request id is taken, also by a transaction that commits at the same time. */
    public boolean insert(
            String project, String id, DatasetDescription description, String requestId, String requestDigest) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        int rows = entities.createNativeQuery("""
                        insert into dataset (project, id, title, description, license, labels, create_time, update_time,
                            revision, version_count, request_id, request_digest)
                        values (:project, :id, :title, :description, :license, :labels, :now, :now, 1, 0,
                            nullif(:requestId, ''), nullif(:requestDigest, ''))
                        on conflict do nothing
                        """)
                .setParameter("project", project)
                .setParameter("id", id)
                .setParameter("title", description.title())
                .setParameter("description", description.description())
                .setParameter("license", description.license())
                .setParameter("labels", write(description.labels()))
                .setParameter("now", now)
                .setParameter("requestId", requestId)
                .setParameter("requestDigest", requestDigest)
                .executeUpdate();
        return rows == 1;
    }

    /** The dataset of that name. */
    public Optional<Dataset> get(String project, String id) {
        return find("project = ?1 and id = ?2", project, id)
                .firstResultOptional()
                .map(DatasetRepository::dataset);
    }

    /** The dataset that a request with this id made. */
    public Optional<Creation> byRequest(String project, String requestId) {
        return find("project = ?1 and requestId = ?2", project, requestId)
                .firstResultOptional()
                .map(entity -> new Creation(
                        dataset(entity),
                        requestId,
                        Optional.ofNullable(entity.requestDigest).orElse("")));
    }

    /** At most {@code limit} datasets of a project by id, after {@code afterId}. */
    public List<Dataset> list(String project, String afterId, int limit) {
        return find("project = ?1 and id > ?2 order by id", project, afterId).page(Page.ofSize(limit)).stream()
                .map(DatasetRepository::dataset)
                .toList();
    }

    /**
     * Changes the description of a dataset while nobody else can.
     *
     * @param change is given the dataset as it is now and returns what it shall say; what it throws undoes everything
     * @return the changed dataset; empty when there is none of that name
     */
    public Optional<Dataset> update(String project, String id, DescriptionChange change) {
        return locked(project, id).map(entity -> {
            DatasetDescription now = change.apply(dataset(entity));
            entity.title = now.title();
            entity.description = now.description();
            entity.license = now.license();
            entity.labels = write(now.labels());
            entity.updateTime = Instant.now().truncatedTo(ChronoUnit.MICROS);
            entity.revision++;
            return dataset(entity);
        });
    }

    /** What an update makes of a dataset. */
    @FunctionalInterface
    public interface DescriptionChange {
        DatasetDescription apply(Dataset current);
    }

    /**
     * Deletes a dataset, its versions and their examples.
     *
     * @param check is given the dataset; what it throws undoes everything
     * @return false when there is none of that name
     */
    public boolean delete(String project, String id, UnaryOperator<Dataset> check) {
        Optional<DatasetEntity> found = locked(project, id);
        found.ifPresent(entity -> {
            Dataset dataset = check.apply(dataset(entity));
            entities.createNativeQuery(
                            "delete from example where version_key in (select key from dataset_version where dataset_key = :key)")
                    .setParameter("key", dataset.key())
                    .executeUpdate();
            delete(entity);
        });
        return found.isPresent();
    }

    private Optional<DatasetEntity> locked(String project, String id) {
        return find("project = ?1 and id = ?2", project, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    private static Dataset dataset(DatasetEntity entity) {
        return new Dataset(
                entity.key,
                entity.project,
                entity.id,
                new DatasetDescription(entity.title, entity.description, entity.license, read(entity.labels)),
                entity.createTime,
                entity.updateTime,
                entity.revision,
                Optional.ofNullable(entity.latestVersion));
    }

    private static String write(Map<String, String> labels) {
        try {
            return JSON.writeValueAsString(labels);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> read(String labels) {
        try {
            return JSON.readValue(labels, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
