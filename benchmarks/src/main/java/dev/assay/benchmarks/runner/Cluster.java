package dev.assay.benchmarks.runner;

import dev.assay.postgres.PostgresServer;
import dev.assay.postgres.PostgresSettings;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL, dataset-service and some runners as detached processes, described by a file in their folder. */
final class Cluster {

    private static final int READY_MILLIS = 120_000;
    private static final String DEFAULT_OPTIONS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m";

    private final Path folder;
    private final Properties state = new Properties();

    Cluster(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder).toAbsolutePath();
        if (Files.exists(description())) {
            try (var in = Files.newBufferedReader(description())) {
                state.load(in);
            }
        }
    }

    /** Starts what does not run. */
    void start(int runners) throws IOException, InterruptedException {
        PostgresServer postgres = PostgresServer.start(PostgresSettings.of(folder.resolve("postgresql")));
        try {
            note("postgres", postgres.pid(), postgres.port());
            List<Integer> ports = new ArrayList<>();
            ports.add(service("dataset", "dataset-service", postgres));
            for (int i = 0; i < runners; i++) {
                ports.add(service("runner" + i, "runner-service", postgres));
            }
            for (int port : ports) {
                awaitPort(port);
            }
        } finally {
            postgres.release();
        }
    }

    /** Starts again what was killed; costs next to nothing when nothing was. */
    void revive() throws IOException, InterruptedException {
        for (String name : names()) {
            if (!answers(port(name))) {
                start(runners().size());
                return;
            }
        }
    }

    /** Stops everything. */
    void stop() throws IOException {
        for (String name : names()) {
            if (!name.equals("postgres")) {
                ProcessHandle.of(pid(name)).ifPresent(ProcessHandle::destroy);
            }
        }
        if (names().contains("postgres")) {
            PostgresServer.start(PostgresSettings.of(folder.resolve("postgresql")))
                    .stop();
        }
        Files.deleteIfExists(description());
        state.clear();
    }

    /** Port of a process on the loopback interface. */
    int port(String name) {
        return Integer.parseInt(state.getProperty(name + ".port", "0"));
    }

    long pid(String name) {
        return Long.parseLong(state.getProperty(name + ".pid", "0"));
    }

    /** The processes that have been started. */
    List<String> names() {
        return state.stringPropertyNames().stream()
                .filter(key -> key.endsWith(".pid"))
                .map(key -> key.substring(0, key.length() - ".pid".length()))
                .sorted()
                .toList();
    }

    List<String> runners() {
        return names().stream().filter(name -> name.startsWith("runner")).toList();
    }

    /** All process ids, those of PostgreSQL's backends too, a line each. */
    String pids() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String name : names()) {
            lines.append(pid(name)).append('\n');
        }
        // Linux's list of children costs nothing, unlike a walk through all processes.
        String backends =
                Files.readString(Path.of("/proc/" + pid("postgres") + "/task/" + pid("postgres") + "/children"));
        return lines + backends.strip().replace(' ', '\n') + "\n";
    }

    /** The largest resident set of a process so far, in MiB. */
    long peakMebibytes(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid(name) + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024)
                .findFirst()
                .orElse(0);
    }

    private int service(String name, String module, PostgresServer postgres) throws IOException {
        // A killed process is alive to the system until somebody takes note of its end.
        if (port(name) != 0 && answers(port(name))) {
            return port(name);
        }
        int port = port(name) == 0 ? freePort() : port(name);
        String database = module.substring(0, module.indexOf('-'));
        String prefix = "ASSAY_" + (database.equals("dataset") ? "DATASET" : "RUNNER") + "_";
        List<String> command = new ArrayList<>(List.of(
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(
                System.getenv().getOrDefault("OURS_JAVA", DEFAULT_OPTIONS).split(" ")));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-jar"));
        command.add(Path.of(System.getProperty("assay.root"), module, "target/quarkus-app/quarkus-run.jar")
                .toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment()
                .putAll(Map.of(
                        "ASSAY_MODE",
                        "local",
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(port),
                        prefix + "JDBC_URL",
                        postgres.createDatabaseIfMissing(database),
                        prefix + "USERNAME",
                        postgres.user(),
                        prefix + "PASSWORD",
                        postgres.password(),
                        "ASSAY_BENCHMARK_KEY",
                        "sk-mock"));
        builder.environment().put("ASSAY_DATASET_HOST", "127.0.0.1");
        builder.environment()
                .put("ASSAY_DATASET_PORT", Integer.toString(database.equals("dataset") ? port : port("dataset")));
        note(name, builder.start().pid(), port);
        return port;
    }

    private void note(String name, long pid, int port) throws IOException {
        state.setProperty(name + ".pid", Long.toString(pid));
        state.setProperty(name + ".port", Integer.toString(port));
        try (var out = Files.newBufferedWriter(description())) {
            state.store(out, "Processes of the benchmark");
        }
    }

    private Path description() {
        return folder.resolve("cluster.properties");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws InterruptedException, IOException {
        long end = System.nanoTime() + READY_MILLIS * 1_000_000L;
        while (!answers(port)) {
            if (System.nanoTime() > end) {
                throw new IOException("nothing answers at port " + port);
            }
            Thread.sleep(10);
        }
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
