package dev.assay.runner.model.limit;

import dev.assay.runner.model.limit.LimitStore.Change;
import dev.assay.runner.model.limit.LimitStore.Past;
import dev.assay.runner.model.limit.LimitStore.Turns;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Gives each request its turn within the quotas that all replicas share. Those who wait are asked for together, and what calls really used goes
 * along with the next question, so that no call costs a round trip of its own. While the store does not answer, nobody goes.
 */
final class Pacer {

    private static final Logger LOG = Logger.getLogger(Pacer.class);

    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** Questions are not asked more often: requests that come one by one share one. */
    private static final Duration PAUSE = Duration.ofMillis(10);

    /** A turn is given back when it could not be used for so long: used late, it would come on top of the others. */
    private static final Duration STALE = Duration.ofMillis(100);

    private final LimitStore store;
    private final String key;
    private volatile Quotas quotas;

    private final Deque<Turn> queue = new ArrayDeque<>();
    private final Unmetered unmetered = new Unmetered(System.nanoTime());
    private List<Change> changes = new ArrayList<>();
    private List<Past> pasts = List.of();
    private boolean asking;

    Pacer(LimitStore store, String key, Quotas quotas) {
        this.store = store;
        this.key = key;
        this.quotas = quotas;
    }

    Quotas quotas() {
        return quotas;
    }

    /** From now on other quotas hold. */
    void quotas(Quotas others) {
        quotas = others;
    }

    /**
     * Waits until a request may be sent. Every return is followed by {@link #used} or {@link #giveBack}.
     *
     * @param tokens that it will use, by what is known when it is asked
     */
    Turn await(LongSupplier tokens) throws InterruptedException {
        while (true) {
            Turn turn = new Turn(tokens);
            enqueue(turn);
            boolean arrived = false;
            try {
                turn.await();
                long wait = turn.time() - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                arrived = System.nanoTime() - turn.time() <= STALE.toNanos();
            } finally {
                if (!arrived) {
                    abandon(turn);
                }
            }
            if (arrived) {
                return turn;
            }
        }
    }

    /** The request of that turn used so many tokens. */
    synchronized void used(Turn turn, long tokens) {
        if (tokens != turn.tokens()) {
            changes.add(new Change(turn.storeTime(), 0, tokens - turn.tokens()));
        }
    }

    /** The request of that turn was not sent. */
    synchronized void giveBack(Turn turn) {
        changes.add(new Change(turn.storeTime(), -1, -turn.tokens()));
    }

    /** Requests went at that {@link System#nanoTime()}, or have used tokens, for which there was no quota then. */
    void went(long at, int requests, long tokens) {
        unmetered.add(at, requests, tokens);
    }

    /** Tells the store what was used, if nobody has asked for a while. */
    void flush() {
        List<Change> told;
        synchronized (this) {
            if (asking) {
                return;
            }
            told = changes;
            changes = new ArrayList<>();
        }
        try {
            tellPasts();
            if (told.isEmpty()) {
                return;
            }
            store.take(key, quotas, List.of(), told);
        } catch (RuntimeException e) {
            LOG.debugf(e, "What calls used could not be told");
            keep(told);
        }
    }

    private synchronized void enqueue(Turn turn) {
        queue.addLast(turn);
        if (!asking) {
            startAsking();
        }
    }

    private void startAsking() {
        asking = true;
        Thread.ofVirtual().name("assay-runner-pacer").start(this::ask);
    }

    private synchronized void abandon(Turn turn) {
        if (!queue.remove(turn)) {
            giveBack(turn);
        }
    }

    private void ask() {
        boolean over = false;
        try {
            while (true) {
                List<Turn> batch;
                List<Change> told;
                synchronized (this) {
                    if (queue.isEmpty()) {
                        over = true;
                        asking = false;
                        return;
                    }
                    batch = queue.stream().limit(MOST_AT_ONCE).toList();
                    told = changes;
                    changes = new ArrayList<>();
                }
                Thread.sleep(answer(batch, told));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread.
            throw new IllegalStateException(e);
        } finally {
            if (!over) {
                // An error of the machine: whoever waits must not wait for a thread that is gone.
                synchronized (this) {
                    asking = false;
                    if (!queue.isEmpty()) {
                        startAsking();
                    }
                }
            }
        }
    }

    /** Asks for those turns; how long to wait before asking again. */
    private Duration answer(List<Turn> batch, List<Change> told) {
        Turns turns;
        try {
            tellPasts();
            turns = store.take(key, quotas, batch.stream().map(Turn::ask).toList(), told);
        } catch (RuntimeException e) {
            LOG.debugf(e, "No turns could be taken");
            keep(told);
            return PATIENCE;
        }
        long offset = System.nanoTime() - turns.now();
        synchronized (this) {
            for (int i = 0; i < turns.times().size(); i++) {
                Turn turn = batch.get(i);
                long at = turns.times().get(i);
                turn.give(at, Math.max(System.nanoTime(), at + offset));
                if (!queue.remove(turn)) {
                    giveBack(turn); // Given up meanwhile.
                }
            }
        }
        return turns.askAgain().compareTo(PAUSE) > 0 ? turns.askAgain() : PAUSE;
    }

    /** What went before a quota was known counts from when it is. Told again where it is not known whether it was: rather twice than not at all. */
    private void tellPasts() {
        List<Past> told;
        synchronized (this) {
            List<Past> all = new ArrayList<>(pasts);
            all.addAll(unmetered.take(quotas, System.nanoTime()));
            pasts = all;
            told = all;
        }
        if (!told.isEmpty()) {
            store.past(key, quotas, told);
            synchronized (this) {
                pasts = List.of();
            }
        }
    }

    private synchronized void keep(List<Change> told) {
        told.addAll(changes);
        changes = told;
    }
}
