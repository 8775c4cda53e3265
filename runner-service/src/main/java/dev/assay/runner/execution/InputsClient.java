package dev.assay.runner.execution;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.runner.model.Models;
import dev.assay.runner.run.RunInputs;
import dev.assay.runner.v1.Model;
import jakarta.enterprise.context.ApplicationScoped;

/** What runs are made of: models of our own registry, and versions of dataset-service. */
@ApplicationScoped
public class InputsClient implements RunInputs {

    private final Models models;
    private final ExampleSource examples;

    InputsClient(Models models, ExampleSource examples) {
        this.models = models;
        this.examples = examples;
    }

    @Override
    public Model model(String name) {
        dev.assay.runner.model.Model model = models.get(name, "run.model");
        return model.settings().toBuilder().setName(model.name()).build();
    }

    @Override
    public DatasetVersion version(String name) {
        return examples.version(name);
    }
}
