package dev.assay.cli.evaluate;

import com.google.protobuf.ByteString;
import dev.assay.cli.base.CliException;
import dev.assay.cli.remote.ScoringClient;
import dev.assay.scoring.v1.GetReportRequest.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/** The report of an evaluation as files. */
public final class Reports {

    private static final Map<Format, String> FILES = files();

    private Reports() {}

    private static Map<Format, String> files() {
        Map<Format, String> files = new LinkedHashMap<>();
        files.put(Format.HTML, "report.html");
        files.put(Format.JSON, "report.json");
        files.put(Format.MARKDOWN, "report.md");
        files.put(Format.JUNIT, "junit.xml");
        return files;
    }

    /** Proves before an evaluation starts that its report can be written. */
    public static void prepare(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".write-", ".test"));
        } catch (IOException e) {
            throw CliException.incomplete("cannot write the report in " + folder + ": " + why(e));
        }
    }

    public static boolean canWrite(Path folder) {
        try {
            prepare(folder);
            return true;
        } catch (CliException e) {
            return false;
        }
    }

    /** Writes all forms; each file is whole or not there. */
    public static void write(ScoringClient scoring, String evaluation, Path folder) {
        prepare(folder);
        for (Map.Entry<Format, String> entry : FILES.entrySet()) {
            ByteString report = scoring.report(evaluation, entry.getKey());
            Path file = folder.resolve(entry.getValue());
            Path temporary = folder.resolve("." + entry.getValue() + ".new");
            try {
                Files.write(temporary, report.toByteArray());
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw CliException.incomplete("cannot write " + file + ": " + why(e));
            }
        }
    }

    private static String why(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota")) {
            return "the disk is full";
        }
        return e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof java.nio.file.FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : message;
    }
}
