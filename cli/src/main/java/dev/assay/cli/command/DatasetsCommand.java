package dev.assay.cli.command;

import dev.assay.cli.base.World;
import dev.assay.cli.render.Json;
import dev.assay.cli.render.Numbers;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.Example;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay datasets}. */
@Command(name = "datasets", description = "Shows datasets, their versions and examples. An evaluation imports them.")
final class DatasetsCommand {

    private static final int SHOWN_TEXT = 70;

    private final World world;

    DatasetsCommand(World world) {
        this.world = world;
    }

    @Command(name = "list", description = "Lists datasets by name.")
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Dataset> datasets = session.services().datasets().list(connection.project(world), limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("datasets", datasets));
                return 0;
            }
            Table table = new Table().row("dataset", "title", "latest version", "updated");
            for (Dataset dataset : datasets) {
                table.row(
                        Texts.id(dataset.getName()),
                        Texts.oneLine(dataset.getTitle(), 40),
                        Texts.id(dataset.getLatestVersion()),
                        Times.text(dataset.getUpdateTime()));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Shows a dataset.")
    int show(
            @Parameters(paramLabel = "DATASET", description = "Its id.") String dataset,
            @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            world.terminal()
                    .out()
                    .println(Json.of(session.services().datasets().get(connection.name(world, "datasets", dataset))));
            return 0;
        }
    }

    @Command(name = "versions", description = "Lists the versions of a dataset, newest first.")
    int versions(
            @Parameters(paramLabel = "DATASET", description = "Its id.") String dataset,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<DatasetVersion> versions =
                    session.services().datasets().versions(connection.name(world, "datasets", dataset), limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("versions", versions));
                return 0;
            }
            Table table = new Table().row("version", "examples", "created");
            for (DatasetVersion version : versions) {
                table.row(
                        Texts.id(version.getName()),
                        Numbers.count(version.getExampleCount()),
                        Times.text(version.getCreateTime()));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "examples", description = "Lists the examples of a version.")
    int examples(
            @Parameters(paramLabel = "DATASET", description = "Id of the dataset.") String dataset,
            @Option(
                            names = "--version-id",
                            defaultValue = "latest",
                            description = "Id of the version (default: latest).")
                    String version,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            var client = session.services().datasets();
            String name = client.version(connection.name(world, "datasets", dataset) + "/versions/" + version)
                    .getName();
            List<Example> examples = client.examples(name, limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("examples", examples));
                return 0;
            }
            Table table = new Table().row("example", "category", "input", "expected");
            for (Example example : examples) {
                table.row(
                        Texts.id(example.getName()),
                        Texts.oneLine(example.getCategory(), 20),
                        Texts.oneLine(input(example), SHOWN_TEXT),
                        Texts.oneLine(example.getTarget().getText(), 30));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    private static String input(Example example) {
        return switch (example.getInputCase()) {
            case TEXT -> example.getText();
            case MESSAGES -> "a conversation of " + example.getMessages().getMessagesCount() + " messages";
            case VARIABLES ->
                "variables "
                        + String.join(
                                ", ", example.getVariables().getFieldsMap().keySet());
            case INPUT_NOT_SET -> "";
        };
    }

    @Command(name = "delete", description = "Deletes a dataset with all its versions.")
    int delete(
            @Parameters(paramLabel = "DATASET", description = "Its id.") String dataset,
            @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            String name = connection.name(world, "datasets", dataset);
            session.services().datasets().delete(name);
            world.terminal().out().println("deleted " + name);
            return 0;
        }
    }
}
