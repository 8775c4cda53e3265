package dev.assay.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built command line on one data folder, started as the launcher starts it. */
final class Assay implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long TIMEOUT_SECONDS = 300;

    private final Path root = Path.of("..").toAbsolutePath().normalize();
    private final Path data;
    private final Path folder;
    private int number;

    /** @param folder where the command runs and its output is kept */
    Assay(Path folder, Path data) {
        this.folder = folder;
        this.data = data;
    }

    /** What a command printed and how it ended. */
    record Result(int code, String out, String err) {
        JsonNode json() {
            try {
                return JSON.readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }

        Result succeeded() {
            assertThat(code).as(out + err).isZero();
            return this;
        }
    }

    /** A command that is under way. */
    record Running(Process process, Path out, Path err) {
        Result await() {
            try {
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("the command did not end: " + read(out) + read(err));
                }
                return new Result(process.exitValue(), read(out), read(err));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        String errSoFar() {
            return read(err);
        }
    }

    Running start(String... words) {
        number++;
        Path out = folder.resolve("out-" + number);
        Path err = folder.resolve("err-" + number);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dassay.root=" + root,
                "-jar",
                root.resolve("cli/target/quarkus-app/quarkus-run.jar").toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("ASSAY_DATA", data.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result run(String... words) {
        return start(words).await();
    }

    /** The process ids of all parts, as {@code status} tells them. */
    Map<String, Long> pids() {
        Map<String, Long> pids = new HashMap<>();
        run("status", "--output", "json")
                .json()
                .path("parts")
                .forEach(part ->
                        pids.put(part.path("name").asText(), part.path("pid").asLong()));
        return pids;
    }

    /** Kills a process so that it cannot say good-bye. */
    static void kill(String part, long pid) {
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly))
                .as(part)
                .contains(true);
        Eventually.until(Duration.ofSeconds(60), part + " is dead", () -> !lives(pid));
    }

    private static boolean lives(long pid) {
        // Where nobody collects the dead, they stay in the list of processes without a command line.
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().commandLine())
                .isPresent();
    }

    /** Whether anything still works on the data folder. */
    boolean leftBehind() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .anyMatch(process -> process.info()
                        .commandLine()
                        .map(line -> line.contains(data.toString()))
                        .orElse(false));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Result down = run("down");
        assertThat(down.code()).as(down.err()).isZero();
    }
}
