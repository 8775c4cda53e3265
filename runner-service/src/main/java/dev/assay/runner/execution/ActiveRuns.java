package dev.assay.runner.execution;

import dev.assay.runner.cache.AnswerCache;
import dev.assay.runner.model.ChatModels;
import dev.assay.runner.prompt.Prompts;
import dev.assay.runner.prompt.Template;
import dev.assay.runner.run.BudgetRepository;
import dev.assay.runner.run.Ledger;
import dev.assay.runner.run.Run;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** The runs that this process works on, each for as long as a shard of it is at work here. */
final class ActiveRuns {

    private static final Logger LOG = Logger.getLogger(ActiveRuns.class);
    private static final int FEWEST_PLACES = 32;
    private static final int MOST_PLACES = 1_024;
    private static final int RECORDED_PLACES = 64;
    private static final int KIBIBYTES_PER_MEBIBYTE = 1_024;

    private static final class Holding {
        private final ActiveRun run;
        private int shards;

        Holding(ActiveRun run) {
            this.run = run;
        }
    }

    private final Ledger ledger;
    private final ChatModels models;
    private final Prompts prompts;
    private final AnswerCache cache;
    private final BudgetRepository budgets;
    private final Duration writeDelay;
    private final Semaphore memory;
    private final int memoryKibibytes;
    private final Map<Long, Holding> holdings = new HashMap<>();

    ActiveRuns(
            Ledger ledger,
            ChatModels models,
            Prompts prompts,
            AnswerCache cache,
            BudgetRepository budgets,
            Duration writeDelay,
            int memoryMebibytes) {
        this.ledger = ledger;
        this.models = models;
        this.prompts = prompts;
        this.cache = cache;
        this.budgets = budgets;
        this.writeDelay = writeDelay;
        this.memoryKibibytes = memoryMebibytes * KIBIBYTES_PER_MEBIBYTE;
        this.memory = new Semaphore(memoryKibibytes, true);
    }

    /** Begins with a shard of {@code run}. Every return is followed by {@link #close}. */
    ActiveRun open(Run run) {
        synchronized (holdings) {
            Holding holding = holdings.get(run.key());
            if (holding == null) {
                holding = new Holding(make(run));
                holdings.put(run.key(), holding);
            }
            holding.shards++;
            return holding.run;
        }
    }

    /** Ends with a shard. */
    void close(ActiveRun active) {
        synchronized (holdings) {
            Holding holding = holdings.get(active.run().key());
            if (holding != null && --holding.shards == 0) {
                holdings.remove(active.run().key());
                active.writer().close();
                close(active.budget());
            }
        }
    }

    private static void close(Optional<Budget> budget) {
        try {
            budget.ifPresent(Budget::close);
        } catch (RuntimeException e) {
            // The lease stays, as that of a process that died: what it holds is not spent by anybody.
            LOG.debugf(e, "A lease of a budget could not be given back");
        }
    }

    /** Shards of a run that are at work here. */
    int shards(long runKey) {
        synchronized (holdings) {
            Holding holding = holdings.get(runKey);
            return holding == null ? 0 : holding.shards;
        }
    }

    /** How much memory an example of {@code bytes} is counted as. */
    int kibibytes(int bytes) {
        return Math.clamp(bytes / 1_024 + 1, 1, memoryKibibytes);
    }

    private ActiveRun make(Run run) {
        String template = run.specification().getPromptTemplate();
        Optional<Template> parsed = template.isEmpty()
                ? Optional.empty()
                : Optional.of(prompts.get(template, "run.prompt_template").template());
        var settings = run.specification().getModelSnapshot();
        int places = switch (settings.getProvider()) {
            case RECORDED -> RECORDED_PLACES;
            case OPENAI_CHAT,
                    OPENAI_COMPLETIONS,
                    ANTHROPIC_MESSAGES,
                    GEMINI,
                    HTTP_TEMPLATE,
                    GRPC_TARGET,
                    PROVIDER_UNSPECIFIED,
                    UNRECOGNIZED -> Math.clamp(2L * ChatModels.concurrency(settings), FEWEST_PLACES, MOST_PLACES);
        };
        Optional<Budget> budget = Budget.of(run, budgets);
        return new ActiveRun(
                run,
                models.of(settings),
                parsed,
                new CompletionWriter(ledger, run.key(), run.name(), writeDelay, budget),
                budget,
                RunCache.of(run, cache),
                new Semaphore(places),
                memory);
    }
}
