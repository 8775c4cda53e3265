package dev.assay.cli.remote;

import java.util.Locale;
import java.util.Optional;

/** The three services. */
public enum Service {
    DATASET,
    RUNNER,
    SCORING;

    /** As it is named on the command line. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The service of that name. */
    public static Optional<Service> of(String key) {
        for (Service service : values()) {
            if (service.key().equals(key)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
