package dev.assay.cli.stack;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a stack keeps its database, its logs and its description.
 *
 * @param path absolute, without links once it exists
 */
public record DataFolder(Path path) {

    /** {@code --data}, else ASSAY_DATA, else {@code assay} in XDG_DATA_HOME, else in {@code ~/.local/share}. */
    public static DataFolder choose(World world, Optional<String> option) {
        Path path = option.or(() -> world.variable("ASSAY_DATA"))
                .map(world::resolve)
                .or(() -> world.variable("XDG_DATA_HOME")
                        .filter(xdg -> xdg.startsWith("/"))
                        .map(xdg -> Path.of(xdg).resolve("assay")))
                .orElseGet(() -> world.home().resolve(".local/share/assay"));
        return new DataFolder(path.toAbsolutePath().normalize());
    }

    /** A data folder of its own below this one. */
    public DataFolder below(String name) {
        return new DataFolder(path.resolve(name));
    }

    /** Makes it when it is missing, and proves that it can be written. */
    public DataFolder opened() {
        try {
            Files.createDirectories(logs());
            Files.delete(Files.createTempFile(path, ".write-", ".test"));
            return new DataFolder(path.toRealPath());
        } catch (IOException e) {
            throw CliException.incomplete("cannot write in the data folder " + path + ": " + explain(e)
                    + "; choose another with --data or ASSAY_DATA");
        }
    }

    /** The same folder as the file system names it, when it is there. */
    public DataFolder real() {
        try {
            return new DataFolder(path.toRealPath());
        } catch (IOException e) {
            return this;
        }
    }

    public boolean exists() {
        return Files.isDirectory(path);
    }

    public Path description() {
        return path.resolve("stack.json");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path postgres() {
        return path.resolve("postgres");
    }

    Path changeLock() {
        return path.resolve("stack.lock");
    }

    Path useLock() {
        return path.resolve("stack.use");
    }

    /** What an exception of the file system means. */
    public static String explain(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota")) {
            return "the disk is full";
        }
        if (message.contains("Read-only file system")) {
            return "the file system is read-only";
        }
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case FileAlreadyExistsException exists -> exists.getFile() + " is a file";
            case java.nio.file.NotDirectoryException file -> file.getFile() + " is no folder";
            case java.nio.file.FileSystemException system ->
                system.getReason() != null ? system.getReason() : "it does not work there (" + message + ")";
            default -> message;
        };
    }
}
