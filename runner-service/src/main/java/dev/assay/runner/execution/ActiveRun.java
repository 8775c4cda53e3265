package dev.assay.runner.execution;

import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.prompt.Template;
import dev.assay.runner.run.Run;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A run that this process works on: what its shards share.
 *
 * @param places examples of the run that this process holds at once, in calls or waiting for their turn
 * @param memory KiB of examples of all runs
 */
record ActiveRun(
        Run run,
        ChatModel model,
        Optional<Template> template,
        CompletionWriter writer,
        Optional<Budget> budget,
        Optional<RunCache> cache,
        Semaphore places,
        Semaphore memory) {

    private static final long LOOK_EVERY_MILLIS = 200;

    /** Waits for a place for an example of {@code kibibytes}; false when it is not wanted any more. */
    boolean enter(int kibibytes, BooleanSupplier wanted) throws InterruptedException {
        while (wanted.getAsBoolean()) {
            if (places.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                while (wanted.getAsBoolean()) {
                    if (memory.tryAcquire(kibibytes, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                        return true;
                    }
                }
                places.release();
                return false;
            }
        }
        return false;
    }

    /** Gives back what {@link #enter} took. */
    void leave(int kibibytes) {
        memory.release(kibibytes);
        places.release();
    }
}
