package dev.assay.cli.stack;

import dev.assay.cli.remote.Endpoints;
import java.util.List;
import java.util.Optional;

/** The use of a stack by one command. */
public final class Use implements AutoCloseable {

    private final Stack stack;
    private final Stack silent;
    private final FileLocks.Held user;
    private final Thread hook;
    Optional<Stack.Started> started = Optional.empty();
    private boolean closed;

    /** @param silent the same stack without a voice, for the end: what waits then is this command's own beginning */
    Use(Stack stack, Stack silent, FileLocks.Held user) {
        this.stack = stack;
        this.silent = silent;
        this.user = user;
        this.hook = new Thread(this::end, "stop the stack");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    public Endpoints endpoints() {
        return started.orElseThrow().endpoints();
    }

    /** What had to be started; empty when all of it ran. */
    public List<String> newParts() {
        return started.orElseThrow().started();
    }

    public DataFolder folder() {
        return stack.folder();
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending; the hook has nothing left to do.
            return;
        }
    }

    private synchronized void end() {
        if (!closed) {
            closed = true;
            silent.stopUnlessUsed(user);
        }
    }
}
