package dev.assay.scoring.suite;

import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Suites in their table. Each method is a transaction, or part of the caller's. */
@ApplicationScoped
@Transactional
public class SuiteRepository implements PanacheRepositoryBase<SuiteEntity, Long> {

    private final EntityManager entities;

    SuiteRepository(@PersistenceUnit("scoring") EntityManager entities) {
        this.entities = entities;
    }

    /** Inserts a suite unless it is there. */
    public void insert(String project, String id, String digest, String title, String source, String definition) {
        entities.createNativeQuery("""
                        insert into suite (project, id, digest, title, source, definition, create_time)
                        values (:project, :id, :digest, :title, :source, :definition, :now)
                        on conflict do nothing
                        """)
                .setParameter("project", project)
                .setParameter("id", id)
                .setParameter("digest", digest)
                .setParameter("title", title)
                .setParameter("source", source)
                .setParameter("definition", definition)
                .setParameter("now", Instant.now().truncatedTo(ChronoUnit.MICROS))
                .executeUpdate();
    }

    /** The suite of that name. */
    public Optional<StoredSuite> get(String project, String id) {
        return find("project = ?1 and id = ?2", project, id)
                .firstResultOptional()
                .map(SuiteRepository::suite);
    }

    /** At most {@code limit} suites of a project, newest first, older than {@code beforeKey}. */
    public List<StoredSuite> list(String project, long beforeKey, int limit) {
        return find("project = ?1 and key < ?2 order by key desc", project, beforeKey).page(Page.ofSize(limit)).stream()
                .map(SuiteRepository::suite)
                .toList();
    }

    private static StoredSuite suite(SuiteEntity entity) {
        return new StoredSuite(
                entity.key,
                entity.project,
                entity.id,
                entity.digest,
                entity.title,
                entity.source,
                entity.definition,
                entity.createTime);
    }
}
