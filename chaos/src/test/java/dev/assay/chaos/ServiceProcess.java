package dev.assay.chaos;

import dev.assay.testing.Eventually;
import dev.assay.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One service as a process of its own, on a port that it keeps over restarts; it can be killed, frozen and told to stop. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Path jar;
    private final Path log;
    private final Map<String, String> settings;
    private final int port = FreePorts.next();
    private @Nullable Process process;

    /**
     * @param module the module whose built application this is
     * @param settings environment variables
     */
    ServiceProcess(String name, String module, Map<String, String> settings) {
        this.name = name;
        this.jar = Path.of("..", module, "target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
        this.log = Path.of("target", "chaos-" + name + ".log");
        try {
            Files.writeString(log, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.settings = Map.copyOf(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop " + name));
    }

    /** Starts it and does not wait; does nothing when it lives. */
    synchronized void start() {
        Process running = process;
        if (running != null && running.isAlive()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx384m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-jar",
                        jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(settings);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it serves. */
    void awaitReady() {
        Eventually.until(START, name + " is ready", () -> {
            if (!lives()) {
                throw new AssertionError(name + " ended while it started: " + logText());
            }
            return status("/q/health/ready") == 200;
        });
    }

    boolean lives() {
        return process().isAlive();
    }

    int port() {
        return port;
    }

    /** Ends it so that it cannot say good-bye. */
    void kill() {
        process().destroyForcibly();
        exitCode(Duration.ofSeconds(30));
    }

    /** Stops it where it is, as if its machine hung. */
    void freeze() {
        signal("STOP");
    }

    /** Lets it go on as if nothing had been. */
    void thaw() {
        signal("CONT");
    }

    /** Tells it to end in good order, and does not wait. */
    void terminate() {
        signal("TERM");
    }

    /** How it ended. */
    int exitCode(Duration patience) {
        try {
            if (!process().waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + patience + ": " + logText());
            }
            return process().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The page of metrics. */
    String metrics() {
        return get("/q/metrics").body();
    }

    /** The sum over all lines of that name whose labels hold {@code label}; empty when there is none. */
    OptionalDouble metric(String meter, String label) {
        double[] values = metrics()
                .lines()
                .filter(line -> (line.startsWith(meter + "{") || line.startsWith(meter + " ")) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .toArray();
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(java.util.Arrays.stream(values).sum());
    }

    /** All that it has said, over restarts. */
    String logText() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public synchronized void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private int status(String path) {
        return get(path).statusCode();
    }

    private HttpResponse<String> get(String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder(
                            "/bin/sh", "-c", "kill -" + signal + " " + process().pid())
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("no signal " + signal + " for " + name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private synchronized Process process() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return running;
    }
}
