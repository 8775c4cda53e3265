package dev.assay.cli;

import dev.assay.cli.base.World;
import dev.assay.cli.command.AssayCommand;

/** The command line as a function, for the entry point and for tests. */
final class Assay {

    private Assay() {}

    /** Runs the command and returns its exit code. */
    static int execute(World world, String... words) {
        int code = AssayCommand.tree(world).execute(words);
        world.terminal().out().flush();
        world.terminal().err().flush();
        return code;
    }
}
