package dev.assay.runner.run;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.RequestIds;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.prompt.Prompts;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.EstimateRunRequest;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run.State;
import dev.assay.runner.v1.RunEstimate;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What may be done with runs. */
@ApplicationScoped
public class Runs {

    private final RunRepository repository;
    private final CompletionRepository completions;
    private final Ledger ledger;
    private final RunWork work;
    private final RunInputs inputs;
    private final Prompts prompts;
    private final BudgetRepository budgets;
    private final RunEstimator estimator;

    Runs(
            RunRepository repository,
            CompletionRepository completions,
            Ledger ledger,
            RunWork work,
            RunInputs inputs,
            Prompts prompts,
            BudgetRepository budgets,
            RunEstimator estimator) {
        this.repository = repository;
        this.completions = completions;
        this.ledger = ledger;
        this.work = work;
        this.inputs = inputs;
        this.prompts = prompts;
        this.budgets = budgets;
        this.estimator = estimator;
    }

    /**
     * Creates and starts a run; the same request id with the same body returns the run that the first call made.
     *
     * @param traceParent W3C trace context of the call, which the run's work goes on with
     */
    public Run create(CreateRunRequest request, String traceParent) {
        String project = ResourceName.parse("projects/{project}", request.getParent(), "parent")
                .get("project");
        String requestId = RequestIds.check(request.getRequestId());
        String digest = RequestIds.digest(request);
        String id = request.getRunId().isEmpty()
                ? UUID.randomUUID().toString()
                : ResourceName.checkId(request.getRunId(), "run_id");
        dev.assay.runner.v1.Run asked = RunRules.check(project, request.getRun());
        Optional<Run> made = madeBy(project, requestId, digest);
        if (made.isPresent()) {
            return made.get();
        }
        dev.assay.runner.v1.Run specification = resolve(asked);
        Run run = new Run(
                0,
                project,
                id,
                specification.toBuilder().clearProgress().build(),
                traceParent,
                RunRepository.now(),
                Tally.accepted(
                        specification.getProgress().hasTotal()
                                ? OptionalLong.of(specification.getProgress().getTotal())
                                : OptionalLong.empty()));
        Run created = repository.inTransaction(() -> {
            Optional<Long> key = repository.insert(run, requestId, digest);
            if (key.isEmpty()) {
                return madeBy(project, requestId, digest).orElseThrow(() -> AssayException.alreadyExists(run.name()));
            }
            work.plan(key.get());
            return repository.find(key.get()).orElseThrow(() -> AssayException.notFound(run.name()));
        });
        work.wake();
        return created;
    }

    /** What a run would take; nothing is stored and no model is called. */
    public RunEstimate estimate(EstimateRunRequest request) {
        String project = ResourceName.parse("projects/{project}", request.getParent(), "parent")
                .get("project");
        return estimator.estimate(project, resolve(RunRules.check(project, request.getRun())));
    }

    /**
     * The run of that name.
     *
     * @param field the request's field that holds the name, for errors
     */
    public Run get(String name, String field) {
        ResourceName parsed = ResourceName.parse(Run.PATTERN, name, field);
        return repository
                .find(parsed.get("project"), parsed.get("run"))
                .orElseThrow(() -> AssayException.notFound(name));
    }

    /** A page of runs, newest first; one more than the page holds when there is another page. */
    List<Run> list(String project, PageRequest page) {
        return repository.list(project, page);
    }

    /** Stops a run: nothing new is called or stored. A run that has ended stays as it is. */
    public Run cancel(String name) {
        Run run = get(name, "name");
        ledger.end(run.key(), State.CANCELLED, null);
        return get(name, "name");
    }

    /** Lets a run rest. */
    public Run pause(String name) {
        Run run = get(name, "name");
        if (!ledger.pause(run.key())) {
            throw hasEnded(name);
        }
        return get(name, "name");
    }

    /** Lets a run that rests go on. */
    public Run resume(String name) {
        Run run = get(name, "name");
        if (!ledger.resume(run.key())) {
            throw hasEnded(name);
        }
        return get(name, "name");
    }

    /** Takes up a run that has ended: what failed and what was never made is made. */
    public Run retryFailed(String name) {
        Run run = get(name, "name");
        if (!ledger.takeUp(run.key())) {
            throw AssayException.stateConflict(name, "has not ended yet");
        }
        return get(name, "name");
    }

    private AssayException hasEnded(String name) {
        return AssayException.stateConflict(
                name, "has ended: " + get(name, "name").tally().state());
    }

    /** Deletes a run that has ended. Its completions go with it, little by little. */
    public void delete(String name) {
        Run run = get(name, "name");
        repository.inTransaction(() -> {
            Tally tally = repository.lock(run.key()).orElseThrow(() -> AssayException.notFound(name));
            if (!tally.ended()) {
                throw AssayException.stateConflict(name, "is " + tally.state() + "; cancel it first");
            }
            repository.remove(run.key());
            work.purge(run.key());
            return true;
        });
        work.wake();
    }

    /** Completions behind a sequence number, in the order in which they were stored. */
    CompletionRepository.Page completions(Run run, long after, int count, boolean onlyErrors) {
        return completions.after(run.key(), after, count, onlyErrors);
    }

    /** One completion; its id is {@code {example}-{sample_index}}. */
    CompletionRepository.Stored completion(Run run, String id, String name) {
        int dash = id.lastIndexOf('-');
        String sample = id.substring(dash + 1);
        if (dash <= 0 || !sample.matches("[0-9]{1,4}")) {
            throw AssayException.notFound(name);
        }
        return completions
                .find(run.key(), new Draft.Key(id.substring(0, dash), Integer.parseInt(sample)))
                .orElseThrow(() -> AssayException.notFound(name));
    }

    private Optional<Run> madeBy(String project, String requestId, String digest) {
        if (requestId.isEmpty()) {
            return Optional.empty();
        }
        return repository.findByRequest(project, requestId).map(made -> {
            if (!digest.equals(made.requestDigest())) {
                throw AssayException.requestIdReused(requestId);
            }
            return made.run();
        });
    }

    /** Resolves the version, takes the snapshot of the model, and counts where that can be told beforehand (in progress.total). */
    private dev.assay.runner.v1.Run resolve(dev.assay.runner.v1.Run asked) {
        if (!asked.getPromptTemplate().isEmpty()) {
            prompts.get(asked.getPromptTemplate(), "run.prompt_template");
        }
        RunInputs.Priced priced = inputs.model(asked.getModel());
        Model model = priced.settings();
        DatasetVersion version = inputs.version(asked.getDatasetVersion());
        RunRules.checkBudget(asked, model);
        checkAccount(asked, model);
        GenerationRules.checkFits(asked.getGeneration(), model);
        if (model.getProvider() == Model.Provider.RECORDED) {
            checkRecorded(asked, model, version);
        }
        dev.assay.runner.v1.Run.Builder resolved = asked.toBuilder()
                .setDatasetVersion(version.getName())
                .setModelSnapshot(model)
                .setPriceTable(priced.priceTable());
        if (asked.getSlice().getCategoriesCount() == 0 && asked.getSlice().getTagsCount() == 0) {
            long examples = asked.getMaxExamples() == 0
                    ? version.getExampleCount()
                    : Math.min(asked.getMaxExamples(), version.getExampleCount());
            resolved.getProgressBuilder().setTotal(examples * asked.getSamplesPerExample());
        }
        return resolved.build();
    }

    /** An account that is there already has its own amount. */
    private void checkAccount(dev.assay.runner.v1.Run asked, Model model) {
        if (asked.getBudgetAccount().isEmpty()) {
            return;
        }
        String project = ResourceName.parse("projects/{project}/models/{model}", model.getName(), "run.model")
                .get("project");
        budgets.amount(project, Ledger.sharedAccount(asked))
                .filter(amount ->
                        amount.compareTo(new BigDecimal(asked.getBudget().getAmount())) != 0)
                .ifPresent(amount -> {
                    throw AssayException.invalid(
                            "run.budget.amount",
                            "must be " + amount.stripTrailingZeros().toPlainString()
                                    + ", as in other runs of this account");
                });
    }

    private static void checkRecorded(dev.assay.runner.v1.Run asked, Model model, DatasetVersion version) {
        if (asked.getSamplesPerExample() > 1) {
            throw AssayException.invalid(
                    "run.samples_per_example",
                    "recorded answers have one sample each; repeats of it would be no samples");
        }
        String name = model.getModelId().isEmpty()
                ? model.getName().substring(model.getName().lastIndexOf('/') + 1)
                : model.getModelId();
        var recorded = version.getRecordedAnswerCountsMap();
        // The version lists at most 1,000 names.
        if (!recorded.containsKey(name) && recorded.size() < 1_000) {
            throw AssayException.invalid(
                    "run.model",
                    version.getName() + " has no recorded answers of \"" + name + "\"; it has those of "
                            + recorded.keySet().stream().sorted().limit(20).toList());
        }
    }
}
