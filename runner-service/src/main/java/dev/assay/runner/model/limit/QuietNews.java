package dev.assay.runner.model.limit;

import java.time.Duration;
import org.jboss.logging.Logger;

/** Tells the other replicas, through the store, how long a provider asks to be left alone, and hears it from them. Nobody waits for that. */
final class QuietNews {

    private static final Logger LOG = Logger.getLogger(QuietNews.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final LimitStore store;
    private final String key;
    private final QuietTime quiet;
    private boolean telling;
    private boolean changed;

    QuietNews(LimitStore store, String key, QuietTime quiet) {
        this.store = store;
        this.key = key;
        this.quiet = quiet;
    }

    /** Tells the others what holds now. */
    synchronized void tell() {
        changed = true;
        if (!telling) {
            telling = true;
            Thread.ofVirtual().name("assay-runner-quiet").start(this::tellAll);
        }
    }

    /** The others know of so much quiet time. */
    synchronized void heard(Duration left) {
        if (!telling) {
            quiet.heard(left);
        }
    }

    private void tellAll() {
        try {
            while (true) {
                synchronized (this) {
                    if (!changed) {
                        telling = false;
                        return;
                    }
                    changed = false;
                }
                try {
                    store.quiet(key, quiet.left());
                } catch (RuntimeException | Error e) {
                    LOG.debugf(e, "The other replicas could not be told of a quiet time");
                    tell();
                    Thread.sleep(PATIENCE);
                }
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread.
            throw new IllegalStateException(e);
        }
    }
}
