package dev.assay.cli.stack;

import dev.assay.cli.remote.Service;
import java.util.List;

/** A process of the stack. */
enum Part {
    LOCAL("local", "local", 9400, 0, List.of(Service.DATASET, Service.RUNNER, Service.SCORING)),
    DATASET("dataset", "dataset-service", 9401, 1, List.of(Service.DATASET)),
    RUNNER("runner", "runner-service", 9402, 2, List.of(Service.RUNNER)),
    SCORING("scoring", "scoring-service", 9403, 3, List.of(Service.SCORING));

    private final String key;
    private final String module;
    private final int usualPort;
    private final int offset;
    private final List<Service> services;

    Part(String key, String module, int usualPort, int offset, List<Service> services) {
        this.key = key;
        this.module = module;
        this.usualPort = usualPort;
        this.offset = offset;
        this.services = services;
    }

    String key() {
        return key;
    }

    /** The folder of the installation that holds the application. */
    String module() {
        return module;
    }

    /** Taken when it is free and nobody asked for another. */
    int usualPort() {
        return usualPort;
    }

    /** What is added to the port of {@code --port}. */
    int offset() {
        return offset;
    }

    /** What it serves. */
    List<Service> services() {
        return services;
    }

    static Part of(String key) {
        for (Part part : values()) {
            if (part.key.equals(key)) {
                return part;
            }
        }
        throw new IllegalArgumentException("unknown part " + key);
    }
}
