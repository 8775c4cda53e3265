package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Properties;
import org.tukaani.xz.XZInputStream;

/**
 * The unpacked programs of PostgreSQL.
 *
 * @param folder holds {@code bin}, {@code lib} and {@code share}
 * @param version as {@code 18.6.0}
 */
record Binaries(Path folder, String version) {
    private static final String TEMPORARY = ".unpacking";

    /** The program of that name, such as {@code initdb}. */
    String program(String name) {
        return folder.resolve("bin").resolve(name).toString();
    }

    /** The version before the first dot, as {@code PG_VERSION} of a data folder says it. */
    String major() {
        return version.substring(0, version.indexOf('.'));
    }

    /** Unpacks them when they are not yet there. Any number of processes may do so at once; an interrupted one leaves nothing usable. */
    static synchronized Binaries unpackedIn(Path cache) {
        String archive = archiveName(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        String version = bundledVersion();
        Path home = cache.resolve("postgres-" + version + "-" + digest(archive).substring(0, 12));
        if (!Files.isDirectory(home)) {
            try {
                Files.createDirectories(cache);
                unpack(archive, cache, home);
            } catch (IOException e) {
                throw Failures.of(cache, "unpack PostgreSQL into", e);
            }
        }
        return new Binaries(home, version);
    }

    private static void unpack(String archive, Path cache, Path home) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        cache.resolve(TEMPORARY + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.isDirectory(home) || !lock.isValid()) {
                return;
            }
            // Nobody else is unpacking now, so what lies there was left by a process that died.
            try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(cache, TEMPORARY + "-*")) {
                for (Path leftover : leftovers) {
                    Folders.delete(leftover);
                }
            }
            Path temporary = Files.createTempDirectory(cache, TEMPORARY + "-");
            try (InputStream packed = open(archive);
                    InputStream tar = new XZInputStream(packed)) {
                Path content = temporary.resolve("content");
                TarReader.unpack(tar, content);
                Files.move(content, home, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Folders.delete(temporary);
            }
        }
    }

    /** The archive's name in the artifact for that system. */
    static String archiveName(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT);
        String family = os.startsWith("linux") ? "linux" : os.startsWith("mac") ? "darwin" : "";
        String architecture = switch (processor.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> "";
        };
        if (family.isEmpty() || architecture.isEmpty()) {
            throw unsupported(system, processor);
        }
        return "/postgres-" + family + "-" + architecture + ".txz";
    }

    private static String bundledVersion() {
        try (InputStream stream = Binaries.class.getResourceAsStream("binaries.properties")) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "0.0");
        } catch (IOException e) {
            throw new PostgresException(Reason.UNSUPPORTED_PLATFORM, "binaries.properties cannot be read", e);
        }
    }

    private static String digest(String archive) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (InputStream stream = new DigestInputStream(open(archive), sha)) {
                byte[] buffer = new byte[1 << 16];
                int read = 0;
                while (read >= 0) {
                    read = stream.read(buffer);
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new PostgresException(
                    Reason.UNSUPPORTED_PLATFORM, "the archive " + archive + " of PostgreSQL cannot be read", e);
        }
    }

    private static InputStream open(String archive) {
        InputStream stream = Binaries.class.getResourceAsStream(archive);
        if (stream == null) {
            throw unsupported(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        }
        return stream;
    }

    private static PostgresException unsupported(String system, String processor) {
        return new PostgresException(
                Reason.UNSUPPORTED_PLATFORM,
                "there is no embedded PostgreSQL for " + system + " on " + processor
                        + " in this build; use Linux or macOS on x86-64 or arm64, built on that machine");
    }
}
