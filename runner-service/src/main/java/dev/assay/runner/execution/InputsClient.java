package dev.assay.runner.execution;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.runner.model.Models;
import dev.assay.runner.price.PriceTables;
import dev.assay.runner.run.RunInputs;
import dev.assay.runner.v1.Model;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** What runs are made of: models of our own registry, and versions of dataset-service. */
@ApplicationScoped
public class InputsClient implements RunInputs {

    private final Models models;
    private final PriceTables prices;
    private final ExampleSource examples;

    InputsClient(Models models, PriceTables prices, ExampleSource examples) {
        this.models = models;
        this.prices = prices;
        this.examples = examples;
    }

    @Override
    public Priced model(String name) {
        dev.assay.runner.model.Model model = models.get(name, "run.model");
        Model settings = model.settings().toBuilder().setName(model.name()).build();
        if (!settings.getPrices().getCurrencyCode().isEmpty()) {
            return new Priced(settings, "");
        }
        return prices.of(model.project(), settings, Instant.now())
                .map(found -> new Priced(
                        settings.toBuilder().setPrices(found.row().getPrices()).build(), found.table()))
                .orElse(new Priced(settings, ""));
    }

    @Override
    public DatasetVersion version(String name) {
        return examples.version(name);
    }
}
