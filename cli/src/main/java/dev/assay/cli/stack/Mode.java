package dev.assay.cli.stack;

import java.util.List;

/** How the services are spread over processes. */
public enum Mode {
    /** All in one. */
    ONE_PROCESS("one process", List.of(Part.LOCAL)),
    /** One each, as in a cluster; in the order in which they are started, since each calls those before it. */
    SEPARATE("separate", List.of(Part.DATASET, Part.RUNNER, Part.SCORING));

    private final String key;
    private final List<Part> parts;

    Mode(String key, List<Part> parts) {
        this.key = key;
        this.parts = parts;
    }

    String key() {
        return key;
    }

    List<Part> parts() {
        return parts;
    }

    static Mode of(String key) {
        for (Mode mode : values()) {
            if (mode.key.equals(key)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("unknown mode " + key);
    }
}
