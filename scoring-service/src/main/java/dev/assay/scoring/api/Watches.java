package dev.assay.scoring.api;

import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Evaluations;
import java.time.Duration;
import java.util.Optional;

/** Watches evaluations by looking at their revisions a few times a second. */
final class Watches {

    private static final Duration PERIOD = Duration.ofMillis(250);
    private static final int HEARTBEAT = 20;

    private final Evaluations evaluations;

    Watches(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    /** Told of each change. */
    @FunctionalInterface
    interface Change {
        void to(Evaluation evaluation) throws InterruptedException;
    }

    /** Told when nothing has changed for a while. */
    @FunctionalInterface
    interface Heartbeat {
        void beat() throws InterruptedException;
    }

    /** Waits; throws when the watcher has gone. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** Tells of an evaluation as it is and of every change until it has ended. */
    void watch(Evaluation first, Change change, Heartbeat heartbeat, Pause pause) throws InterruptedException {
        Evaluation known = first;
        change.to(known);
        int quiet = 0;
        while (!known.state().hasEnded()) {
            pause.of(PERIOD);
            Optional<Evaluation> changed = evaluations.changed(known);
            if (changed.isPresent()) {
                known = changed.get();
                change.to(known);
                quiet = 0;
            } else if (++quiet % HEARTBEAT == 0) {
                heartbeat.beat();
            }
        }
    }
}
