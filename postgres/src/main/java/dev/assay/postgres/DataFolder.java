package dev.assay.postgres;

import dev.assay.postgres.PostgresException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.OptionalInt;

/**
 * The files that one server lives in.
 *
 * @param path absolute, without links
 */
record DataFolder(Path path) {
    private static final int PASSWORD_BYTES = 24;

    /** Makes the folder when it is missing, and proves that it can be written. */
    static DataFolder opened(Path folder) {
        try {
            Files.createDirectories(folder);
            Path real = folder.toRealPath();
            Files.delete(Files.createTempFile(real, ".write-", ".test"));
            return new DataFolder(real);
        } catch (IOException e) {
            throw Failures.of(folder, "write in the data folder", e);
        }
    }

    /** PostgreSQL's own folder. */
    Path cluster() {
        return path.resolve("cluster");
    }

    /** Where the cluster is while it is not complete. */
    Path unfinishedCluster() {
        return path.resolve("cluster.unfinished");
    }

    /** The server's log. */
    Path log() {
        return path.resolve("server.log");
    }

    /** The file with the password, readable by its owner only. */
    Path passwordFile() {
        return path.resolve("password");
    }

    /** The file whose lock says who owns the server. */
    Path ownerLock() {
        return path.resolve("owner.lock");
    }

    /** The file with the process id of the last owner. */
    Path ownerId() {
        return path.resolve("owner.pid");
    }

    /** The port of the last start. */
    OptionalInt port() {
        try {
            return OptionalInt.of(
                    Integer.parseInt(Files.readString(path.resolve("port")).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** Keeps the port for the next start. */
    void keepPort(int port) {
        write(path.resolve("port"), port + "\n");
    }

    /** The password, made at the first call. */
    String password() {
        try {
            if (Files.exists(passwordFile())) {
                return Files.readString(passwordFile()).strip();
            }
            if (Files.exists(cluster())) {
                throw new PostgresException(
                        Reason.FOLDER_UNUSABLE,
                        "the file " + passwordFile()
                                + " is gone, and without it nobody can log in to the database beside it;"
                                + " put it back, or delete the data folder to start anew");
            }
            byte[] secret = new byte[PASSWORD_BYTES];
            // Made here, not in a static field: a native image would keep the generator of the machine that it was
            // built on.
            new SecureRandom().nextBytes(secret);
            Files.createFile(
                    passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    passwordFile(), Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw Failures.of(path, "keep the password in", e);
        }
    }

    /** Replaces the content of a file as a whole. */
    void write(Path file, String content) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(temporary, content, StandardCharsets.UTF_8);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failures.of(path, "write in the data folder", e);
        }
    }
}
