package dev.assay.runner.execution;

import dev.assay.kit.error.AssayException;
import dev.assay.runner.run.Ledger;
import dev.assay.runner.run.Run;
import dev.assay.runner.run.Shard;
import dev.assay.runner.v1.Run.State;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import java.util.Optional;

/**
 * Divides a run's examples into shards: goes through their order once, notes where each shard begins, and keeps none of them. The first
 * shards are worked on while the last are still being planned. Goes on behind the last shard when it is repeated after a crash.
 */
final class Planner {

    static final int LARGEST_SHARD = 500;
    static final int SMALLEST_SHARD = 10;

    /** A run has at least so many shards, as far as its size allows, so that replicas can share it. */
    static final int SHARDS_WANTED = 32;

    private final Ledger ledger;
    private final ExampleSource examples;

    Planner(Ledger ledger, ExampleSource examples) {
        this.ledger = ledger;
        this.examples = examples;
    }

    /** Plans the run; does nothing when it was deleted or has ended. Throws DEPENDENCY_UNAVAILABLE when it must be repeated later. */
    void plan(long runKey) {
        Optional<Run> found = ledger.run(runKey);
        if (found.isEmpty() || found.get().tally().ended()) {
            return;
        }
        Run run = found.get();
        if (run.tally().planned()) {
            // Taken up again: one without shards has nobody else to end it.
            planned(run, run.tally().total().orElse(0));
            return;
        }
        try {
            plan(run);
        } catch (AssayException e) {
            if (Patience.isOutage(e)) {
                throw e;
            }
            ledger.end(runKey, State.FAILED, error(e.reason(), "the examples cannot be read: " + e.message()));
        }
    }

    private void plan(Run run) {
        dev.assay.runner.v1.Run wanted = run.specification();
        ExampleSource.Query query = query(run);
        Optional<Shard> last = ledger.lastShard(run.key());
        int index = last.map(shard -> shard.index() + 1).orElse(0);
        long position =
                last.map(shard -> shard.firstPosition() + shard.exampleCount()).orElse(0L);
        String token = last.map(Shard::endToken).orElse("");
        int size = shardSize(run);
        boolean more = true;
        while (more) {
            long left = wanted.getMaxExamples() == 0 ? size : Math.min(size, wanted.getMaxExamples() - position);
            if (left <= 0) {
                break;
            }
            ExampleSource.Stretch stretch = examples.skip(query, token, (int) left);
            more = !stretch.last();
            if (stretch.count() > 0) {
                Shard shard = new Shard(run.key(), index, position, stretch.count(), token, stretch.nextToken(), 0);
                if (!ledger.add(shard)) {
                    return;
                }
                index++;
                position += stretch.count();
                token = stretch.nextToken();
            }
        }
        planned(run, position * wanted.getSamplesPerExample());
    }

    private void planned(Run run, long completions) {
        ledger.planned(
                run.key(),
                completions,
                error(ErrorReason.INVALID_REQUEST, "no example of the dataset version is in the slice"));
    }

    /** Which examples a run is about. */
    static ExampleSource.Query query(Run run) {
        return new ExampleSource.Query(
                run.specification().getDatasetVersion(),
                run.specification().getSlice(),
                run.specification().getOrderSeed());
    }

    /** Examples in a shard. */
    static int shardSize(Run run) {
        long samples = run.specification().getSamplesPerExample();
        long completions = run.tally().total().orElse((long) LARGEST_SHARD * SHARDS_WANTED);
        long inShard = Math.clamp(completions / SHARDS_WANTED, SMALLEST_SHARD, LARGEST_SHARD);
        return (int) Math.max(1, inShard / samples);
    }

    private static Error error(ErrorReason reason, String message) {
        return Error.newBuilder().setReason(reason).setMessage(message).build();
    }
}
