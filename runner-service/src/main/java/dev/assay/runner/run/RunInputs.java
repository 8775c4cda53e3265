package dev.assay.runner.run;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.runner.v1.Model;

/** What a run is made of, as it is when the run is created; a port. */
public interface RunInputs {

    /** The model of that name with its settings. Throws RESOURCE_NOT_FOUND. */
    Model model(String name);

    /** The version of that name, which may end in {@code latest}. Throws RESOURCE_NOT_FOUND or DEPENDENCY_UNAVAILABLE. */
    DatasetVersion version(String name);
}
