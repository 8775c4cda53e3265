package dev.assay.runner.run;

import dev.assay.runner.v1.RunEstimate;

/** Says what a run would take; a port. */
public interface RunEstimator {

    /**
     * What it would take.
     *
     * @param project of the run
     * @param specification as it would be created, with version, model and prices resolved
     */
    RunEstimate estimate(String project, dev.assay.runner.v1.Run specification);
}
