package dev.assay.runner.run;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.runner.v1.Model;

/** What a run is made of, as it is when the run is created; a port. */
public interface RunInputs {

    /**
     * A model with its prices.
     *
     * @param settings with prices, where any are known
     * @param priceTable the version of the price table that they were taken from; empty when they are the model's own or there are none
     */
    record Priced(Model settings, String priceTable) {}

    /** The model of that name. Throws RESOURCE_NOT_FOUND. */
    Priced model(String name);

    /** The version of that name, which may end in {@code latest}. Throws RESOURCE_NOT_FOUND or DEPENDENCY_UNAVAILABLE. */
    DatasetVersion version(String name);
}
