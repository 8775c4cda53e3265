package dev.assay.runner.execution;

import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.v1.Run.State;
import java.util.Map;

/** Hears of what is being worked on, for metrics; a port. */
public interface WorkListener {

    /** Hears nothing. */
    WorkListener NONE = new WorkListener() {
        @Override
        public void shard(int change) {}

        @Override
        public void call(int change) {}

        @Override
        public void made(String provider, ChatResult result) {}
    };

    /** A shard was begun (1) or ended (-1). */
    void shard(int change);

    /** A completion was begun (1) or ended (-1). */
    void call(int change);

    /** A completion was made, with an answer or an error. */
    void made(String provider, ChatResult result);

    /** Answers were looked for in the cache. */
    default void lookedUp(int hits, int misses) {}

    /**
     * So many runs have not ended, over all replicas.
     *
     * @param byState without those that rest
     */
    default void open(Map<State, Long> byState) {}

    /** A run has had no answer for too long. */
    default void stalled() {}
}
