package dev.assay.scoring.evaluation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code participant}. */
@Entity
@Table(name = "participant")
public class ParticipantEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long key;

    @Column(name = "evaluation_key", nullable = false)
    long evaluationKey;

    @Column(nullable = false)
    int index;

    @Column(nullable = false)
    String role;

    @Column(name = "model_key", nullable = false)
    String modelKey;

    @Column(nullable = false)
    String model;

    @Column(nullable = false)
    String run;

    @Column(nullable = false)
    String settings;

    @Column(nullable = false)
    String cursor;

    @Column(nullable = false)
    boolean ended;

    @Nullable
    Long total;

    @Column(nullable = false)
    long succeeded;

    @Column(nullable = false)
    long failed;

    @Column(nullable = false)
    long scored;

    @Column(nullable = false)
    long retried;

    @Column(nullable = false)
    double rate;

    @Column(nullable = false)
    byte[] usage;

    @Column(nullable = false)
    byte[] cost;
}
