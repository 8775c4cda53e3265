package dev.assay.cli.command;

import dev.assay.cli.base.World;
import dev.assay.cli.render.Json;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.runner.v1.Model;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay models}. */
@Command(
        name = "models",
        description = "Shows the models that may be called. An evaluation registers those of its suite.")
final class ModelsCommand {

    private final World world;

    ModelsCommand(World world) {
        this.world = world;
    }

    @Command(name = "list", description = "Lists models by name.")
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "50", description = "At most so many (default: 50).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Model> models = session.services().runner().models(connection.project(world), limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("models", models));
                return 0;
            }
            Table table = new Table().row("model", "provider", "model id", "endpoint");
            for (Model model : models) {
                table.row(
                        Texts.id(model.getName()),
                        model.getProvider().name().toLowerCase(Locale.ROOT),
                        Texts.oneLine(model.getModelId(), 40),
                        Texts.oneLine(model.getEndpoint(), 60));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Shows a model.")
    int show(
            @Parameters(paramLabel = "MODEL", description = "Its id.") String model,
            @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            world.terminal()
                    .out()
                    .println(Json.of(session.services().runner().model(connection.name(world, "models", model))));
            return 0;
        }
    }

    @Command(name = "delete", description = "Removes a model; its runs stay.")
    int delete(
            @Parameters(paramLabel = "MODEL", description = "Its id.") String model,
            @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            String name = connection.name(world, "models", model);
            session.services().runner().deleteModel(name);
            world.terminal().out().println("deleted " + name);
            return 0;
        }
    }
}
