package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * How this user runs PostgreSQL's programs, which refuse to run as root.
 *
 * @param prefix the words before each command
 * @param user the id of the user that must own the data folder; empty when there is no choice
 */
record Privileges(List<String> prefix, OptionalInt user) {
    static final String ADVICE =
            "PostgreSQL refuses to run as root, and this system lets root neither enter a user namespace (unshare -U) nor become"
                    + " an unprivileged user (setpriv) that can reach the data folder; run this as a normal user, or set"
                    + " XDG_CACHE_HOME and the data folder to folders that every user can enter, such as /var/tmp/assay";

    private static final int ROOT = 0;
    private static final int NOBODY = 65_534;

    /** The command, run with these privileges. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    /** The first way that works here, for these folders. */
    static Privileges choose(Path dataFolder, Path binaries) {
        return choose(isRoot(), dataFolder, binaries, Programs::succeeds);
    }

    /** The same with the world given: whether we are root, and which commands succeed. */
    static Privileges choose(boolean root, Path dataFolder, Path binaries, Predicate<List<String>> succeeds) {
        if (!root) {
            return new Privileges(List.of(), OptionalInt.empty());
        }
        List<String> namespace = List.of("unshare", "-U", "--");
        if (succeeds.test(with(namespace, "true"))) {
            return new Privileges(namespace, OptionalInt.of(ROOT));
        }
        List<String> nobody = List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
        Path above = dataFolder.getParent() == null ? dataFolder : dataFolder.getParent();
        if (succeeds.test(with(nobody, "test", "-x", above.toString()))
                && succeeds.test(with(
                        nobody, "test", "-x", binaries.resolve("bin/postgres").toString()))) {
            return new Privileges(nobody, OptionalInt.of(NOBODY));
        }
        throw new PostgresException(Reason.ROOT_REFUSED, ADVICE);
    }

    private static List<String> with(List<String> prefix, String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer id && id == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return "root".equals(System.getProperty("user.name")); // Not Linux.
        }
    }
}
