package dev.assay.runner.run;

import dev.assay.runner.cache.AnswerCache;
import dev.assay.runner.cache.CacheEntry;
import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where completions are stored and runs and shards change. Everything happens under the lock of the run's row, so that
 * sequence numbers have no gaps, counts are exact, and nothing is added to a run that has ended.
 */
@ApplicationScoped
public class Ledger {

    /** Shards of one run that are worked on at the same time, over all replicas. */
    static final int SHARDS_AT_ONCE = 16;

    private static final int PURGED_AT_ONCE = 5_000;

    /**
     * What became of completions that were to be stored.
     *
     * @param ended whether the run has ended, so that no more are wanted
     * @param resting whether the run rests, so that nothing new is to be called
     * @param lost shards that have another worker by now
     * @param spent what was taken from the purse
     */
    public record Outcome(boolean ended, boolean resting, Set<Integer> lost, BigDecimal spent) {}

    /**
     * What stored completions are paid from.
     *
     * @param returned what the holder does not need any more
     */
    public record Payment(BudgetRepository.Purse purse, BigDecimal returned) {}

    private final RunRepository runs;
    private final ShardRepository shards;
    private final CompletionRepository completions;
    private final AnswerCache cache;
    private final BudgetRepository budgets;
    private final RunWork work;

    Ledger(
            RunRepository runs,
            ShardRepository shards,
            CompletionRepository completions,
            AnswerCache cache,
            BudgetRepository budgets,
            RunWork work) {
        this.runs = runs;
        this.shards = shards;
        this.completions = completions;
        this.cache = cache;
        this.budgets = budgets;
        this.work = work;
    }

    /** The run of that key; empty when it was deleted. */
    public Optional<Run> run(long runKey) {
        return runs.find(runKey);
    }

    /** The shard planned last. */
    public Optional<Shard> lastShard(long runKey) {
        return runs.inTransaction(() -> shards.last(runKey));
    }

    /** Adds a shard, and its task while fewer are worked on than may be. False when the run has ended. */
    public boolean add(Shard shard) {
        boolean added = runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(shard.runKey());
            if (tally.isEmpty() || tally.get().ended()) {
                return false;
            }
            boolean now = shards.scheduled(shard.runKey()) < SHARDS_AT_ONCE;
            shards.insert(shard, now);
            if (now) {
                work.shard(shard.runKey(), shard.index());
            }
            return true;
        });
        work.wake();
        return added;
    }

    /** All shards are there. The run ends when there are none, or all are done already. */
    public void planned(long runKey, long completionCount, @Nullable Error whenEmpty) {
        runs.inTransaction(() -> {
            Optional<Tally> found = runs.lock(runKey);
            if (found.isPresent() && !found.get().ended()) {
                Tally tally = found.get().planned(completionCount);
                if (completionCount == 0 && whenEmpty != null) {
                    tally = tally.ended(State.FAILED, whenEmpty, RunRepository.now());
                } else if (!shards.anyOpen(runKey)) {
                    tally = tally.done(RunRepository.now());
                }
                runs.write(runKey, tally);
            }
            return true;
        });
    }

    /** Takes a shard for a new worker; empty when there is nothing to be done about it. */
    public Optional<Shard> claim(long runKey, int index) {
        return runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || tally.get().ended()) {
                return Optional.empty();
            }
            Optional<Shard> claimed = shards.claim(runKey, index);
            if (claimed.isPresent() && tally.get().state() == State.PENDING) {
                runs.write(runKey, tally.get().started(RunRepository.now()));
            }
            return claimed;
        });
    }

    /** Which completions of these examples are stored. */
    public Set<Draft.Key> stored(long runKey, Collection<String> examples) {
        return runs.inTransaction(() -> completions.stored(runKey, examples));
    }

    /** What is wanted of the run's workers now; it has ended for them when it was deleted. */
    public Outcome wanted(long runKey) {
        return runs.find(runKey)
                .map(run -> new Outcome(
                        run.tally().ended(), run.tally().state() == State.PAUSED, Set.of(), BigDecimal.ZERO))
                .orElse(new Outcome(true, false, Set.of(), BigDecimal.ZERO));
    }

    /** The account that a run's budget is spent from. */
    public static String budgetAccount(Run run) {
        String shared = run.specification().getBudgetAccount();
        return shared.isEmpty() ? "run " + run.key() : sharedAccount(run.specification());
    }

    static String sharedAccount(dev.assay.runner.v1.Run specification) {
        return "shared " + specification.getBudget().getCurrencyCode() + " " + specification.getBudgetAccount();
    }

    /**
     * Which of these shards are not to be worked on by these workers any more.
     *
     * @param epochs of the workers, by shard
     */
    public Set<Integer> lost(long runKey, Map<Integer, Long> epochs) {
        if (epochs.isEmpty()) {
            return Set.of();
        }
        Map<Integer, Long> current = runs.inTransaction(() -> shards.epochs(runKey, epochs.keySet()));
        Set<Integer> lost = new HashSet<>();
        epochs.forEach((shard, epoch) -> {
            if (!epoch.equals(current.get(shard))) {
                lost.add(shard);
            }
        });
        return lost;
    }

    /** Lets a run rest. False when it has ended. */
    boolean pause(long runKey) {
        return runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || tally.get().ended()) {
                return false;
            }
            if (tally.get().state() != State.PAUSED) {
                runs.write(runKey, tally.get().paused());
            }
            return true;
        });
    }

    /** Lets a run that rests go on. False when it has ended. */
    boolean resume(long runKey) {
        boolean resumed = runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || tally.get().ended()) {
                return false;
            }
            if (tally.get().state() == State.PAUSED) {
                runs.write(runKey, tally.get().resumed(RunRepository.now()));
                shards.scheduledIndexes(runKey).forEach(index -> work.shard(runKey, index));
            }
            return true;
        });
        work.wake();
        return resumed;
    }

    /** Takes up a run that has ended: what failed and what was never made is made. False when it has not ended. */
    boolean takeUp(long runKey) {
        boolean taken = runs.inLongTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || !tally.get().ended()) {
                return false;
            }
            Map<ErrorReason, Integer> removed = completions.removeFailed(runKey);
            long all = removed.values().stream().mapToLong(Integer::longValue).sum();
            long unreachable = removed.getOrDefault(ErrorReason.MODEL_UNREACHABLE, 0);
            runs.write(runKey, tally.get().takenUp(all, unreachable, RunRepository.now()));
            shards.reopen(runKey);
            OptionalInt next = shards.scheduleNext(runKey);
            for (int i = 0; next.isPresent() && i < SHARDS_AT_ONCE; i++) {
                work.shard(runKey, next.getAsInt());
                next = i + 1 < SHARDS_AT_ONCE ? shards.scheduleNext(runKey) : OptionalInt.empty();
            }
            // Planning goes on if it was cut short, and ends a run that has no shards.
            work.plan(runKey);
            return true;
        });
        work.wake();
        return taken;
    }

    /** Makes sure that whatever is to be done for runs that have not ended has a task; does nothing where it has. */
    public void scheduleAgain() {
        for (RunRepository.Open open : runs.open()) {
            runs.inTransaction(() -> {
                if (!open.planned()) {
                    work.plan(open.key());
                }
                shards.scheduledIndexes(open.key()).forEach(index -> work.shard(open.key(), index));
                return true;
            });
        }
    }

    /** How many runs are at work or to be, by state. */
    public Map<State, Long> open() {
        return runs.openByState();
    }

    /** Marks runs as stalled that have had no answer for so long; their names. */
    public List<String> stall(Duration silence) {
        return runs.inTransaction(() -> runs.stall(RunRepository.now().minus(silence)));
    }

    /**
     * Stores completions that are not stored yet, of shards whose worker is still theirs.
     *
     * <p>What they have cost is paid whether they are stored or not.
     *
     * @param repeated whether these may have been stored by a call before, of which nobody knows how it ended
     * @param payment what they are paid from; null without a budget
     */
    public Outcome append(long runKey, List<Draft> drafts, boolean repeated, @Nullable Payment payment) {
        return runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || tally.get().ended()) {
                return new Outcome(true, false, Set.of(), pay(payment, drafts, repeated));
            }
            Set<Integer> involved = new HashSet<>();
            drafts.forEach(draft -> involved.add(draft.shard()));
            Map<Integer, Long> epochs = shards.epochs(runKey, involved);
            Set<Integer> lost = new HashSet<>();
            List<Draft> fresh = new ArrayList<>();
            List<Draft> late = new ArrayList<>();
            for (Draft draft : drafts) {
                Long epoch = epochs.get(draft.shard());
                if (epoch != null && epoch == draft.epoch()) {
                    fresh.add(draft);
                } else {
                    lost.add(draft.shard());
                    late.add(draft);
                }
            }
            boolean check = repeated || fresh.stream().anyMatch(draft -> draft.epoch() > 1);
            List<Draft> missing = check ? missing(runKey, fresh) : fresh;
            Tally next = store(runKey, tally.get(), missing);
            late.addAll(missing);
            return new Outcome(next.ended(), next.state() == State.PAUSED, lost, pay(payment, late, repeated));
        });
    }

    /** A shard is done. The next one gets its turn; the run ends with its last shard. */
    public void done(Shard shard) {
        runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(shard.runKey());
            if (tally.isEmpty() || tally.get().ended() || !shards.done(shard)) {
                return false;
            }
            shards.scheduleNext(shard.runKey()).ifPresent(next -> work.shard(shard.runKey(), next));
            if (tally.get().planned() && !shards.anyOpen(shard.runKey())) {
                runs.write(shard.runKey(), tally.get().done(RunRepository.now()));
            }
            return true;
        });
        work.wake();
    }

    /** Ends a run that has not ended; whether this call did. */
    public boolean end(long runKey, State state, @Nullable Error error) {
        return runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || tally.get().ended()) {
                return false;
            }
            runs.write(runKey, tally.get().ended(state, error, RunRepository.now()));
            return true;
        });
    }

    /** Removes what a deleted run has left. */
    public void purge(long runKey) {
        runs.inTransaction(() -> {
            shards.remove(runKey);
            return true;
        });
        budgets.remove("run " + runKey);
        OptionalLong next = completions.next(runKey, 0);
        while (next.isPresent()) {
            long first = next.getAsLong();
            long last = first + PURGED_AT_ONCE - 1;
            runs.inTransaction(() -> {
                completions.remove(runKey, first, last);
                return true;
            });
            next = completions.next(runKey, last);
        }
    }

    private BigDecimal pay(@Nullable Payment payment, List<Draft> drafts, boolean repeated) {
        if (payment == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal cost = drafts.stream().map(Draft::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        // Given back once at the most: the call before may have been committed.
        budgets.spend(payment.purse(), cost, repeated ? BigDecimal.ZERO : payment.returned());
        return cost;
    }

    private List<Draft> missing(long runKey, List<Draft> drafts) {
        Set<Draft.Key> there = new HashSet<>(
                completions.stored(runKey, drafts.stream().map(Draft::example).toList()));
        return drafts.stream().filter(draft -> there.add(draft.key())).toList();
    }

    private Tally store(long runKey, Tally tally, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return tally;
        }
        Instant now = RunRepository.now();
        int inserted = completions.insert(runKey, tally.sequence() + 1, drafts, now);
        if (inserted != drafts.size()) {
            throw new IllegalStateException("run " + runKey + ": " + (drafts.size() - inserted)
                    + " completions of shards that nobody worked on before are stored already");
        }
        Tally next = tally.plus(drafts, now);
        runs.write(runKey, next);
        cache.keep(
                drafts.stream()
                        .<CacheEntry>mapMulti((draft, entries) -> {
                            if (draft.kept() != null) {
                                entries.accept(draft.kept());
                            }
                        })
                        .toList(),
                now);
        return next;
    }
}
