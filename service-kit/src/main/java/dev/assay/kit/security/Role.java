package dev.assay.kit.security;

/** What a caller may do. Each role may do all that the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Creates and changes data, prompts, suites, runs and evaluations. */
    EDITOR,
    /** Registers models, which name endpoints and credentials. */
    ADMINISTRATOR;

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
