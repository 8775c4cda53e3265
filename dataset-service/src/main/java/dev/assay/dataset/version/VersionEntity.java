package dev.assay.dataset.version;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the table {@code dataset_version}; read only, since {@link NewVersion} writes it. */
@Entity
@Table(name = "dataset_version")
public class VersionEntity {

    @Id
    long key;

    @Column(name = "dataset_key", nullable = false)
    long datasetKey;

    @Column(nullable = false)
    int number;

    @Column(nullable = false)
    String id;

    @Column(nullable = false)
    String digest;

    @Column(name = "example_count", nullable = false)
    long exampleCount;

    @Column(name = "category_counts", nullable = false)
    String categoryCounts;

    @Column(name = "recorded_answer_counts", nullable = false)
    String recordedAnswerCounts;

    @Column(name = "size_bytes", nullable = false)
    long sizeBytes;

    @Column(nullable = false)
    String operation;

    @Column(nullable = false)
    String parents;

    @Column(nullable = false)
    String parameters;

    @Column(name = "skipped_row_count", nullable = false)
    long skippedRowCount;

    @Column(name = "create_time", nullable = false)
    Instant createTime;
}
