package dev.assay.cli.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.cli.base.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs, as {@code stack.json} tells it to other commands and programs.
 *
 * @param mode how the services are spread over processes
 * @param kept whether it goes on when no command uses it
 * @param version of Assay that started it
 * @param postgresPid the main process of PostgreSQL
 * @param postgresPort its port on 127.0.0.1
 * @param parts the processes of the services
 */
record StackState(
        Mode mode, boolean kept, String version, long postgresPid, int postgresPort, List<RunningPart> parts) {

    private static final ObjectMapper JSON = new ObjectMapper();

    StackState {
        parts = List.copyOf(parts);
    }

    StackState keptOn() {
        return new StackState(mode, true, version, postgresPid, postgresPort, parts);
    }

    Optional<RunningPart> part(Part part) {
        return parts.stream().filter(running -> running.part() == part).findFirst();
    }

    /** The description in the folder; absent when there is none. One that cannot be read counts as none. */
    static Optional<StackState> read(DataFolder folder) {
        try {
            return Optional.of(parse(JSON.readTree(Files.readString(folder.description()))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Replaces the description at once: a reader sees the old one or the new one. */
    void write(DataFolder folder) {
        Path temporary = folder.path().resolve("stack.json.new");
        try {
            Files.writeString(temporary, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(toJson()) + "\n");
            Files.move(temporary, folder.description(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw CliException.incomplete("cannot write " + folder.description() + ": " + DataFolder.explain(e), e);
        }
    }

    static void remove(DataFolder folder) {
        try {
            Files.deleteIfExists(folder.description());
        } catch (IOException e) {
            throw CliException.incomplete("cannot remove " + folder.description() + ": " + DataFolder.explain(e), e);
        }
    }

    ObjectNode toJson() {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", version);
        root.put("mode", mode.key());
        root.put("kept", kept);
        ObjectNode postgres = root.putObject("postgres");
        postgres.put("pid", postgresPid);
        postgres.put("address", "127.0.0.1:" + postgresPort);
        postgres.put("port", postgresPort);
        ArrayNode list = root.putArray("parts");
        for (RunningPart part : parts) {
            ObjectNode node = list.addObject();
            node.put("name", part.part().key());
            node.put("pid", part.pid());
            node.put("started", part.started());
            node.put("address", "127.0.0.1:" + part.port());
            node.put("port", part.port());
        }
        return root;
    }

    private static StackState parse(JsonNode root) {
        List<RunningPart> parts = new ArrayList<>();
        for (JsonNode node : root.path("parts")) {
            parts.add(new RunningPart(
                    Part.of(node.path("name").asText()),
                    node.path("pid").asLong(),
                    node.path("started").asLong(),
                    node.path("port").asInt()));
        }
        return new StackState(
                Mode.of(root.path("mode").asText()),
                root.path("kept").asBoolean(),
                root.path("version").asText(),
                root.path("postgres").path("pid").asLong(),
                root.path("postgres").path("port").asInt(),
                parts);
    }
}
