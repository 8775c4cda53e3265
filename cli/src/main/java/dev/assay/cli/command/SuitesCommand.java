package dev.assay.cli.command;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import dev.assay.cli.evaluate.SuiteFile;
import dev.assay.cli.render.Json;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.scoring.v1.Suite;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay suites}. */
@Command(name = "suites", description = "Checks suites, and shows those that were evaluated.")
final class SuitesCommand {

    private final World world;

    SuitesCommand(World world) {
        this.world = world;
    }

    @Command(
            name = "check",
            description = "Checks a suite as a whole without any service: every mistake with its line and column.")
    int check(
            @Parameters(paramLabel = "SUITE", description = "The suite, a YAML file.") String suite,
            @Option(names = "--definition", description = "Print the suite with every default filled in, as JSON.")
                    boolean definition) {
        SuiteFile file = SuiteFile.read(suite, world.resolve(suite));
        file.warnings().forEach(world.terminal().err()::println);
        try {
            file.data();
        } catch (CliException e) {
            e.lines().forEach(line -> world.terminal().err().println("warning: " + line));
        }
        if (definition) {
            world.terminal().out().println(file.suite().definition().toPrettyString());
        } else {
            world.terminal().out().println(suite + " is valid, " + file.suite().digest());
        }
        return 0;
    }

    @Command(name = "list", description = "Lists suites, newest first.")
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Suite> suites = session.services().scoring().suites(connection.project(world), limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("suites", suites));
                return 0;
            }
            Table table = new Table().row("suite", "title", "created");
            for (Suite suite : suites) {
                table.row(
                        Texts.id(suite.getName()),
                        Texts.oneLine(suite.getTitle(), 60),
                        Times.text(suite.getCreateTime()));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Shows a suite as it was written, or all of it as JSON.")
    int show(
            @Parameters(paramLabel = "SUITE", description = "Its id.") String suite,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            Suite found = session.services().scoring().suite(connection.name(world, "suites", suite));
            world.terminal()
                    .out()
                    .println(output.json() ? Json.of(found) : found.getSource().stripTrailing());
            return 0;
        }
    }
}
