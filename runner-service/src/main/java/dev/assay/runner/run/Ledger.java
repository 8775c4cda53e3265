package dev.assay.runner.run;

import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param lost shards that have another worker by now
     */
    public record Outcome(boolean ended, Set<Integer> lost) {}

    private final RunRepository runs;
    private final ShardRepository shards;
    private final CompletionRepository completions;
    private final RunWork work;

    Ledger(RunRepository runs, ShardRepository shards, CompletionRepository completions, RunWork work) {
        this.runs = runs;
        this.shards = shards;
        this.completions = completions;
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
                    tally = tally.ended(State.SUCCEEDED, null, RunRepository.now());
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

    /** Whether nothing more will happen to the run; also when it was deleted. */
    public boolean ended(long runKey) {
        return runs.find(runKey).map(run -> run.tally().ended()).orElse(true);
    }

    /**
     * Stores completions that are not stored yet, of shards whose worker is still theirs.
     *
     * @param repeated whether these may have been stored by a call before, of which nobody knows how it ended
     */
    public Outcome append(long runKey, List<Draft> drafts, boolean repeated) {
        return runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isEmpty() || tally.get().ended()) {
                return new Outcome(true, Set.of());
            }
            Set<Integer> involved = new HashSet<>();
            drafts.forEach(draft -> involved.add(draft.shard()));
            Map<Integer, Long> epochs = shards.epochs(runKey, involved);
            Set<Integer> lost = new HashSet<>();
            List<Draft> fresh = new ArrayList<>();
            for (Draft draft : drafts) {
                Long epoch = epochs.get(draft.shard());
                if (epoch != null && epoch == draft.epoch()) {
                    fresh.add(draft);
                } else {
                    lost.add(draft.shard());
                }
            }
            boolean check = repeated || fresh.stream().anyMatch(draft -> draft.epoch() > 1);
            List<Draft> missing = check ? missing(runKey, fresh) : fresh;
            Tally next = store(runKey, tally.get(), missing);
            return new Outcome(next.ended(), lost);
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
                runs.write(shard.runKey(), tally.get().ended(State.SUCCEEDED, null, RunRepository.now()));
            }
            return true;
        });
        work.wake();
    }

    /** Ends a run that has not ended. */
    public void end(long runKey, State state, @Nullable Error error) {
        runs.inTransaction(() -> {
            Optional<Tally> tally = runs.lock(runKey);
            if (tally.isPresent() && !tally.get().ended()) {
                runs.write(runKey, tally.get().ended(state, error, RunRepository.now()));
            }
            return true;
        });
    }

    /** Removes what a deleted run has left. */
    public void purge(long runKey) {
        runs.inTransaction(() -> {
            shards.remove(runKey);
            return true;
        });
        int removed;
        do {
            removed = runs.inTransaction(() -> completions.remove(runKey, PURGED_AT_ONCE));
        } while (removed > 0);
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
        int inserted = completions.insert(runKey, tally.stored() + 1, drafts, now);
        if (inserted != drafts.size()) {
            throw new IllegalStateException("run " + runKey + ": " + (drafts.size() - inserted)
                    + " completions of shards that nobody worked on before are stored already");
        }
        Tally next = tally.plus(drafts, now);
        runs.write(runKey, next);
        return next;
    }
}
