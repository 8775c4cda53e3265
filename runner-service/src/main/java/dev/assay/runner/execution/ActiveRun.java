package dev.assay.runner.execution;

import dev.assay.dataset.v1.Example;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.prompt.Template;
import dev.assay.runner.run.Run;
import dev.assay.type.v1.Part;
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
     * More tokens than a prompt for {@code example} can have: a token of text stands for a byte at least, and the bytes of template,
     * example, tools and schema as messages of the contract are more than those of their texts.
     */
    long mostTokens(Example example) {
        long pictures = example.getMessages().getMessagesList().stream()
                .flatMap(message -> message.getPartsList().stream())
                .filter(Part::hasImage)
                .count();
        return TOKENS_OF_THE_FRAME
                + pictures * TOKENS_OF_A_PICTURE
                + example.getSerializedSize()
                + template.map(t -> t.messages().getSerializedSize()).orElse(0)
                + run.specification().getGeneration().getSerializedSize();
    }

    /** Gives back what {@link #enter} took. */
    void leave(int kibibytes) {
        memory.release(kibibytes);
        places.release();
    }
}
