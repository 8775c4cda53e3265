package dev.assay.runner.prompt;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code prompt_template}. Written once. */
@Entity(name = "PromptTemplate")
@Table(name = "prompt_template")
class PromptEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Nullable
    Long key;

    @Column
    String project;

    @Column
    String id;

    @Column
    String digest;

    @Column
    byte[] content;

    @Column(name = "create_time")
    Instant createTime;
}
