package dev.assay.cli.command;

import dev.assay.cli.base.World;
import dev.assay.cli.stack.DataFolder;
import dev.assay.cli.stack.Stack;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code assay down}. */
@Command(
        name = "down",
        description = "Stops the local stack; its data stay. Work that was under way goes on at the next start.")
final class DownCommand implements Callable<Integer> {

    private final World world;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: ASSAY_DATA, else XDG_DATA_HOME/assay, else ~/.local/share/assay).")
    @Nullable
    String data;

    DownCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        DataFolder folder = DataFolder.choose(world, Optional.ofNullable(data));
        List<String> stopped =
                new Stack(world, folder, line -> world.terminal().err().println("assay: " + line)).stop();
        world.terminal().out().println(stopped.isEmpty() ? "nothing ran" : "stopped " + String.join(", ", stopped));
        return 0;
    }
}
