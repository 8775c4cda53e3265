package dev.assay.runner.run;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code run}. Read through this; the part that changes is written under the row's lock with plain SQL. */
@Entity(name = "Run")
@Table(name = "run")
class RunEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long key;

    @Column
    String project;

    @Column
    String id;

    @Column
    byte[] specification;

    @Column(name = "trace_parent")
    String traceParent;

    @Column
    String state;

    @Column(name = "error_reason")
    @Nullable
    String errorReason;

    @Column(name = "error_message")
    @Nullable
    String errorMessage;

    @Column
    boolean planned;

    @Column
    @Nullable
    Long total;

    @Column
    long stored;

    @Column
    long sequence;

    @Column
    long failed;

    @Column
    long unreachable;

    @Column
    long retried;

    @Column
    long cached;

    @Column
    long input;

    @Column(name = "cached_input")
    long cachedInput;

    @Column(name = "cache_write")
    long cacheWrite;

    @Column
    long output;

    @Column
    long reasoning;

    @Column(columnDefinition = "numeric")
    BigDecimal cost;

    @Column
    double rate;

    @Column(name = "rate_time")
    @Nullable
    Instant rateTime;

    @Column(name = "answer_time")
    @Nullable
    Instant answerTime;

    @Column(name = "create_time")
    Instant createTime;

    @Column(name = "start_time")
    @Nullable
    Instant startTime;

    @Column(name = "end_time")
    @Nullable
    Instant endTime;

    @Column(name = "request_id")
    @Nullable
    String requestId;

    @Column(name = "request_digest")
    @Nullable
    String requestDigest;
}
