package dev.assay.cli.stack;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import dev.assay.cli.remote.Address;
import dev.assay.cli.remote.Endpoints;
import dev.assay.cli.remote.Service;
import dev.assay.postgres.PostgresException;
import dev.assay.postgres.PostgresServer;
import dev.assay.postgres.PostgresSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * The stack of one data folder. Every change happens under a lock of that folder, so that commands at the same time wait for each other; what
 * lives is adopted, what died is started again on the port that it had.
 */
public final class Stack {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LONG_RUNNING_ANSWERS = Duration.ofMinutes(2);

    private final World world;
    private final DataFolder folder;
    private final Consumer<String> tell;

    public Stack(World world, DataFolder folder, Consumer<String> tell) {
        this.world = world;
        this.folder = folder.real();
        this.tell = tell;
    }

    /**
     * What is wanted of a stack.
     *
     * @param mode absent: as it is, else one process
     * @param port absent: as it is, else the usual one when it is free, else any
     * @param kept whether it goes on when no command uses it
     */
    public record Wish(Optional<Mode> mode, OptionalInt port, boolean kept) {
        /** Any stack will do, for the time of a command. */
        public static final Wish ANY = new Wish(Optional.empty(), OptionalInt.empty(), false);
    }

    /** Brings the stack up: adopts what lives and starts what does not. */
    public Started ensure(Wish wish) {
        DataFolder opened = folder.opened();
        Stack here = new Stack(world, opened, tell);
        try (FileLocks.Held lock = here.change()) {
            assert lock != null;
            return here.ensureLocked(wish);
        } catch (PostgresException e) {
            throw CliException.incomplete(String.valueOf(e.getMessage()), e);
        }
    }

    /** The same, unless somebody has stopped the stack on purpose in the meantime. */
    Optional<Started> repair(Wish wish) {
        try (FileLocks.Held lock = change()) {
            assert lock != null;
            return isWanted() ? Optional.of(ensureLocked(wish)) : Optional.empty();
        } catch (PostgresException e) {
            throw CliException.incomplete(String.valueOf(e.getMessage()), e);
        }
    }

    /** What came of {@link #ensure}. */
    public record Started(Endpoints endpoints, List<String> started, DataFolder folder) {}

    private Started ensureLocked(Wish wish) {
        Optional<StackState> before = StackState.read(folder);
        Mode mode = mode(wish, before);
        new Launcher(world, folder).application(mode.parts().getFirst());
        boolean kept = wish.kept() || before.map(StackState::kept).orElse(false);
        Map<Part, Integer> ports = ports(wish, mode, before);
        List<String> started = new ArrayList<>();

        PostgresServer postgres = PostgresServer.start(PostgresSettings.of(folder.postgres()));
        try {
            if (before.isEmpty() || before.get().postgresPid() != postgres.pid()) {
                started.add("postgresql");
            }
            for (Service service : Service.values()) {
                String url = postgres.createDatabaseIfMissing(service.key());
                assert !url.isEmpty();
            }
            boolean moved = before.isPresent()
                    && (before.get().postgresPort() != postgres.port() || !samePorts(before.get(), ports));
            List<RunningPart> parts = new ArrayList<>();
            Launcher launcher = new Launcher(world, folder);
            for (Part part : mode.parts()) {
                Optional<RunningPart> running =
                        before.flatMap(state -> state.part(part)).filter(RunningPart::lives);
                if (running.isPresent() && moved) {
                    running.get().stop(); // It knows addresses that are no longer true.
                    running = Optional.empty();
                }
                if (running.isEmpty()) {
                    started.add(part.key());
                }
                int port = ports.getOrDefault(part, part.usualPort());
                RunningPart now = running.orElseGet(() -> launcher.start(part, port, settings(postgres, ports, mode)));
                parts.add(now);
                // Written at once: whatever happens to this command, nothing that it started is forgotten.
                List<RunningPart> known = new ArrayList<>(parts);
                before.ifPresent(state -> state.parts().stream()
                        .filter(old -> known.stream().noneMatch(one -> one.part() == old.part()))
                        .filter(RunningPart::lives)
                        .forEach(known::add));
                new StackState(mode, kept, world.version(), postgres.pid(), postgres.port(), known).write(folder);
            }
            parts.forEach(launcher::awaitReady);
            return new Started(endpoints(parts), started, folder);
        } finally {
            postgres.release();
        }
    }

    private static Mode mode(Wish wish, Optional<StackState> before) {
        boolean lives = before.map(state -> state.parts().stream().anyMatch(RunningPart::lives))
                .orElse(false);
        if (!lives) {
            return wish.mode()
                    .or(() -> before.filter(state -> !state.parts().isEmpty()).map(StackState::mode))
                    .orElse(Mode.ONE_PROCESS);
        }
        Mode running = before.get().mode();
        if (wish.mode().isPresent() && wish.mode().get() != running) {
            throw CliException.incomplete(
                    "the stack runs already, in the mode \"" + running.key() + "\"; stop it first with: assay down");
        }
        return running;
    }

    private static boolean samePorts(StackState before, Map<Part, Integer> ports) {
        return before.parts().stream().allMatch(part -> ports.getOrDefault(part.part(), part.port()) == part.port());
    }

    private static Map<Part, Integer> ports(Wish wish, Mode mode, Optional<StackState> before) {
        Map<Part, Integer> ports = new EnumMap<>(Part.class);
        for (Part part : mode.parts()) {
            Optional<RunningPart> known = before.flatMap(state -> state.part(part));
            if (known.isPresent() && known.get().lives()) {
                int port = known.get().port();
                if (wish.port().isPresent() && wish.port().getAsInt() + part.offset() != port) {
                    throw CliException.incomplete(
                            "the stack runs already, on port " + port + "; stop it first with: assay down");
                }
                ports.put(part, port);
            } else if (wish.port().isPresent()) {
                int port = wish.port().getAsInt() + part.offset();
                if (port > 65_535 || !Ports.isFree(port)) {
                    throw CliException.incomplete("port " + port
                            + " is in use by another program; choose another with --port, or leave --port out");
                }
                ports.put(part, port);
            } else if (known.isPresent() && Ports.isFree(known.get().port())) {
                ports.put(part, known.get().port());
            } else {
                int usual = part.usualPort();
                ports.put(part, Ports.isFree(usual) && !ports.containsValue(usual) ? usual : Ports.anyFree());
            }
        }
        return ports;
    }

    private static Map<String, String> settings(PostgresServer postgres, Map<Part, Integer> ports, Mode mode) {
        Map<String, String> settings = new HashMap<>();
        for (Service service : Service.values()) {
            String prefix = "ASSAY_" + service.name() + "_";
            settings.put(prefix + "JDBC_URL", postgres.jdbcUrl(service.key()));
            settings.put(prefix + "USERNAME", postgres.user());
            settings.put(prefix + "PASSWORD", postgres.password());
            for (Part part : mode.parts()) {
                if (part.services().contains(service)) {
                    settings.put(prefix + "HOST", "127.0.0.1");
                    settings.put(prefix + "PORT", Integer.toString(ports.getOrDefault(part, part.usualPort())));
                }
            }
        }
        return settings;
    }

    private static Endpoints endpoints(List<RunningPart> parts) {
        Map<Service, Address> addresses = new EnumMap<>(Service.class);
        for (RunningPart part : parts) {
            part.part().services().forEach(service -> addresses.put(service, new Address("127.0.0.1", part.port())));
        }
        return new Endpoints(addresses, false, Optional.empty(), LONG_RUNNING_ANSWERS);
    }

    /** Stops everything that runs; says what was stopped. */
    public List<String> stop() {
        if (!folder.exists()) {
            return List.of();
        }
        try (FileLocks.Held lock = change()) {
            assert lock != null;
            return stopLocked();
        }
    }

    private List<String> stopLocked() {
        List<String> stopped = new ArrayList<>();
        Optional<StackState> state = StackState.read(folder);
        if (state.isPresent()) {
            // Callers before those whom they call.
            for (RunningPart part : state.get().parts().reversed()) {
                if (part.lives()) {
                    part.stop();
                    stopped.add(part.part().key());
                }
            }
        }
        try {
            Optional<PostgresServer> postgres = PostgresServer.find(folder.postgres());
            if (postgres.isPresent()) {
                postgres.get().stop();
                stopped.add("postgresql");
            }
        } catch (PostgresException e) {
            throw CliException.incomplete(String.valueOf(e.getMessage()), e);
        }
        StackState.remove(folder);
        return stopped;
    }

    /** What is there now, without changing it. */
    public Status status() {
        Optional<StackState> state = folder.exists() ? StackState.read(folder) : Optional.empty();
        if (state.isEmpty()) {
            return new Status(folder, Optional.empty(), false, List.of());
        }
        List<Status.PartStatus> parts = new ArrayList<>();
        parts.add(new Status.PartStatus(
                "postgresql",
                state.get().postgresPid(),
                "127.0.0.1:" + state.get().postgresPort(),
                Processes.isPostgres(state.get().postgresPid(), folder.postgres())
                        ? Status.Health.RUNNING
                        : Status.Health.STOPPED,
                folder.postgres().resolve("server.log")));
        for (RunningPart part : state.get().parts()) {
            Status.Health health = !part.lives()
                    ? Status.Health.STOPPED
                    : HealthClient.serves(part.port()) ? Status.Health.RUNNING : Status.Health.NOT_READY;
            parts.add(new Status.PartStatus(
                    part.part().key(),
                    part.pid(),
                    "127.0.0.1:" + part.port(),
                    health,
                    folder.log(part.part().key())));
        }
        return new Status(
                folder, Optional.of(state.get().mode().key()), state.get().kept(), parts);
    }

    /** Whether a description is there, that is, whether nobody has stopped the stack. */
    boolean isWanted() {
        return StackState.read(folder).isPresent();
    }

    /** Whether PostgreSQL or one of the processes that should live does not. */
    List<String> dead() {
        Optional<StackState> state = StackState.read(folder);
        if (state.isEmpty()) {
            return List.of();
        }
        List<String> dead = new ArrayList<>();
        if (!Processes.isPostgres(state.get().postgresPid(), folder.postgres())) {
            dead.add("postgresql");
        }
        for (RunningPart part : state.get().parts()) {
            if (!part.lives()) {
                dead.add(part.part().key());
            }
        }
        return dead;
    }

    /**
     * Uses the stack for the time of a command: one that runs, or one that is started for this and stopped when its last user has gone. The use
     * ends with {@link Use#close()}, also when the process is interrupted.
     */
    public Use use() {
        DataFolder opened = folder.opened();
        FileLocks.Held user = FileLocks.take(opened.useLock(), true, PATIENCE, () -> {});
        Stack here = new Stack(world, opened, tell);
        Use use = new Use(here, new Stack(world, opened, line -> {}), user);
        try {
            use.started = Optional.of(here.ensure(Wish.ANY));
            return use;
        } catch (RuntimeException e) {
            use.close();
            throw e;
        }
    }

    /** Stops the stack if nobody keeps it and nobody else uses it. */
    void stopUnlessUsed(FileLocks.Held mine) {
        try (FileLocks.Held lock = change()) {
            assert lock != null;
            mine.close();
            boolean temporary =
                    StackState.read(folder).map(state -> !state.kept()).orElse(true);
            Optional<FileLocks.Held> alone = temporary ? FileLocks.tryTake(folder.useLock(), false) : Optional.empty();
            if (alone.isPresent()) {
                var unused = stopLocked();
                alone.get().close();
            }
        }
    }

    public DataFolder folder() {
        return folder;
    }

    private FileLocks.Held change() {
        return FileLocks.take(
                folder.changeLock(),
                false,
                PATIENCE,
                () -> tell.accept("another assay command changes the stack of " + folder.path() + "; waiting for it"));
    }
}
