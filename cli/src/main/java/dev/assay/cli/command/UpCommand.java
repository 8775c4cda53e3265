package dev.assay.cli.command;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import dev.assay.cli.stack.DataFolder;
import dev.assay.cli.stack.Mode;
import dev.assay.cli.stack.Stack;
import dev.assay.cli.stack.Supervisor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay up}. */
@Command(
        name = "up",
        description =
                "Starts the local stack: a PostgreSQL and the services. What runs is kept, what died is started again.",
        footer = {"", "Without --detach it looks after the stack until Ctrl-C, which stops everything."})
final class UpCommand implements Callable<Integer> {

    private final World world;

    @Option(
            names = {"-d", "--detach"},
            description = "Return when everything is ready, and leave it running.")
    boolean detach;

    @Option(names = "--separate", description = "A process for each service, as in a cluster, instead of one for all.")
    boolean separate;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description =
                    "The port of the services (default: 9400 when it is free, else any); with --separate the three after it.")
    @Nullable
    Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: ASSAY_DATA, else XDG_DATA_HOME/assay, else ~/.local/share/assay).")
    @Nullable
    String data;

    UpCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        if (port != null && (port < 1 || port > 65_532)) {
            throw CliException.usage("--port: " + port + " is not between 1 and 65532");
        }
        Consumer<String> tell = line -> world.terminal().err().println("assay: " + line);
        DataFolder folder = DataFolder.choose(world, Optional.ofNullable(data));
        Stack stack = new Stack(world, folder, tell);
        Stack.Wish wish = new Stack.Wish(
                separate ? Optional.of(Mode.SEPARATE) : Optional.empty(),
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                true);
        boolean ran = !stack.status().parts().isEmpty();
        Supervisor supervisor = new Supervisor(
                new Stack(world, folder, tell), new Stack.Wish(Optional.empty(), OptionalInt.empty(), true), tell);
        Thread hook = new Thread(() -> stopAfterInterrupt(supervisor, folder, tell), "stop the stack");
        if (!detach) {
            Runtime.getRuntime().addShutdownHook(hook);
        }
        Stack.Started started;
        try {
            started = stack.ensure(wish);
        } catch (RuntimeException e) {
            if (!ran && !new Stack(world, folder, tell).stop().isEmpty()) {
                tell.accept("stopped what had been started");
            }
            throw e;
        }
        say(started);
        if (detach) {
            return 0;
        }
        supervisor.run();
        try {
            if (Runtime.getRuntime().removeShutdownHook(hook)) {
                tell.accept("stopped by another command");
            }
        } catch (IllegalStateException e) {
            return 0; // The hook is at work: Ctrl-C.
        }
        return 0;
    }

    private void stopAfterInterrupt(Supervisor supervisor, DataFolder folder, Consumer<String> tell) {
        supervisor.stop();
        List<String> stopped = new Stack(world, folder, line -> {}).stop();
        if (!stopped.isEmpty()) {
            tell.accept("stopped " + String.join(", ", stopped));
        }
    }

    private void say(Stack.Started started) {
        var out = world.terminal().out();
        if (started.started().isEmpty()) {
            out.println("everything runs already");
        } else {
            out.println("started " + String.join(", ", started.started()));
        }
        StatusCommand.describe(new Stack(world, started.folder(), line -> {}).status())
                .forEach(out::println);
        out.println(
                detach
                        ? "stop it with: assay down"
                        : "Ctrl-C stops everything; in another terminal: assay evaluate SUITE.yaml");
        out.flush();
    }
}
