package dev.assay.cli.command;

import dev.assay.cli.base.World;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code assay completion}. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options.",
        footer = {"", "For bash: source <(assay completion bash); for zsh the same, after compinit."})
final class CompletionCommand implements Callable<Integer> {

    /** Shells that are known. */
    enum Shell {
        bash,
        zsh
    }

    private final World world;

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "SHELL", arity = "0..1", description = "bash or zsh (default: bash).")
    Shell shell = Shell.bash;

    CompletionCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        String script =
                AutoComplete.bash("assay", Objects.requireNonNull(spec).root().commandLine());
        if (shell == Shell.zsh) {
            world.terminal().out().println("autoload -U +X bashcompinit && bashcompinit");
        }
        world.terminal().out().print(script);
        return 0;
    }
}
