package dev.assay.dataset.dataset;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code dataset}. */
@Entity
@Table(name = "dataset")
public class DatasetEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long key;

    @Column(nullable = false)
    String project;

    @Column(nullable = false)
    String id;

    @Column(nullable = false)
    String title;

    @Column(nullable = false)
    String description;

    @Column(nullable = false)
    String license;

    @Column(nullable = false)
    String labels;

    @Column(name = "create_time", nullable = false)
    Instant createTime;

    @Column(name = "update_time", nullable = false)
    Instant updateTime;

    @Column(nullable = false)
    long revision;

    @Column(name = "latest_version")
    @Nullable
    String latestVersion;

    @Column(name = "version_count", nullable = false)
    int versionCount;

    @Column(name = "request_id")
    @Nullable
    String requestId;

    @Column(name = "request_digest")
    @Nullable
    String requestDigest;
}
