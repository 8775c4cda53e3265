package dev.assay.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.cli.base.World;
import dev.assay.cli.render.Table;
import dev.assay.cli.stack.DataFolder;
import dev.assay.cli.stack.Stack;
import dev.assay.cli.stack.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay status}. */
@Command(name = "status", description = "Shows what of the local stack runs, with process ids and addresses.")
final class StatusCommand implements Callable<Integer> {

    private final World world;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: ASSAY_DATA, else XDG_DATA_HOME/assay, else ~/.local/share/assay).")
    @Nullable
    String data;

    @Mixin
    OutputOptions output = new OutputOptions();

    StatusCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        DataFolder folder = DataFolder.choose(world, Optional.ofNullable(data));
        Status status = new Stack(world, folder, line -> {}).status();
        if (output.json()) {
            world.terminal().out().println(json(status).toPrettyString());
        } else {
            describe(status).forEach(world.terminal().out()::println);
        }
        return 0;
    }

    static List<String> describe(Status status) {
        List<String> lines = new ArrayList<>();
        if (status.parts().isEmpty()) {
            lines.add("nothing runs in " + status.folder().path());
            return lines;
        }
        lines.add("data folder " + status.folder().path() + ", mode \""
                + status.mode().orElse("") + "\"" + (status.kept() ? "" : ", for the time of a command"));
        Table table = new Table().row("part", "state", "pid", "address", "log");
        for (Status.PartStatus part : status.parts()) {
            table.row(
                    part.name(),
                    word(part.health()),
                    Long.toString(part.pid()),
                    part.address(),
                    status.folder().path().relativize(part.log()).toString());
        }
        lines.addAll(table.lines());
        return lines;
    }

    private static String word(Status.Health health) {
        return health.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ObjectNode json(Status status) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("running", status.isRunning());
        root.put("data_folder", status.folder().path().toString());
        status.mode().ifPresent(mode -> root.put("mode", mode));
        root.put("kept", status.kept());
        ArrayNode parts = root.putArray("parts");
        for (Status.PartStatus part : status.parts()) {
            parts.addObject()
                    .put("name", part.name())
                    .put("state", word(part.health()).replace(' ', '_'))
                    .put("pid", part.pid())
                    .put("address", part.address())
                    .put("log", part.log().toString());
        }
        return root;
    }
}
