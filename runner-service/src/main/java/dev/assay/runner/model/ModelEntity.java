package dev.assay.runner.model;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code model}. */
@Entity(name = "Model")
@Table(name = "model")
class ModelEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long key;

    @Column
    String project;

    @Column
    String id;

    @Column
    byte[] settings;

    @Column(name = "create_time")
    Instant createTime;

    @Column(name = "update_time")
    Instant updateTime;

    @Column
    long revision;

    @Column(name = "request_id")
    @Nullable
    String requestId;

    @Column(name = "request_digest")
    @Nullable
    String requestDigest;
}
