package dev.assay.cli.base;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The surroundings of a command.
 *
 * @param terminal where it reads and writes
 * @param environment variables by name
 * @param folder the working directory, which relative paths of the command line are relative to
 * @param home the user's home folder
 * @param installation the folder with the built services; absent where only the command line is installed
 * @param trace the trace of this command
 * @param version of Assay
 */
public record World(
        Terminal terminal,
        Map<String, String> environment,
        Path folder,
        Path home,
        Optional<Path> installation,
        Trace trace,
        String version) {

    /** A path of the command line. */
    public Path resolve(String path) {
        try {
            return folder.resolve(path);
        } catch (java.nio.file.InvalidPathException e) {
            throw CliException.usage("\"" + path + "\" cannot be the name of a file here");
        }
    }

    /** A variable that is set to something. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The same with another terminal. */
    public World with(Terminal other) {
        return new World(other, environment, folder, home, installation, trace, version);
    }
}
