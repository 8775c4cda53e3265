package dev.assay.scoring.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.scoring.evaluation.Evaluation.Failure;
import dev.assay.scoring.evaluation.Evaluation.State;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Evaluations and their participants in their tables. Each method is a transaction, or part of the caller's. */
@ApplicationScoped
@Transactional
public class EvaluationRepository implements PanacheRepositoryBase<EvaluationEntity, Long> {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EntityManager entities;
    private final WorkQueue queue;

    EvaluationRepository(@PersistenceUnit("scoring") EntityManager entities, WorkQueue queue) {
        this.entities = entities;
        this.queue = queue;
    }

    /** An evaluation that a request made, with the digest of that request. */
    public record Creation(long key, String requestDigest) {}

    /**
     * Inserts an evaluation in state PENDING with its participants and the work that moves it on.
     *
     * @param evaluation its key and times do not count
     * @return its key; empty when its name or request id is taken, also by a transaction that commits at the same time
     */
    public OptionalLong insert(Evaluation evaluation, String requestId, String requestDigest) {
        Instant now = now();
        List<?> keys = entities.createNativeQuery("""
                        insert into evaluation (project, id, suite, dataset_version, candidate, baseline, labels, cache,
                            budget_currency, budget_amount, budget_account, state, released,
                            revision, trace_parent, create_time, update_time, request_id, request_digest)
                        values (:project, :id, :suite, :version, :candidate, :baseline, :labels, :cache,
                            :budgetCurrency, :budgetAmount, :budgetAccount, 'PENDING', false,
                            1, :trace, :now, :now, nullif(:requestId, ''), nullif(:requestDigest, ''))
                        on conflict do nothing
                        returning key
                        """)
                .setParameter("project", evaluation.project())
                .setParameter("id", evaluation.id())
                .setParameter("suite", evaluation.suite())
                .setParameter("version", evaluation.datasetVersion())
                .setParameter("candidate", evaluation.candidate())
                .setParameter("baseline", evaluation.baseline())
                .setParameter("labels", write(evaluation.labels()))
                .setParameter("cache", evaluation.options().cache())
                .setParameter("budgetCurrency", evaluation.options().budgetCurrency())
                .setParameter("budgetAmount", evaluation.options().budgetAmount())
                .setParameter("budgetAccount", evaluation.options().budgetAccount())
                .setParameter("trace", evaluation.traceParent())
                .setParameter("now", now)
                .setParameter("requestId", requestId)
                .setParameter("requestDigest", requestId.isEmpty() ? "" : requestDigest)
                .getResultList();
        if (keys.isEmpty()) {
            return OptionalLong.empty();
        }
        long key = ((Number) keys.getFirst()).longValue();
        evaluation.participants().forEach(participant -> insert(key, participant));
        queue.enqueue(key);
        return OptionalLong.of(key);
    }

    private void insert(long evaluationKey, Participant participant) {
        ParticipantEntity entity = new ParticipantEntity();
        entity.evaluationKey = evaluationKey;
        entity.index = participant.index();
        entity.role = participant.role().name();
        entity.modelKey = participant.key();
        entity.model = participant.model();
        entity.run = "";
        entity.settings = "";
        entity.cursor = "";
        entity.usage = participant.usage().toByteArray();
        entity.cost = participant.cost().toByteArray();
        entities.persist(entity);
    }

    /** The evaluation of that name. */
    public Optional<Evaluation> get(String project, String id) {
        return find("project = ?1 and id = ?2", project, id)
                .firstResultOptional()
                .map(this::evaluation);
    }

    /** The evaluation with that row. */
    public Optional<Evaluation> get(long key) {
        return findByIdOptional(key).map(this::evaluation);
    }

    /** The revision of an evaluation: what a watcher asks for first. */
    public OptionalLong revision(long key) {
        List<?> found = entities.createNativeQuery("select revision from evaluation where key = :key")
                .setParameter("key", key)
                .getResultList();
        return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(((Number) found.getFirst()).longValue());
    }

    /** What a request with this id made. */
    public Optional<Creation> byRequest(String project, String requestId) {
        return find("project = ?1 and requestId = ?2", project, requestId)
                .firstResultOptional()
                .map(entity -> new Creation(
                        entity.key, Optional.ofNullable(entity.requestDigest).orElse("")));
    }

    /** At most {@code limit} evaluations of a project, newest first, older than {@code beforeKey}. */
    public List<Evaluation> list(String project, long beforeKey, int limit) {
        return find("project = ?1 and key < ?2 order by key desc", project, beforeKey).page(Page.ofSize(limit)).stream()
                .map(this::evaluation)
                .toList();
    }

    /** Moves an evaluation from one state to the next; false when it is not in that state any more. */
    public boolean move(long key, State from, State to) {
        return update("""
                update evaluation set state = :to, revision = revision + 1, update_time = :now,
                    end_time = case when :ends then :now else end_time end
                where key = :key and state = :from
                """)
                        .setParameter("to", to.name())
                        .setParameter("from", from.name())
                        .setParameter("ends", to.hasEnded())
                        .setParameter("now", now())
                        .setParameter("key", key)
                        .executeUpdate()
                == 1;
    }

    /** Notes the run of a participant and the version that it resolved. */
    public void started(long key, int participant, RunState run) {
        update("update participant set run = :run, settings = :settings where evaluation_key = :key and index = :index")
                .setParameter("run", run.name())
                .setParameter("settings", run.settings())
                .setParameter("key", key)
                .setParameter("index", participant)
                .executeUpdate();
        update(
                        "update evaluation set dataset_version = :version, revision = revision + 1, update_time = :now where key = :key")
                .setParameter("version", run.datasetVersion())
                .setParameter("now", now())
                .setParameter("key", key)
                .executeUpdate();
    }

    /** Notes how far a participant's run is; says nothing about its scores. */
    public void progressed(long key, int participant, RunState run) {
        update("""
                update participant set total = coalesce(cast(:total as bigint), total), succeeded = :succeeded, failed = :failed,
                    retried = :retried, rate = :rate, usage = :usage, cost = :cost
                where evaluation_key = :key and index = :index
                """)
                .setParameter(
                        "total",
                        run.total().isPresent() ? String.valueOf(run.total().getAsLong()) : null)
                .setParameter("succeeded", run.succeeded())
                .setParameter("failed", run.failed())
                .setParameter("retried", run.retried())
                .setParameter("rate", run.rate())
                .setParameter("usage", run.usage().toByteArray())
                .setParameter("cost", run.cost().toByteArray())
                .setParameter("key", key)
                .setParameter("index", participant)
                .executeUpdate();
        touch(key);
    }

    /** Ends an evaluation that has not ended as FAILED; its runs are stopped by the work that goes on. */
    public boolean fail(long key, Failure failure) {
        return update("""
                update evaluation set state = 'FAILED', error_reason = :reason, error_message = :message,
                    revision = revision + 1, update_time = :now, end_time = :now
                where key = :key and state not in ('DECIDED', 'FAILED', 'CANCELLED')
                """)
                        .setParameter("reason", failure.reason().name())
                        .setParameter("message", failure.message().replace('\0', ' '))
                        .setParameter("now", now())
                        .setParameter("key", key)
                        .executeUpdate()
                == 1;
    }

    /** Ends an evaluation that has not ended as CANCELLED, and asks for its runs to be stopped. */
    public boolean cancel(long key) {
        boolean cancelled =
                update("""
                update evaluation set state = 'CANCELLED', revision = revision + 1, update_time = :now, end_time = :now
                where key = :key and state not in ('DECIDED', 'FAILED', 'CANCELLED')
                """).setParameter("now", now()).setParameter("key", key).executeUpdate() == 1;
        if (cancelled) {
            queue.enqueue(key);
        }
        return cancelled;
    }

    /** Notes that the runs of an evaluation that failed or was cancelled have been stopped. */
    public void released(long key) {
        update("update evaluation set released = true where key = :key")
                .setParameter("key", key)
                .executeUpdate();
    }

    /** Stores the result and ends the evaluation as DECIDED; false when it is no longer COMPARING. */
    public boolean decide(long key, byte[] result) {
        if (!move(key, State.COMPARING, State.DECIDED)) {
            return false;
        }
        update("insert into evaluation_result (evaluation_key, content) values (:key, :content)")
                .setParameter("key", key)
                .setParameter("content", result)
                .executeUpdate();
        return true;
    }

    /** The stored result, as {@code assay.scoring.v1.EvaluationResult}; empty unless DECIDED. */
    public Optional<byte[]> result(long key) {
        List<?> found = entities.createNativeQuery(
                        "select content from evaluation_result where evaluation_key = :key", byte[].class)
                .setParameter("key", key)
                .getResultList();
        return found.isEmpty() ? Optional.empty() : Optional.of((byte[]) found.getFirst());
    }

    /** Deletes an evaluation with its scores. */
    public void remove(long key) {
        for (String table :
                List.of("evaluation where key", "score where evaluation_key", "completion where evaluation_key")) {
            update("delete from " + table + " = :key").setParameter("key", key).executeUpdate();
        }
    }

    private void touch(long key) {
        update("update evaluation set revision = revision + 1, update_time = :now where key = :key")
                .setParameter("now", now())
                .setParameter("key", key)
                .executeUpdate();
    }

    private Query update(String sql) {
        return entities.createNativeQuery(sql);
    }

    private Evaluation evaluation(EvaluationEntity entity) {
        List<Participant> participants = entities.createQuery(
                        "from ParticipantEntity where evaluationKey = :key order by index", ParticipantEntity.class)
                .setParameter("key", entity.key)
                .getResultStream()
                .map(EvaluationRepository::participant)
                .toList();
        Optional<Failure> error = Optional.ofNullable(entity.errorReason)
                .map(reason -> new Failure(
                        ErrorReason.valueOf(reason),
                        Optional.ofNullable(entity.errorMessage).orElse("")));
        return new Evaluation(
                entity.key,
                entity.project,
                entity.id,
                entity.suite,
                entity.datasetVersion,
                entity.candidate,
                entity.baseline,
                new TreeMap<>(read(entity.labels)),
                new RunOptions(entity.cache, entity.budgetCurrency, entity.budgetAmount, entity.budgetAccount),
                State.valueOf(entity.state),
                error,
                participants,
                entity.released,
                entity.revision,
                entity.traceParent,
                entity.createTime,
                entity.updateTime,
                Optional.ofNullable(entity.endTime));
    }

    private static Participant participant(ParticipantEntity entity) {
        try {
            return new Participant(
                    entity.index,
                    Participant.Role.valueOf(entity.role),
                    entity.modelKey,
                    entity.model,
                    entity.run,
                    entity.settings,
                    entity.cursor,
                    entity.ended,
                    new Participant.Progress(
                            entity.total == null ? OptionalLong.empty() : OptionalLong.of(entity.total),
                            entity.succeeded,
                            entity.failed,
                            entity.scored,
                            entity.retried,
                            entity.rate),
                    TokenUsage.parseFrom(entity.usage),
                    Cost.parseFrom(entity.cost));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
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
