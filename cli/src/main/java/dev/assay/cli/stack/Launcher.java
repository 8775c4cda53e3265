package dev.assay.cli.stack;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the processes of the services, detached: they have a session of their own, so that Ctrl-C in this terminal is not theirs. */
final class Launcher {

    private static final long READY_SECONDS = 120;
    private static final long PAUSE_MILLIS = 50;

    private final World world;
    private final DataFolder folder;

    Launcher(World world, DataFolder folder) {
        this.world = world;
        this.folder = folder;
    }

    /** The folder of an application, or why there is none. */
    Path application(Part part) {
        Path root = world.installation()
                .orElseThrow(() -> CliException.incomplete(
                        "this installation has no local stack; say where the services are with --server HOST:PORT"));
        Path jar = root.resolve(part.module()).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw CliException.incomplete(
                    jar + " is missing; build it with ./mvnw package -pl " + part.module() + " -am");
        }
        return jar;
    }

    RunningPart start(Part part, int port, Map<String, String> settings) {
        Path jar = application(part);
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            command.add(setsid.toString());
        } else {
            // Without one, the signals of the terminal are ignored instead; a JVM keeps it so.
            command.addAll(List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$0\" \"$@\""));
        }
        command.add(java().toString());
        command.addAll(options(part));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.log(part.key()).toFile()))
                .redirectErrorStream(true);
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("ASSAY_MODE", "local");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            return RunningPart.of(part, process.toHandle(), port);
        } catch (IOException e) {
            throw CliException.incomplete("cannot start the " + part.key() + " process: " + DataFolder.explain(e), e);
        }
    }

    /** The Java that runs this command; a native executable has none of its own and takes that of the environment. */
    private Path java() {
        String home = System.getProperty("java.home");
        if (home == null) {
            home = world.variable("JAVA_HOME")
                    .orElseThrow(
                            () -> CliException.incomplete(
                                    "the local stack needs a JDK 25; set JAVA_HOME, or say where the services are with --server HOST:PORT"));
        }
        return Path.of(home, "bin", "java");
    }

    private static List<String> options(Part part) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + (part == Part.LOCAL ? "768m" : "384m"),
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dstack.part=" + part.key());
    }

    /** Waits until it serves. */
    void awaitReady(RunningPart running) {
        long end = System.nanoTime() + READY_SECONDS * 1_000_000_000L;
        while (!HealthClient.serves(running.port())) {
            if (!running.lives()) {
                throw CliException.incomplete(
                        "the " + running.part().key() + " process ended while it started: " + lastError(running.part())
                                + "\nits log is " + folder.log(running.part().key()));
            }
            if (System.nanoTime() > end) {
                throw CliException.incomplete("the " + running.part().key() + " process (pid " + running.pid()
                        + ") does not get ready; its log is "
                        + folder.log(running.part().key()));
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw CliException.incomplete("interrupted", e);
            }
        }
    }

    /** The line of the log that most probably says why. */
    private String lastError(Part part) {
        try {
            byte[] bytes = Files.readAllBytes(folder.log(part.key()));
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            for (int i = lines.size() - 1; i >= Math.max(0, lines.size() - 400); i--) {
                String line = lines.get(i).strip();
                if (line.startsWith("Caused by:") || line.contains(" ERROR ") || line.startsWith("Error")) {
                    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
                }
            }
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }
}
