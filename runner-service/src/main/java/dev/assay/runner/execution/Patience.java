package dev.assay.runner.execution;

import dev.assay.kit.error.ErrorStatus;
import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Repeats what fails only because the database or another service is away for now, for as long as it is still wanted. */
final class Patience {

    private static final Logger LOG = Logger.getLogger(Patience.class);
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private Patience() {}

    /** Whether {@code thrown} says only that something is away for now. */
    static boolean isOutage(Throwable thrown) {
        return ErrorStatus.of(thrown).reason() == ErrorReason.DEPENDENCY_UNAVAILABLE;
    }

    /**
     * The result of {@code work}; empty when it was not wanted any more before it succeeded.
     *
     * @param what names the work in the log
     * @throws RuntimeException what {@code work} throws for any other reason than an outage
     */
    static <T> Optional<T> with(String what, BooleanSupplier wanted, Supplier<T> work) throws InterruptedException {
        Duration wait = FIRST;
        boolean told = false;
        while (wanted.getAsBoolean()) {
            try {
                Optional<T> done = Optional.of(work.get());
                if (told) {
                    LOG.infof("%s: works again", what);
                }
                return done;
            } catch (RuntimeException e) {
                if (!isOutage(e)) {
                    throw e;
                }
                if (!told) {
                    LOG.warnf("%s: the database or another service does not answer; trying again", what);
                    told = true;
                }
                Thread.sleep(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
            }
        }
        return Optional.empty();
    }
}
