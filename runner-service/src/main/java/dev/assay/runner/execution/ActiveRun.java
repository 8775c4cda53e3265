package dev.assay.runner.execution;

import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.prompt.Template;
import dev.assay.runner.run.Run;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.util.List;
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

    /** More than providers count for a picture at its best resolution. */
    private static final int TOKENS_OF_A_PICTURE = 8_192;

    /** What providers add for roles and turns, tools and schemas, whatever their size. */
    private static final int TOKENS_OF_THE_FRAME = 64;

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

    /**
     * More tokens than {@code prompt} can have: a token of text stands for a byte at least, and the bytes of messages, tools and schema as messages of
     * the contract are more than those of their texts.
     */
    long mostTokens(List<Message> prompt) {
        long most = TOKENS_OF_THE_FRAME + run.specification().getGeneration().getSerializedSize();
        for (Message message : prompt) {
            most += message.getSerializedSize();
            for (Part part : message.getPartsList()) {
                most += part.hasImage() ? TOKENS_OF_A_PICTURE - part.getSerializedSize() : 0;
            }
        }
        return most;
    }

    /** Gives back what {@link #enter} took. */
    void leave(int kibibytes) {
        memory.release(kibibytes);
        places.release();
    }
}
