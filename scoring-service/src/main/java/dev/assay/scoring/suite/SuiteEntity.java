package dev.assay.scoring.suite;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of the table {@code suite}. */
@Entity
@Table(name = "suite")
public class SuiteEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long key;

    @Column(nullable = false)
    String project;

    @Column(nullable = false)
    String id;

    @Column(nullable = false)
    String digest;

    @Column(nullable = false)
    String title;

    @Column(nullable = false)
    String source;

    @Column(nullable = false)
    String definition;

    @Column(name = "create_time", nullable = false)
    Instant createTime;
}
