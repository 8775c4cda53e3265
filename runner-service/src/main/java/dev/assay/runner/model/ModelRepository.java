package dev.assay.runner.model;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.kit.name.PageRequest;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Models in the database. */
@ApplicationScoped
public class ModelRepository implements PanacheRepositoryBase<ModelEntity, Long> {

    /** A model with the request that made it. */
    record Made(Model model, @Nullable String requestDigest) {}

    <T> T inTransaction(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }

    Optional<Model> find(String project, String id) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and id = ?2", project, id)
                        .firstResultOptional()
                        .map(ModelRepository::model));
    }

    Optional<Made> findByRequest(String project, String requestId) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and requestId = ?2", project, requestId)
                        .firstResultOptional()
                        .map(entity -> new Made(model(entity), entity.requestDigest)));
    }

    /** Inserts a model unless there is one of that name or request; tells whether it did. */
    boolean insert(String project, String id, byte[] settings, Instant now, String requestId, String digest) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> getEntityManager()
                                .createNativeQuery("""
                                insert into model (project, id, settings, create_time, update_time, revision, request_id, request_digest)
                                values (?1, ?2, ?3, ?4, ?4, 1, nullif(?5, ''), nullif(?6, '')) on conflict do nothing""")
                                .setParameter(1, project)
                                .setParameter(2, id)
                                .setParameter(3, settings)
                                .setParameter(4, now)
                                .setParameter(5, requestId)
                                .setParameter(6, requestId.isEmpty() ? "" : digest)
                                .executeUpdate()
                        == 1);
    }

    /** The model for an update in the current transaction. */
    Optional<Model> lock(String project, String id) {
        return find("project = ?1 and id = ?2", project, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(ModelRepository::model);
    }

    Model update(Model model, dev.assay.runner.v1.Model settings, Instant now) {
        ModelEntity entity = findById(model.key());
        entity.settings = settings.toByteArray();
        entity.updateTime = now;
        entity.revision = model.revision() + 1;
        return model(entity);
    }

    void remove(Model model) {
        deleteById(model.key());
    }

    /** By id; at most one more than the page, which tells whether there is another. */
    List<Model> list(String project, PageRequest page) {
        return QuarkusTransaction.joiningExisting()
                .call(() -> find("project = ?1 and id > ?2 order by id", project, page.cursor())
                        .page(Page.ofSize(page.size() + 1))
                        .stream()
                        .map(ModelRepository::model)
                        .toList());
    }

    private static Model model(ModelEntity entity) {
        try {
            return new Model(
                    entity.key == null ? 0 : entity.key,
                    entity.project,
                    entity.id,
                    dev.assay.runner.v1.Model.parseFrom(entity.settings),
                    entity.createTime,
                    entity.updateTime,
                    entity.revision);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("model " + entity.id + " is unreadable", e);
        }
    }
}
