package dev.assay.cli.command;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.Terminal;
import dev.assay.cli.base.World;
import dev.assay.cli.remote.Endpoints;
import dev.assay.cli.remote.ServicesClient;
import dev.assay.cli.stack.DataFolder;
import dev.assay.cli.stack.Stack;
import dev.assay.cli.stack.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that calls the services: those of a server, or those of the local stack. */
final class ConnectionOptions {

    private static final Pattern PROJECT = Pattern.compile("(projects/)?([a-z0-9][a-z0-9._-]{0,62})");

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description =
                    "Where the services are: HOST:PORT once for all of them, or SERVICE=HOST:PORT for each of dataset, runner"
                            + " and scoring. Without it the local stack is used, and started for the time of the command when none runs.")
    List<String> servers = new ArrayList<>();

    @Option(names = "--tls", description = "Encrypt the connection to --server and check its certificate.")
    boolean tls;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token for --server; the variable ASSAY_TOKEN may hold the token instead.")
    @Nullable
    String tokenFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Data folder of the local stack (default: ASSAY_DATA, else XDG_DATA_HOME/assay, else ~/.local/share/assay).")
    @Nullable
    String data;

    @Option(
            names = "--project",
            paramLabel = "PROJECT",
            description = "The project (default: ASSAY_PROJECT, else default).")
    @Nullable
    String project;

    @Option(
            names = {"-v", "--verbose"},
            description = "Also print the trace id, which finds this command in the logs of the services.")
    boolean verbose;

    /** {@code projects/…}. */
    String project(World world) {
        String name = Optional.ofNullable(project)
                .or(() -> world.variable("ASSAY_PROJECT"))
                .orElse("default");
        var matcher = PROJECT.matcher(name);
        if (!matcher.matches()) {
            throw CliException.usage(
                    "--project: \"" + name
                            + "\" is not a name of 1 to 63 of a-z, 0-9, \"-\", \"_\" and \".\" that starts with a letter or digit");
        }
        return "projects/" + matcher.group(2);
    }

    /** The full name of a resource, given its id or its full name. */
    String name(World world, String collection, String given) {
        return given.startsWith("projects/") ? given : project(world) + "/" + collection + "/" + given;
    }

    DataFolder folder(World world) {
        return DataFolder.choose(world, Optional.ofNullable(data));
    }

    Session open(World world) {
        return open(world, Optional.empty());
    }

    /** @param own a folder below the data folder whose stack is used instead */
    Session open(World world, Optional<String> own) {
        Terminal terminal = world.terminal();
        Consumer<String> tell = line -> terminal.err().println("assay: " + line);
        if (verbose) {
            tell.accept("trace id " + world.trace().traceId());
        }
        if (servers.isEmpty()) {
            if (tls || tokenFile != null) {
                throw CliException.usage("--tls and --token-file have a meaning only with --server");
            }
            DataFolder folder = own.map(folder(world)::below).orElseGet(() -> folder(world));
            Use use = new Stack(world, folder, tell).use();
            if (verbose && !use.newParts().isEmpty()) {
                tell.accept("started " + String.join(", ", use.newParts()) + " in " + folder.path());
            }
            return new Session(new ServicesClient(use.endpoints(), world.trace(), tell), Optional.of(use));
        }
        Endpoints endpoints = Endpoints.parse(servers, tls, token(world));
        return new Session(new ServicesClient(endpoints, world.trace(), tell), Optional.empty());
    }

    private Optional<String> token(World world) {
        if (tokenFile == null) {
            return world.variable("ASSAY_TOKEN").map(String::strip);
        }
        Path file = world.resolve(tokenFile);
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw CliException.usage("--token-file: " + tokenFile + " does not hold one token");
            }
            return Optional.of(token);
        } catch (IOException e) {
            throw CliException.usage("--token-file: " + tokenFile + " cannot be read");
        }
    }

    /** Connections for the time of a command. */
    record Session(ServicesClient services, Optional<Use> use) implements AutoCloseable {
        @Override
        public void close() {
            services.close();
            use.ifPresent(Use::close);
        }
    }
}
