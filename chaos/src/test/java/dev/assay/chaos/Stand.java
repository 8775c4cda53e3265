package dev.assay.chaos;

import dev.assay.postgres.PostgresServer;
import dev.assay.postgres.PostgresSettings;
import dev.assay.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What all attacks share: a PostgreSQL, a dataset-service, two replicas of the runner of which the second is started by those who need it, and a
 * collector of traces. It runs as a cluster does, with bearer tokens; heartbeats and patience are short.
 */
final class Stand implements AutoCloseable {

    /** A process that is silent is taken for dead after four to six of these. */
    static final String HEARTBEAT = "1s";

    /** In the environment of the runners. */
    static final String SECRET_VARIABLE = "CHAOS_CREDENTIAL";

    final String administratorToken = "adm-" + UUID.randomUUID();
    final String serviceToken = "svc-" + UUID.randomUUID();
    final String secretInEnvironment = "sk-env-" + UUID.randomUUID();
    final String secretInFile = "sk-file-" + UUID.randomUUID();
    final Traces traces = new Traces();
    final ServiceProcess dataset;
    final ServiceProcess first;
    final ServiceProcess second;
    final Client client;
    private final Path folder;
    private PostgresServer postgres;

    Stand() {
        try {
            folder = Files.createTempDirectory("assay-chaos-");
            Files.writeString(
                    folder.resolve("tokens"),
                    digest(administratorToken) + " administrator chaos\n" + digest(serviceToken) + " editor service\n");
            Files.writeString(folder.resolve("service-token"), serviceToken + "\n");
            Files.writeString(credentialFile(), secretInFile + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Durable: what it has confirmed must outlive its death.
        postgres = PostgresServer.start(
                PostgresSettings.of(folder.resolve("postgres")).stoppedOnExit().withPort(FreePorts.next()));
        Map<String, String> settings = new HashMap<>();
        for (String service : List.of("dataset", "runner")) {
            String prefix = "ASSAY_" + service.toUpperCase(java.util.Locale.ROOT);
            settings.put(prefix + "_JDBC_URL", postgres.createDatabaseIfMissing(service));
            settings.put(prefix + "_USERNAME", postgres.user());
            settings.put(prefix + "_PASSWORD", postgres.password());
        }
        settings.put("ASSAY_AUTH_TOKENS_FILE", folder.resolve("tokens").toString());
        settings.put(
                "ASSAY_AUTH_SERVICE_TOKEN_FILE", folder.resolve("service-token").toString());
        settings.put("ASSAY_OTLP_ENDPOINT", traces.url());
        settings.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        settings.put("QUARKUS_OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf");
        settings.put(SECRET_VARIABLE, secretInEnvironment);
        settings.put("ASSAY_RUNNER_ALLOWED_NETWORKS", "127.0.0.0/8");
        settings.put("ASSAY_RUNNER_HEARTBEAT", HEARTBEAT);
        settings.put("ASSAY_RUNNER_POLL_INTERVAL", "100ms");
        settings.put("ASSAY_RUNNER_SHARDS_AT_ONCE", "16");
        settings.put("ASSAY_RUNNER_STALLED_AFTER", "2s");
        dataset = new ServiceProcess("dataset", "dataset-service", settings);
        settings.put("ASSAY_DATASET_HOST", "127.0.0.1");
        settings.put("ASSAY_DATASET_PORT", Integer.toString(dataset.port()));
        first = new ServiceProcess("runner-1", "runner-service", settings);
        second = new ServiceProcess("runner-2", "runner-service", settings);
        dataset.start();
        first.start();
        dataset.awaitReady();
        first.awaitReady();
        client = new Client(dataset.port(), first.port(), administratorToken);
    }

    /** Sees to it that so many runners live, 1 or 2. */
    void runners(int count) {
        first.start();
        if (count == 2) {
            second.start();
            second.awaitReady();
        } else {
            second.close();
        }
        first.awaitReady();
    }

    /** What the database of the runner holds. */
    Rows rows() {
        return new Rows(postgres);
    }

    PostgresServer postgres() {
        return postgres;
    }

    /** Kills PostgreSQL in the middle of whatever it does, and starts it again. */
    void crashPostgres() {
        PostgresSettings same =
                PostgresSettings.of(folder.resolve("postgres")).stoppedOnExit().withPort(postgres.port());
        if (!ProcessHandle.of(postgres.pid()).orElseThrow().destroyForcibly()) {
            throw new AssertionError("PostgreSQL cannot be killed");
        }
        dev.assay.testing.Eventually.until(
                java.time.Duration.ofSeconds(60), "PostgreSQL is dead", () -> !postgres.isRunning());
        postgres.release();
        postgres = PostgresServer.start(same);
    }

    Path credentialFile() {
        return folder.resolve("credential");
    }

    /** The logs of all processes, by name. */
    Map<String, String> logs() throws IOException {
        Map<String, String> logs = new HashMap<>();
        for (ServiceProcess process : List.of(dataset, first, second)) {
            logs.put("log of " + process, process.logText());
        }
        logs.put("log of PostgreSQL", Files.readString(postgres.log()));
        return logs;
    }

    @Override
    public void close() {
        client.close();
        for (ServiceProcess process : List.of(first, second, dataset)) {
            process.close();
        }
        postgres.stop();
        traces.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
