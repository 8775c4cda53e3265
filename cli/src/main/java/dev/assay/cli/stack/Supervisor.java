package dev.assay.cli.stack;

import dev.assay.cli.base.CliException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Looks after a stack: what dies is started again, a bounded number of times. */
public final class Supervisor {

    private static final int MAX_RESTARTS = 10;
    private static final long PAUSE_MILLIS = 500;

    private final Stack stack;
    private final Stack.Wish wish;
    private final Consumer<String> tell;
    private volatile boolean stopping;
    private final Map<String, Integer> restarts = new HashMap<>();

    public Supervisor(Stack stack, Stack.Wish wish, Consumer<String> tell) {
        this.stack = stack;
        this.wish = wish;
        this.tell = tell;
    }

    /** From now on what dies may stay dead. */
    public void stop() {
        stopping = true;
    }

    /**
     * Returns when the stack was stopped by another command.
     *
     * @throws CliException when a part dies too often, or the thread is interrupted
     */
    public void run() {
        while (!stopping && stack.isWanted()) {
            List<String> dead = stack.dead();
            if (!dead.isEmpty() && !stopping && stack.isWanted()) {
                for (String part : dead) {
                    int count = restarts.merge(part, 1, Integer::sum);
                    if (count > MAX_RESTARTS) {
                        throw CliException.incomplete(part + " died " + count + " times; its log is "
                                + stack.folder().log(part));
                    }
                    tell.accept(part + " died; starting it again (" + count + " of " + MAX_RESTARTS + ")");
                }
                stack.repair(wish)
                        .ifPresent(repaired -> tell.accept("running again: " + String.join(", ", repaired.started())));
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CliException.incomplete("interrupted", e);
            }
        }
    }
}
