package dev.assay.cli.command;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import dev.assay.cli.evaluate.Paying;
import dev.assay.cli.evaluate.Reports;
import dev.assay.cli.evaluate.SuiteFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code assay demo}. */
@Command(
        name = "demo",
        description =
                "Evaluates examples/gsm8k, real answers of real models, on a stack of its own that ends with the command.",
        footer = {"", "Exit code: as of evaluate; the demo's candidate ships, so 0."})
final class DemoCommand implements Callable<Integer> {

    private static final String SUITE = "examples/gsm8k/suite.yaml";

    private final World world;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Where the report is written (default: assay-report in this folder, else in the data folder).")
    @Nullable
    String report;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder; the demo's stack lives in demo/ below it"
                    + " (default: ASSAY_DATA, else XDG_DATA_HOME/assay, else ~/.local/share/assay).")
    @Nullable
    String data;

    @Option(
            names = {"-v", "--verbose"},
            description = "Also print the trace id.")
    boolean verbose;

    @Mixin
    OutputOptions output = new OutputOptions();

    DemoCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        Path root = world.installation()
                .orElseThrow(() -> CliException.incomplete(
                        "the demo needs Assay's repository, with " + SUITE + " and the built services"));
        SuiteFile file = SuiteFile.read(SUITE, root.resolve(SUITE));
        ConnectionOptions connection = new ConnectionOptions();
        connection.data = data;
        connection.verbose = verbose;
        Path folder = reportFolder(connection);
        String shown = folder.startsWith(world.folder()) ? "./" + world.folder().relativize(folder) : folder.toString();
        if (!output.json()) {
            world.terminal().err().println("starting a database and the services ...");
        }
        int code = new EvaluationRun(world, connection, output.json())
                .run(
                        file,
                        Optional.empty(),
                        Optional.empty(),
                        Paying.AS_THE_SUITE_SAYS,
                        Optional.of(folder),
                        Optional.of(shown),
                        UUID.randomUUID(),
                        Map.of(),
                        Optional.of("demo"));
        if (!output.json()) {
            next();
        }
        return code;
    }

    private Path reportFolder(ConnectionOptions connection) {
        if (report != null) {
            return world.resolve(report);
        }
        Path here = world.folder().resolve("assay-report");
        return Reports.canWrite(here) ? here : connection.folder(world).path().resolve("assay-report");
    }

    private void next() {
        var out = world.terminal().out();
        out.println();
        out.println("next, a worse candidate (ITERATE, exit code 1), then a suite of your own:");
        out.println("  assay evaluate " + SUITE + " --candidate 6b_finetuning --baseline 175b_verification");
        out.println(
                "  cp -r examples/gsm8k my-suite && $EDITOR my-suite/suite.yaml && assay suites check my-suite/suite.yaml");
        out.flush();
    }
}
