package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import dev.assay.postgres.Programs.Outcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/** Makes, configures and starts the cluster of one data folder. Its caller holds the {@link OwnerLock}, and no server is running. */
final class Cluster {
    static final String USER = "assay";

    private static final int PORT_TRIES = 20;
    /** Below the range that systems give to outgoing connections, so that no client takes the port while the server is down. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 10_000;
    private static final long LOG_BYTES_KEPT = 16L << 20;

    private final DataFolder data;
    private final PostgresSettings settings;
    private final Binaries binaries;
    private final Privileges privileges;

    Cluster(DataFolder data, PostgresSettings settings, Binaries binaries) {
        this.data = data;
        this.settings = settings;
        this.binaries = binaries;
        this.privileges = Privileges.choose(data.path(), binaries.folder());
    }

    /** Starts the server, with the data that is there or with none, and waits until it answers. */
    Postmaster start() throws IOException {
        Failures.checkRoom(data.path());
        String password = data.password();
        if (Files.isDirectory(data.cluster())) {
            checkVersion();
            Postmaster.endOrphans(data.cluster());
            Postmaster.forget(data.cluster());
        } else {
            initialise(password);
        }
        rotateLog();
        OptionalInt wanted = settings.port().isPresent() ? settings.port() : data.port();
        for (int tries = 0; tries < PORT_TRIES; tries++) {
            int port = wanted.isPresent() && isFree(wanted.getAsInt()) ? wanted.getAsInt() : freePort();
            if (settings.port().isPresent() && port != settings.port().getAsInt()) {
                throw portInUse();
            }
            Optional<Postmaster> started = startOn(port);
            if (started.isPresent()) {
                data.keepPort(port);
                return started.get();
            }
            wanted = settings.port();
        }
        throw new PostgresException(Reason.PORT_IN_USE, "no free port was found in " + PORT_TRIES + " tries");
    }

    private void initialise(String password) throws IOException {
        Path unfinished = data.unfinishedCluster();
        Folders.delete(unfinished);
        Files.createDirectory(unfinished);
        Path passwordFile = data.passwordFile();
        give(data.path());
        give(unfinished);
        give(passwordFile);
        List<String> command = new ArrayList<>(privileges.command(
                binaries.program("initdb"),
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        if (!settings.durable()) {
            command.add("--no-sync");
        }
        Outcome outcome = Programs.run(command, settings.timeout());
        if (!outcome.succeeded()) {
            throw Failures.of("initdb", data.path(), outcome.output().replace(password, "***"));
        }
        Files.move(unfinished, data.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws IOException {
        Path file = data.cluster().resolve("PG_VERSION");
        String found = Files.exists(file) ? Files.readString(file).strip() : "none";
        if (!found.equals(binaries.major())) {
            throw new PostgresException(
                    Reason.FOLDER_UNUSABLE,
                    "the data folder " + data.path() + " was made by PostgreSQL " + found + ", and this is PostgreSQL "
                            + binaries.major() + "; choose another data folder, or move the data with pg_dump");
        }
    }

    /** Starts on that port, or answers with nothing when somebody else was faster to take it. */
    private Optional<Postmaster> startOn(int port) throws IOException {
        configure(port);
        long logged = Files.exists(data.log()) ? Files.size(data.log()) : 0;
        Outcome outcome = Programs.run(
                privileges.command(
                        binaries.program("pg_ctl"),
                        "start",
                        "--pgdata=" + data.cluster(),
                        "--log=" + data.log(),
                        "--wait",
                        "--timeout=" + settings.timeout().toSeconds()),
                settings.timeout().plusSeconds(10));
        Optional<Postmaster> postmaster = Postmaster.of(data.cluster());
        if (outcome.succeeded() && postmaster.isPresent()) {
            return postmaster;
        }
        PostgresException failure = Failures.of("pg_ctl", data.path(), outcome.output() + loggedSince(logged));
        if (failure.reason() == Reason.PORT_IN_USE) {
            return Optional.empty();
        }
        Failures.checkRoom(data.path());
        throw failure;
    }

    private void configure(int port) throws IOException {
        data.write(data.cluster().resolve("postgresql.conf"), """
                # Written by Assay at each start.
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = 200
                shared_buffers = 128MB
                max_wal_size = 1GB
                jit = off
                timezone = 'UTC'
                log_timezone = 'UTC'
                lc_messages = 'C'
                default_text_search_config = 'pg_catalog.english'
                password_encryption = 'scram-sha-256'
                log_checkpoints = off
                # No statement and no row in the log: they hold what users asked and models answered.
                log_min_error_statement = panic
                log_error_verbosity = terse
                fsync = %s
                synchronous_commit = %s
                full_page_writes = %s
                """.formatted(port, onOff(), onOff(), onOff()));
        data.write(data.cluster().resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        if (!Files.exists(data.log())) {
            Files.createFile(data.log());
        }
        give(data.cluster());
        give(data.cluster().resolve("postgresql.conf"));
        give(data.cluster().resolve("pg_hba.conf"));
        give(data.log());
    }

    private String onOff() {
        return settings.durable() ? "on" : "off";
    }

    private void give(Path path) throws IOException {
        if (privileges.user().isPresent()
                && !Files.getAttribute(path, "unix:uid")
                        .equals(privileges.user().getAsInt())) {
            Folders.give(path, privileges.user().getAsInt());
        }
    }

    private void rotateLog() throws IOException {
        if (Files.exists(data.log()) && Files.size(data.log()) > LOG_BYTES_KEPT) {
            Files.move(data.log(), data.path().resolve("server.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private String loggedSince(long position) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(data.log().toFile(), "r")) {
            log.seek(Math.max(position, log.length() - 10_000));
            byte[] bytes = new byte[(int) (log.length() - log.getFilePointer())];
            log.readFully(bytes);
            return "\n" + new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private PostgresException portInUse() {
        return new PostgresException(
                Reason.PORT_IN_USE,
                "port " + settings.port().orElse(0)
                        + " is in use by another program; stop that one, choose another port, or name none to get a free one");
    }

    private static int freePort() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int tries = 0; tries < 100; tries++) {
            int port = FIRST_PORT + random.nextInt(PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        throw new PostgresException(Reason.PORT_IN_USE, "no free port was found on 127.0.0.1");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
