package dev.assay.cli.command;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.ExitCode;
import dev.assay.cli.base.World;
import dev.assay.cli.remote.RemoteException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code assay}: the root of all commands, and what happens when one of them fails. */
@Command(
        name = "assay",
        description = "May we ship it? Evaluates language models with evidence.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Try: assay demo"})
public final class AssayCommand implements Runnable {

    @Spec
    @Nullable
    CommandSpec spec;

    AssayCommand() {}

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "a command is missing");
    }

    /** The tree of all commands. */
    public static CommandLine tree(World world) {
        CommandLine root = new CommandLine(new AssayCommand());
        List<Object> commands = List.of(
                new DemoCommand(world),
                new EvaluateCommand(world),
                new UpCommand(world),
                new DownCommand(world),
                new StatusCommand(world),
                new SuitesCommand(world),
                new DatasetsCommand(world),
                new ModelsCommand(world),
                new PricesCommand(world),
                new RunsCommand(world),
                new EvaluationsCommand(world),
                new MetricsCommand(world),
                new CompletionCommand(world));
        for (Object command : commands) {
            root.addSubcommand(command);
        }
        root.getCommandSpec().version("assay " + world.version());
        root.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version.")
                        .type(boolean.class)
                        .build());
        addHelp(root);
        root.setOut(new PrintWriter(world.terminal().out(), true, StandardCharsets.UTF_8));
        root.setErr(new PrintWriter(world.terminal().err(), true, StandardCharsets.UTF_8));
        root.setUsageHelpAutoWidth(true);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setExpandAtFiles(false);
        root.setParameterExceptionHandler((e, words) -> usage(e));
        root.setExecutionExceptionHandler((e, commandLine, result) -> failure(world, e, words(result)));
        return root;
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Print this help.")
                        .type(boolean.class)
                        .build());
        command.getSubcommands().values().forEach(AssayCommand::addHelp);
    }

    private static int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("assay: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
            command.getErr().println("see: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        command.getErr().flush();
        return ExitCode.USAGE.number();
    }

    private static List<String> words(CommandLine.ParseResult result) {
        return result.originalArgs();
    }

    private static int failure(World world, Exception thrown, List<String> words) {
        CliException shown = explain(world, thrown);
        if (wantsJson(words)) {
            Failure.print(world.terminal().out(), shown, world.trace().traceId());
        }
        for (String line : shown.lines()) {
            world.terminal().err().println((shown.isInFile() || line.startsWith(" ") ? "" : "assay: ") + line);
        }
        world.terminal().err().flush();
        return shown.code().number();
    }

    private static boolean wantsJson(List<String> words) {
        return words.contains("--output=json")
                || words.contains("-o=json")
                || words.contains("-ojson")
                || java.util.Collections.indexOfSubList(words, List.of("--output", "json")) >= 0
                || java.util.Collections.indexOfSubList(words, List.of("-o", "json")) >= 0;
    }

    private static CliException explain(World world, Exception thrown) {
        return switch (thrown) {
            case CliException known -> known;
            case RemoteException remote -> remote.forUser(world.trace().traceId());
            case CancellationException interrupted -> CliException.incomplete("interrupted");
            default -> {
                if (world.variable("ASSAY_DEBUG").isPresent()) {
                    thrown.printStackTrace(world.terminal().err());
                }
                yield CliException.incomplete(
                        "internal error: " + thrown + " (trace id "
                                + world.trace().traceId() + "; ASSAY_DEBUG=1 shows where)",
                        thrown);
            }
        };
    }
}
