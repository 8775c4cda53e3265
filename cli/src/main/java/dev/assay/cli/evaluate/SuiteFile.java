package dev.assay.cli.evaluate;

import dev.assay.cli.base.CliException;
import dev.assay.suite.Problem;
import dev.assay.suite.Suite;
import dev.assay.suite.SuiteParse;
import dev.assay.suite.SuiteParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A suite that was read from a file and is valid.
 *
 * @param shown the file as the user named it
 * @param path the file
 * @param source its text
 * @param suite what it says
 * @param warnings lines for the user
 */
public record SuiteFile(String shown, Path path, String source, Suite suite, List<String> warnings) {

    /** Reads and checks; every error is reported at once as {@code file:line:column: message}. */
    public static SuiteFile read(String shown, Path path) {
        String source = text(shown, path);
        SuiteParse parse = SuiteParser.parse(source);
        List<String> warnings = lines(shown, parse.warnings(), "warning: ");
        if (parse.suite().isEmpty()) {
            List<String> lines = new ArrayList<>(lines(shown, parse.errors(), ""));
            lines.addAll(warnings);
            throw CliException.inFile(lines);
        }
        return new SuiteFile(shown, path, source, parse.suite().get(), warnings);
    }

    private static List<String> lines(String shown, List<Problem> problems, String kind) {
        return problems.stream()
                .map(problem -> shown + ":" + problem.line() + ":" + problem.column() + ": " + kind
                        + (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.message())
                .toList();
    }

    private static String text(String shown, Path path) {
        try {
            requireFile(shown, path);
            if (Files.size(path) > Suite.MAX_BYTES) {
                throw CliException.inFile(List.of(shown + ":1:1: is larger than 1 MiB"));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw CliException.inFile(List.of(shown + ":1:1: is not UTF-8"));
        } catch (IOException e) {
            throw CliException.usage(shown + ": cannot be read: " + e.getMessage());
        }
    }

    private static void requireFile(String shown, Path path) {
        if (!Files.exists(path)) {
            throw CliException.usage(shown + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw CliException.usage(shown + ": is a folder, not a file");
        }
        if (!Files.isReadable(path)) {
            throw CliException.usage(shown + ": may not be read by this user");
        }
    }

    /** The file with the data, checked to be there; absent when the suite names a version. */
    public Optional<Path> data() {
        Optional<String> file = suite.data().file();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
        Path data;
        try {
            data = folder.resolve(file.get());
        } catch (java.nio.file.InvalidPathException e) {
            throw CliException.usage(shown + ": data.file: \"" + file.get() + "\" cannot be the name of a file here");
        }
        requireFile(shown + ": data.file: " + file.get(), data);
        return Optional.of(data);
    }

    /** The key, when the suite has a model of that key. */
    public String model(String option, String key) {
        if (!suite.models().containsKey(key)) {
            throw CliException.usage(option + ": " + shown + " has no model \"" + key + "\"; there is "
                    + String.join(", ", suite.models().keySet()));
        }
        return key;
    }
}
