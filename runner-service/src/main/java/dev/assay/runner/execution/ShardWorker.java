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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Works on a shard: pulls its examples a page at a time, makes their completions on virtual threads within a bounded window, and leaves out
 * what is stored already. Stops when the run ends, when another worker has taken the shard, or when the process is told to stop.
 */
final class ShardWorker {

    /** What became of the shard. */
    enum Result {
        /** There is nothing more to do about it here. */
        OVER,
        /** Something was left out, as when this process stops; whoever is free should go on. */
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
            boolean complete = complete(active, shard, new Caller(active, traceParent, listener));
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
            if (!complete) {
                // Whether it rests now says nothing of whether it rested meanwhile.
                return active.writer().resting() ? Result.RESTING : Result.RELEASED;
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

    /**
     * Makes what is missing; whether nothing was left out.
     *
     * @throws IllegalStateException when a call broke for a reason that should not be
     */
    private boolean complete(ActiveRun active, Shard shard, Caller caller) throws InterruptedException {
        BooleanSupplier wanted =
                () -> active.writer().wanted(shard.index()) && !active.writer().resting() && !stopping.getAsBoolean();
        AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
        ExecutorService calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual()
                .name("assay-call-" + shard.runKey() + "-" + shard.index() + "-", 0)
                .factory());
        active.writer().begin(shard.index(), shard.epoch(), calls::shutdownNow);
        try {
            Calls within = new Calls(calls, broken);
            boolean complete = pull(active, shard, caller, within, wanted);
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
            @Nullable Throwable why = broken.get();
            if (why != null) {
                throw new IllegalStateException(active.run().name() + ": a call broke", why);
            }
            return complete;
        } finally {
            active.writer().end(shard.index());
            calls.shutdownNow();
        }
    }

    /**
     * The calls of a shard.
     *
     * @param broken why one of them ended without a completion, if so
     */
    private record Calls(ExecutorService threads, AtomicReference<@Nullable Throwable> broken) {}

    /** Begins what is missing; false when it stopped before the end. */
    private boolean pull(ActiveRun active, Shard shard, Caller caller, Calls calls, BooleanSupplier wanted)
            throws InterruptedException {
        String token = shard.startToken();
        long position = shard.firstPosition();
        long end = position + shard.exampleCount();
        int samples = active.run().specification().getSamplesPerExample();
        while (position < end) {
            Optional<ExampleSource.Page> read = page(active, token, (int) Math.min(PAGE, end - position), wanted);
            if (read.isEmpty()) {
                return false;
            }
            if (read.get().examples().isEmpty()) {
                // Versions are immutable: fewer examples than were planned means that the version was deleted
                // meanwhile.
                active.writer()
                        .fail(Failure.ofRun(
                                ErrorReason.RESOURCE_NOT_FOUND,
                                "the examples from position " + position + " on are gone from the dataset version",
                                0));
                return false;
            }
            Optional<Set<Draft.Key>> stored =
                    stored(active.run(), shard, read.get().examples(), wanted);
            if (stored.isEmpty()) {
                return false;
            }
            List<Question> questions = new ArrayList<>();
            for (Example example : read.get().examples()) {
                for (int sample = 0; sample < samples; sample++) {
                    if (!stored.get().contains(new Draft.Key(Caller.id(example), sample))) {
                        questions.add(new Question(example, position, sample));
                    }
                }
                position++;
            }
            CacheLookahead kept = new CacheLookahead(active, caller, questions, listener);
            for (int i = 0; i < questions.size(); i++) {
                Optional<Completion> hit = kept.at(i, wanted);
                if (!wanted.getAsBoolean()) {
                    return false;
                }
                if (hit.isPresent()) {
                    active.writer().add(caller.found(shard, questions.get(i), hit.get()), Hold.NONE);
                } else if (!start(active, shard, caller, calls, wanted, questions.get(i))) {
                    return false;
                }
            }
            token = read.get().nextToken();
        }
        return true;
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

    /** What a worker before this one has stored already; the first worker of a shard finds nothing. Empty when it is not wanted any more. */
    private Optional<Set<Draft.Key>> stored(Run run, Shard shard, List<Example> page, BooleanSupplier wanted)
            throws InterruptedException {
        if (shard.epoch() <= 1) {
            return Optional.of(Set.of());
        }
        List<String> ids = page.stream().map(Caller::id).toList();
        return Patience.with(run.name(), wanted, () -> ledger.stored(run.key(), ids));
    }

    /** Begins a call; false when it did not, because it is not wanted any more. */
    private boolean start(
            ActiveRun active, Shard shard, Caller caller, Calls calls, BooleanSupplier wanted, Question question)
            throws InterruptedException {
        Example example = question.example();
        Draft.Key key = new Draft.Key(Caller.id(example), question.sample());
        Optional<Budget> budget = active.budget();
        if (budget.isPresent() && !budget.get().reserve(key, mostTokens(active, caller, example), wanted)) {
            if (wanted.getAsBoolean()) {
                active.writer()
                        .fail(Failure.ofRun(
                                ErrorReason.BUDGET_EXHAUSTED, budget.get().message(), 0));
            }
            return false;
        }
        int kibibytes = activeRuns.kibibytes(example.getSerializedSize());
        long asked = System.nanoTime();
        boolean entered = false;
        boolean begun = false;
        try {
            entered = active.enter(kibibytes, wanted);
            if (entered) {
                listener.call(1);
                Duration waited = Duration.ofNanos(System.nanoTime() - asked);
                Caller.Job job = new Caller.Job(shard, question, waited);
                calls.threads().execute(() -> call(active, caller, job, key, kibibytes, calls.broken()));
                begun = true;
            }
        } catch (RejectedExecutionException e) {
            // Stopped in between.
        } finally {
            if (!begun) {
                budget.ifPresent(b -> b.shrink(key, BigDecimal.ZERO));
            }
            if (entered && !begun) {
                listener.call(-1);
                active.leave(kibibytes);
            }
        }
        return begun;
    }

    private static long mostTokens(ActiveRun active, Caller caller, Example example) {
        try {
            return active.mostTokens(caller.render(example));
        } catch (RuntimeException e) {
            // Nothing will be sent; the completion says why.
            return 0;
        }
    }

    private void call(
            ActiveRun active,
            Caller caller,
            Caller.Job job,
            Draft.Key key,
            int kibibytes,
            AtomicReference<@Nullable Throwable> broken) {
        boolean handedOn = false;
        try {
            Caller.Made made = caller.make(job);
            handedOn = true;
            if (made.fatal() != null) {
                // The run first: whoever gets the place must not ask in vain.
                active.writer().fail(made.fatal());
                made.hold().release();
                active.budget().ifPresent(b -> b.shrink(key, made.draft().cost()));
            } else {
                active.writer().add(made.draft(), made.hold());
            }
        } catch (InterruptedException e) {
            // The run or the process stops; what was not stored is done again.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | java.lang.Error e) {
            // The completion is missing: the shard must not be taken for done.
            broken.compareAndSet(null, e);
        } finally {
            if (!handedOn) {
                active.budget().ifPresent(b -> b.writeOff(key));
            }
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
