package dev.assay.runner.execution;

import dev.assay.dataset.v1.Example;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.runner.run.Draft;
import dev.assay.runner.run.Ledger;
import dev.assay.runner.run.Run;
import dev.assay.runner.run.Shard;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Works on a shard: pulls its examples a page at a time, makes their completions on virtual threads within a bounded window, and leaves out
 * what is stored already. Stops when the run ends, when another worker has taken the shard, or when the process is told to stop.
 */
final class ShardWorker {

    /** What became of the shard. */
    enum Result {
        /** There is nothing more to do about it here. */
        OVER,
        /** This process stops; another should go on. */
        RELEASED,
        /** The run rests. */
        RESTING
    }

    /**
     * A completion to be made.
     *
     * @param position of the example in the seeded order
     * @param sample which of the samples, from 0
     */
    record Question(Example example, long position, int sample) {}

    private static final Logger LOG = Logger.getLogger(ShardWorker.class);
    private static final int PAGE = 100;
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Ledger ledger;
    private final ExampleSource examples;
    private final ActiveRuns activeRuns;
    private final BooleanSupplier stopping;
    private final Duration drainTimeout;
    private final WorkListener listener;

    ShardWorker(
            Ledger ledger,
            ExampleSource examples,
            ActiveRuns activeRuns,
            BooleanSupplier stopping,
            Duration drainTimeout,
            WorkListener listener) {
        this.ledger = ledger;
        this.examples = examples;
        this.activeRuns = activeRuns;
        this.stopping = stopping;
        this.drainTimeout = drainTimeout;
        this.listener = listener;
    }

    /**
     * Works on a shard until it is done or is not to be worked on any more.
     *
     * @param traceParent W3C trace context that goes with the calls
     * @throws InterruptedException when the process stops hard
     */
    Result work(Run run, int index, String traceParent) throws InterruptedException {
        if (stopping.getAsBoolean()) {
            return Result.RELEASED;
        }
        Optional<Shard> claimed = ledger.claim(run.key(), index);
        if (claimed.isEmpty()) {
            return Result.OVER;
        }
        Shard shard = claimed.get();
        ActiveRun active = activeRuns.open(run);
        listener.shard(1);
        try {
            complete(active, shard, new Caller(active, traceParent, listener));
            active.writer().flush();
            Optional<Failure> fatal = active.writer().fatal();
            if (fatal.isPresent()) {
                fail(run, fatal.get());
                return Result.OVER;
            }
            if (!active.writer().wanted(index)) {
                return Result.OVER;
            }
            if (stopping.getAsBoolean()) {
                return Result.RELEASED;
            }
            if (active.writer().resting()) {
                return Result.RESTING;
            }
            Patience.with(run.name(), () -> true, () -> {
                ledger.done(shard);
                return true;
            });
            return Result.OVER;
        } finally {
            listener.shard(-1);
            activeRuns.close(active);
        }
    }

    private void complete(ActiveRun active, Shard shard, Caller caller) throws InterruptedException {
        BooleanSupplier wanted =
                () -> active.writer().wanted(shard.index()) && !active.writer().resting() && !stopping.getAsBoolean();
        ExecutorService calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .name("assay-call-" + shard.runKey() + "-" + shard.index() + "-", 0)
                .factory());
        active.writer().begin(shard.index(), shard.epoch(), calls::shutdownNow);
        try {
            pull(active, shard, caller, calls, wanted);
            calls.shutdown();
            long drainUntil = Long.MAX_VALUE;
            while (!calls.awaitTermination(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!active.writer().wanted(shard.index())) {
                    calls.shutdownNow();
                } else if (stopping.getAsBoolean()) {
                    drainUntil = Math.min(drainUntil, System.nanoTime() + drainTimeout.toNanos());
                    if (System.nanoTime() >= drainUntil) {
                        calls.shutdownNow();
                    }
                }
            }
        } finally {
            active.writer().end(shard.index());
            calls.shutdownNow();
        }
    }

    private void pull(ActiveRun active, Shard shard, Caller caller, ExecutorService calls, BooleanSupplier wanted)
            throws InterruptedException {
        String token = shard.startToken();
        long position = shard.firstPosition();
        long end = position + shard.exampleCount();
        int samples = active.run().specification().getSamplesPerExample();
        while (position < end && wanted.getAsBoolean()) {
            Optional<ExampleSource.Page> read = page(active, token, (int) Math.min(PAGE, end - position), wanted);
            if (read.isEmpty()) {
                return;
            }
            if (read.get().examples().isEmpty()) {
                // Versions are immutable: fewer examples than were planned means that the version was deleted
                // meanwhile.
                active.writer()
                        .fail(Failure.ofRun(
                                ErrorReason.RESOURCE_NOT_FOUND,
                                "the examples from position " + position + " on are gone from the dataset version",
                                0));
                return;
            }
            Set<Draft.Key> stored = stored(active.run(), shard, read.get().examples(), wanted);
            List<Question> questions = new ArrayList<>();
            for (Example example : read.get().examples()) {
                for (int sample = 0; sample < samples; sample++) {
                    if (!stored.contains(new Draft.Key(Caller.id(example), sample))) {
                        questions.add(new Question(example, position, sample));
                    }
                }
                position++;
            }
            CacheLookahead kept = new CacheLookahead(active, caller, questions, listener);
            for (int i = 0; i < questions.size() && wanted.getAsBoolean(); i++) {
                Optional<Completion> hit = kept.at(i, wanted);
                if (hit.isPresent()) {
                    active.writer().add(caller.found(shard, questions.get(i), hit.get()), Hold.NONE);
                } else {
                    start(active, shard, caller, calls, wanted, questions.get(i));
                }
            }
            token = read.get().nextToken();
        }
    }

    private Optional<ExampleSource.Page> page(ActiveRun active, String token, int limit, BooleanSupplier wanted)
            throws InterruptedException {
        Run run = active.run();
        try {
            return Patience.with(run.name(), wanted, () -> examples.page(Planner.query(run), token, limit));
        } catch (AssayException e) {
            active.writer().fail(Failure.ofRun(e.reason(), "the examples cannot be read: " + e.message(), 0));
            return Optional.empty();
        }
    }

    /** What a worker before this one has stored already. The first worker of a shard finds nothing. */
    private Set<Draft.Key> stored(Run run, Shard shard, List<Example> page, BooleanSupplier wanted)
            throws InterruptedException {
        if (shard.epoch() <= 1) {
            return Set.of();
        }
        List<String> ids = page.stream().map(Caller::id).toList();
        return Patience.with(run.name(), wanted, () -> ledger.stored(run.key(), ids))
                .orElse(Set.of());
    }

    private void start(
            ActiveRun active,
            Shard shard,
            Caller caller,
            ExecutorService calls,
            BooleanSupplier wanted,
            Question question)
            throws InterruptedException {
        Example example = question.example();
        Draft.Key key = new Draft.Key(Caller.id(example), question.sample());
        Optional<Budget> budget = active.budget();
        if (budget.isPresent() && !budget.get().reserve(key, active.mostTokens(example), wanted)) {
            if (wanted.getAsBoolean()) {
                active.writer()
                        .fail(Failure.ofRun(
                                ErrorReason.BUDGET_EXHAUSTED, budget.get().message(), 0));
            }
            return;
        }
        int kibibytes = activeRuns.kibibytes(example.getSerializedSize());
        long asked = System.nanoTime();
        if (!active.enter(kibibytes, wanted)) {
            budget.ifPresent(b -> b.shrink(key, BigDecimal.ZERO));
            return;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - asked);
        Caller.Job job = new Caller.Job(shard, question, waited);
        listener.call(1);
        Runnable call = () -> {
            try {
                Caller.Made made = caller.make(job);
                if (made.fatal() != null) {
                    // The run first: whoever gets the place must not ask in vain.
                    active.writer().fail(made.fatal());
                    made.hold().release();
                    budget.ifPresent(b -> b.shrink(key, made.draft().cost()));
                } else {
                    active.writer().add(made.draft(), made.hold());
                }
            } catch (InterruptedException e) {
                // The run or the process stops; what was not stored is done again.
                Thread.currentThread().interrupt();
            } finally {
                listener.call(-1);
                active.leave(kibibytes);
            }
        };
        try {
            calls.execute(call);
        } catch (RejectedExecutionException e) {
            // Stopped in between.
            budget.ifPresent(b -> b.shrink(key, BigDecimal.ZERO));
            listener.call(-1);
            active.leave(kibibytes);
        }
    }

    private void fail(Run run, Failure failure) throws InterruptedException {
        Error error = Error.newBuilder()
                .setReason(failure.reason())
                .setMessage(failure.message())
                .build();
        boolean ended = Patience.with(run.name(), () -> true, () -> ledger.end(run.key(), State.FAILED, error))
                .orElse(false);
        // Every shard at work fails it; one of them tells.
        if (ended) {
            LOG.warnf("%s: failed: %s", run.name(), failure.message());
        }
    }
}
