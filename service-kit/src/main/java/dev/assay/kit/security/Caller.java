package dev.assay.kit.security;

import io.grpc.Context;

/**
 * Who calls.
 *
 * @param principal name for the audit trail, for example {@code ci}
 * @param role what the caller may do
 */
public record Caller(String principal, Role role) {

    /** Whoever calls in local mode, where the only way in is the loopback interface. */
    public static final Caller LOCAL = new Caller("local", Role.ADMINISTRATOR);

    /** Nobody in particular; may do nothing. */
    static final Context.Key<Caller> KEY = Context.key("assay-caller");

    /** The caller of the current call; the local one outside any call. */
    public static Caller current() {
        Caller caller = KEY.get();
        return caller == null ? LOCAL : caller;
    }
}
