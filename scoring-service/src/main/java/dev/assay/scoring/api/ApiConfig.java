package dev.assay.scoring.api;

import dev.assay.scoring.evaluation.Evaluations;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.evaluation.Scores;
import dev.assay.scoring.report.Reports;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Puts together what the edge needs. */
@Singleton
public class ApiConfig {

    @Produces
    @Singleton
    Scores scores(ScoreRepository repository, Evaluations evaluations) {
        return new Scores(repository, evaluations);
    }

    @Produces
    @Singleton
    Reports reports(Evaluations evaluations) {
        return new Reports(evaluations);
    }

    @Produces
    @Singleton
    Watches watches(Evaluations evaluations) {
        return new Watches(evaluations);
    }
}
