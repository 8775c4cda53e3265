package dev.assay.runner.run;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import java.util.Map;

/** What a run may ask for. */
final class RunRules {

    private static final int MAX_SAMPLES = 1_000;
    private static final int MAX_STOPS = 16;
    private static final int MAX_LABELS = 64;
    private static final int MAX_LABEL = 200;
    private static final int MAX_TOOLS = 128;

    private RunRules() {}

    /**
     * What was asked for, without output-only fields, with defaults filled in.
     *
     * @throws AssayException INVALID_REQUEST naming the field at fault
     */
    static Run check(String project, Run run) {
        sameProject(project, "projects/{project}/models/{model}", run.getModel(), "run.model");
        sameProject(
                project,
                "projects/{project}/datasets/{dataset}/versions/{version}",
                run.getDatasetVersion(),
                "run.dataset_version");
        if (!run.getPromptTemplate().isEmpty()) {
            sameProject(
                    project,
                    "projects/{project}/promptTemplates/{prompt_template}",
                    run.getPromptTemplate(),
                    "run.prompt_template");
        }
        if (run.getMaxExamples() < 0) {
            throw AssayException.invalid("run.max_examples", "must not be negative");
        }
        if (run.getSamplesPerExample() < 0 || run.getSamplesPerExample() > MAX_SAMPLES) {
            throw AssayException.invalid("run.samples_per_example", "must be between 1 and " + MAX_SAMPLES);
        }
        generation(run.getGeneration());
        labels(run.getLabelsMap());
        if (run.hasBudget() && !run.getBudget().getAmount().matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
            throw AssayException.invalid("run.budget.amount", "must be a decimal number such as 2.50");
        }
        if (run.getBudgetAccount().chars().anyMatch(Character::isISOControl)) {
            throw AssayException.invalid("run.budget_account", "must hold no control characters");
        }
        if (run.getBudgetAccount().length() > MAX_LABEL) {
            throw AssayException.invalid("run.budget_account", "longer than " + MAX_LABEL + " characters");
        }
        if (!run.getBudgetAccount().isEmpty() && !run.hasBudget()) {
            throw AssayException.invalid("run.budget_account", "only with a budget");
        }
        if (run.getCache() == Run.CacheMode.UNRECOGNIZED) {
            throw AssayException.invalid("run.cache", "must be OFF, READ or READ_WRITE");
        }
        Run.Builder checked = Run.newBuilder()
                .setCache(run.getCache() == Run.CacheMode.CACHE_MODE_UNSPECIFIED ? Run.CacheMode.OFF : run.getCache());
        if (run.hasBudget()) {
            checked.setBudgetAccount(run.getBudgetAccount());
            checked.setBudget(run.getBudget());
        }
        return checked.setModel(run.getModel())
                .setDatasetVersion(run.getDatasetVersion())
                .setSlice(run.getSlice())
                .setMaxExamples(run.getMaxExamples())
                .setPromptTemplate(run.getPromptTemplate())
                .setGeneration(run.getGeneration())
                .setSamplesPerExample(Math.max(1, run.getSamplesPerExample()))
                .setOrderSeed(run.getOrderSeed())
                .putAllLabels(run.getLabelsMap())
                .build();
    }

    /** A budget is in the currency of the model's prices. */
    static void checkBudget(Run run, Model model) {
        if (run.hasBudget()
                && !run.getBudget().getCurrencyCode().equals(model.getPrices().getCurrencyCode())) {
            throw AssayException.invalid(
                    "run.budget.currency_code",
                    model.getPrices().getCurrencyCode().isEmpty()
                            ? "the model has no prices"
                            : "must be that of the model's prices, "
                                    + model.getPrices().getCurrencyCode());
        }
        if (run.hasBudget() && !run.getGeneration().hasMaxTokens() && model.getProvider() != Model.Provider.RECORDED) {
            throw AssayException.invalid(
                    "run.generation.max_tokens",
                    "required with a budget: without it no call has a worst case"
                            + (GenerationRules.takesMaxTokens(model)
                                    ? ""
                                    : "; the model's template needs a place {{max_tokens}} for it"));
        }
        if (run.hasBudget() && run.getBudget().getCurrencyCode().isEmpty()) {
            throw AssayException.invalid("run.budget.currency_code", "required");
        }
    }

    private static void sameProject(String project, String pattern, String name, String field) {
        if (!ResourceName.parse(pattern, name, field).get("project").equals(project)) {
            throw AssayException.invalid(field, "must be in the run's own project, projects/" + project);
        }
    }

    private static void generation(GenerationParameters generation) {
        String at = "run.generation.";
        if (generation.hasTemperature() && !(generation.getTemperature() >= 0 && generation.getTemperature() <= 100)) {
            throw AssayException.invalid(at + "temperature", "must be between 0 and 100");
        }
        if (generation.hasTopP() && !(generation.getTopP() > 0 && generation.getTopP() <= 1)) {
            throw AssayException.invalid(at + "top_p", "must be in (0, 1]");
        }
        if (generation.hasMaxTokens() && generation.getMaxTokens() < 1) {
            throw AssayException.invalid(at + "max_tokens", "must be at least 1");
        }
        if (generation.getStopCount() > MAX_STOPS) {
            throw AssayException.invalid(at + "stop", "more than " + MAX_STOPS);
        }
        if (generation.getStopList().contains("")) {
            throw AssayException.invalid(at + "stop", "must hold no empty text");
        }
        if (generation.getToolsCount() > MAX_TOOLS) {
            throw AssayException.invalid(at + "tools", "more than " + MAX_TOOLS);
        }
        for (int i = 0; i < generation.getToolsCount(); i++) {
            if (!generation.getTools(i).getName().matches("[A-Za-z0-9_.-]{1,128}")) {
                throw AssayException.invalid(
                        at + "tools[" + i + "].name", "must be 1 to 128 of A-Z, a-z, 0-9, '_', '.', '-'");
            }
        }
    }

    private static void labels(Map<String, String> labels) {
        if (labels.size() > MAX_LABELS) {
            throw AssayException.invalid("run.labels", "more than " + MAX_LABELS);
        }
        labels.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_LABEL || value.length() > MAX_LABEL) {
                throw AssayException.invalid(
                        "run.labels",
                        "keys and values must have at most " + MAX_LABEL + " characters, keys at least 1");
            }
        });
    }
}
