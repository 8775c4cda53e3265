package dev.assay.scoring.evaluation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code evaluation}. */
@Entity
@Table(name = "evaluation")
public class EvaluationEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long key;

    @Column(nullable = false)
    String project;

    @Column(nullable = false)
    String id;

    @Column(nullable = false)
    String suite;

    @Column(name = "dataset_version", nullable = false)
    String datasetVersion;

    @Column(nullable = false)
    String candidate;

    @Column(nullable = false)
    String baseline;

    @Column(nullable = false)
    String labels;

    @Column(nullable = false)
    String cache;

    @Column(name = "budget_currency", nullable = false)
    String budgetCurrency;

    @Column(name = "budget_amount", nullable = false)
    String budgetAmount;

    @Column(name = "budget_account", nullable = false)
    String budgetAccount;

    @Column(nullable = false)
    String state;

    @Column(name = "error_reason")
    @Nullable
    String errorReason;

    @Column(name = "error_message")
    @Nullable
    String errorMessage;

    @Column(nullable = false)
    boolean released;

    @Column(nullable = false)
    long revision;

    @Column(name = "trace_parent", nullable = false)
    String traceParent;

    @Column(name = "create_time", nullable = false)
    Instant createTime;

    @Column(name = "update_time", nullable = false)
    Instant updateTime;

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
