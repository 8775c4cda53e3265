package dev.assay.cli.command;

import dev.assay.cli.base.World;
import dev.assay.cli.evaluate.Paying;
import dev.assay.cli.evaluate.SuiteFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay evaluate}. */
@Command(
        name = "evaluate",
        description = "Evaluates a suite: may the candidate be shipped?",
        footer = {
            "",
            "Exit code: 0 SHIP, 1 ITERATE, 2 bad usage or an invalid suite, 3 INCONCLUSIVE, 4 it could not be completed."
        })
final class EvaluateCommand implements Callable<Integer> {

    private final World world;

    @Parameters(paramLabel = "SUITE", description = "The suite, a YAML file.")
    String suite = "";

    @Option(
            names = "--candidate",
            paramLabel = "MODEL",
            description = "Key of the model in the suite that would be shipped.")
    @Nullable
    String candidate;

    @Option(names = "--baseline", paramLabel = "MODEL", description = "Key of the model in the suite to compare with.")
    @Nullable
    String baseline;

    @Option(
            names = "--cache",
            paramLabel = "MODE",
            description = "Take answers of earlier runs: off, read or read-write, instead of what the suite says.")
    @Nullable
    String cache;

    @Option(
            names = "--budget",
            paramLabel = "AMOUNT",
            description =
                    "Stop before the models have cost more together, for example 5USD; instead of what the suite says.")
    @Nullable
    String budget;

    @Option(
            names = "--estimate",
            description = "Call no model; say what the evaluation would cost and how long it would take.")
    boolean estimate;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Write report.html, report.json, report.md and junit.xml there.")
    @Nullable
    String report;

    @Option(
            names = "--request-id",
            paramLabel = "UUID",
            description = "Makes the command repeatable: the same id finds the evaluation that was made with it.")
    @Nullable
    UUID requestId;

    @Option(
            names = "--label",
            paramLabel = "KEY=VALUE",
            description = "Kept with the evaluation, for example commit=4f2a91.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Mixin
    ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    EvaluateCommand(World world) {
        this.world = world;
    }

    @Override
    public Integer call() {
        SuiteFile file = SuiteFile.read(suite, world.resolve(suite));
        Paying paying = Paying.of(Optional.ofNullable(cache), Optional.ofNullable(budget));
        EvaluationRun run = new EvaluationRun(world, connection, output.json());
        if (estimate) {
            return run.estimate(file, Optional.ofNullable(candidate), Optional.ofNullable(baseline), paying);
        }
        return run.run(
                file,
                Optional.ofNullable(candidate),
                Optional.ofNullable(baseline),
                paying,
                Optional.ofNullable(report).map(world::resolve),
                Optional.ofNullable(report),
                Optional.ofNullable(requestId).orElseGet(UUID::randomUUID),
                labels,
                Optional.empty());
    }
}
