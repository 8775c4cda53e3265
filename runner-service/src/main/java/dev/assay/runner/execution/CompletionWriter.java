package dev.assay.runner.execution;

import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.runner.run.Draft;
import dev.assay.runner.run.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes the completions of one run that this process makes, many in one transaction and none later than the delay. While the database is
 * away it waits, and holds back whoever has more to write. Learns on the way whether the run has ended and which shards were lost.
 */
final class CompletionWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CompletionWriter.class);
    private static final int MOST_AT_ONCE = 64;
    private static final int MOST_BYTES_AT_ONCE = 4 << 20;
    private static final int QUEUE = 1_000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** A draft to write, or a place in the queue that somebody waits for. */
    private record Item(
            @Nullable Draft draft, Hold hold, @Nullable CountDownLatch reached) {}

    /**
     * Who works on a shard here.
     *
     * @param epoch by which its drafts are accepted
     * @param stop breaks off what it has under way
     */
    private record Worker(long epoch, Runnable stop) {}

    private final Ledger ledger;
    private final long runKey;
    private final String runName;
    private final Duration delay;
    private final Optional<Budget> budget;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final Map<Integer, Worker> workers = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Failure> fatal = new AtomicReference<>();
    private volatile boolean ended;
    private volatile boolean resting;
    private volatile boolean closed;
    private volatile boolean finished;
    private volatile @Nullable RuntimeException broken;

    CompletionWriter(Ledger ledger, long runKey, String runName, Duration delay, Optional<Budget> budget) {
        this.ledger = ledger;
        this.runKey = runKey;
        this.runName = runName;
        this.delay = delay;
        this.budget = budget;
        this.thread = Thread.ofVirtual().name("assay-writer-" + runKey).start(this::work);
    }

    /**
     * Hands over a draft; waits while there are too many. A draft of a run that has ended, or of a lost shard, is dropped.
     *
     * @param hold released when the draft is stored or dropped
     */
    void add(Draft draft, Hold hold) throws InterruptedException {
        boolean handedOver = false;
        try {
            handedOver = wanted(draft.shard()) && put(new Item(draft, hold, null));
        } finally {
            if (!handedOver) {
                budget.ifPresent(b -> b.shrink(draft.key(), draft.cost()));
                hold.release();
            }
        }
    }

    /** False when the thread that writes has ended. */
    private boolean put(Item item) throws InterruptedException {
        while (!finished) {
            if (queue.offer(item, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                if (finished) {
                    drain();
                }
                return true;
            }
        }
        return false;
    }

    /** Waits until everything handed over before is stored or dropped. */
    void flush() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        boolean handedOver = put(new Item(null, Hold.NONE, reached));
        if (handedOver) {
            reached.await();
        }
        RuntimeException problem = broken;
        if (problem != null) {
            throw problem;
        }
        if (!handedOver) {
            throw new IllegalStateException(runName + ": the writer of completions has ended");
        }
    }

    /** Whether completions of this shard are still wanted from this process. */
    boolean wanted(int shard) {
        return !ended && fatal.get() == null && broken == null && !lost.contains(shard);
    }

    /**
     * A worker begins with a shard, perhaps again.
     *
     * @param epoch by which its drafts are accepted
     * @param stop breaks off what the worker has under way, when it is not wanted any more
     */
    void begin(int shard, long epoch, Runnable stop) {
        lost.remove(shard);
        workers.put(shard, new Worker(epoch, stop));
    }

    /** The worker has ended. */
    void end(int shard) {
        workers.remove(shard);
    }

    /** No completion of the run can succeed: all shards stop, and each sees to it that the run fails before it ends. */
    void fail(Failure why) {
        fatal.compareAndSet(null, why);
        stopAll();
    }

    /** Whether the run rests: what is under way is still wanted, nothing new is. */
    boolean resting() {
        return resting;
    }

    /** Why no completion of the run can succeed. */
    Optional<Failure> fatal() {
        return Optional.ofNullable(fatal.get());
    }

    private void stopAll() {
        workers.values().forEach(worker -> worker.stop().run());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void work() {
        try {
            while (!closed) {
                Item first = queue.poll(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    look();
                } else {
                    writeWith(first);
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        } catch (RuntimeException | Error e) {
            breakDown(e);
            LOG.errorf(e, "%s: completions cannot be written", runName);
        } finally {
            finished = true;
            drain();
        }
    }

    private void writeWith(Item first) throws InterruptedException {
        List<Draft> drafts = new ArrayList<>();
        List<Hold> holds = new ArrayList<>();
        List<CountDownLatch> reached = new ArrayList<>();
        long deadline = System.nanoTime() + delay.toNanos();
        int bytes = 0;
        Item item = first;
        while (item != null) {
            if (item.draft() != null) {
                drafts.add(item.draft());
                holds.add(item.hold());
                bytes += item.draft().content().length;
            }
            if (item.reached() != null) {
                reached.add(item.reached());
            }
            if (drafts.size() >= MOST_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE) {
                break;
            }
            // Somebody who waits is not made to wait for more.
            long left = reached.isEmpty() ? deadline - System.nanoTime() : 0;
            item = left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : queue.poll();
        }
        try {
            if (ended) {
                budget.ifPresent(b -> drafts.forEach(draft -> b.shrink(draft.key(), draft.cost())));
            } else if (!drafts.isEmpty()) {
                write(drafts);
            }
        } catch (RuntimeException | Error e) {
            // Known before anybody who waits goes on: what was not stored must not be taken for stored.
            breakDown(e);
            throw e;
        } finally {
            holds.forEach(Hold::release);
            reached.forEach(CountDownLatch::countDown);
        }
    }

    private void write(List<Draft> drafts) throws InterruptedException {
        boolean[] again = new boolean[2];
        Ledger.@Nullable Payment payment =
                budget.map(b -> new Ledger.Payment(b.purse(), b.giveBack())).orElse(null);
        Optional<Ledger.Outcome> outcome = Patience.with(runName, () -> !ended && !closed, () -> {
            // After a first try nobody knows whether it was committed.
            boolean repeated = again[0];
            again[0] = true;
            again[1] = repeated;
            return ledger.append(runKey, drafts, repeated, payment);
        });
        if (outcome.isPresent()) {
            resting = outcome.get().resting();
            if (budget.isPresent() && payment != null) {
                List<Draft.Key> keys = drafts.stream().map(Draft::key).toList();
                Patience.with(runName, () -> !closed, () -> {
                    budget.get().settle(keys, payment.returned(), outcome.get().spent(), !again[1]);
                    return true;
                });
            }
            lose(outcome.get().lost());
            if (!outcome.get().lost().isEmpty()) {
                // Whoever has lost one shard was silent too long and may have lost all. Nothing more is called for
                // those.
                look();
            }
            if (outcome.get().ended()) {
                ended = true;
                stopAll();
            }
        }
    }

    private void look() {
        try {
            budget.ifPresent(Budget::renew);
            Ledger.Outcome now = ledger.wanted(runKey);
            resting = now.resting();
            if (now.ended()) {
                ended = true;
                stopAll();
            }
            Map<Integer, Long> asked = epochs();
            Set<Integer> gone = new HashSet<>(ledger.lost(runKey, asked));
            // A shard that has been begun again meanwhile is not what was asked about.
            gone.removeIf(shard -> !Objects.equals(asked.get(shard), epochs().get(shard)));
            lose(gone);
        } catch (RuntimeException e) {
            if (!Patience.isOutage(e)) {
                throw e;
            }
        }
    }

    private void breakDown(Throwable why) {
        if (broken == null) {
            broken = why instanceof RuntimeException e ? e : new IllegalStateException(runName + ": " + why, why);
        }
    }

    private Map<Integer, Long> epochs() {
        Map<Integer, Long> epochs = new HashMap<>();
        workers.forEach((shard, worker) -> epochs.put(shard, worker.epoch()));
        return epochs;
    }

    private void lose(Set<Integer> shards) {
        lost.addAll(shards);
        for (int shard : shards) {
            Worker worker = workers.get(shard);
            if (worker != null) {
                worker.stop().run();
            }
        }
    }

    private void drain() {
        for (Item item = queue.poll(); item != null; item = queue.poll()) {
            item.hold().release();
            if (item.reached() != null) {
                item.reached().countDown();
            }
        }
    }
}
