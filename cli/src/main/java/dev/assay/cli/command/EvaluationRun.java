package dev.assay.cli.command;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.Terminal;
import dev.assay.cli.base.World;
import dev.assay.cli.evaluate.EstimateText;
import dev.assay.cli.evaluate.Evaluator;
import dev.assay.cli.evaluate.Paying;
import dev.assay.cli.evaluate.Progress;
import dev.assay.cli.evaluate.Reports;
import dev.assay.cli.evaluate.ResultText;
import dev.assay.cli.evaluate.SuiteFile;
import dev.assay.cli.remote.ScoringClient;
import dev.assay.cli.render.Json;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.scoring.v1.GetReportRequest.Format;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What {@code evaluate} and {@code demo} have in common. */
final class EvaluationRun {

    private final World world;
    private final ConnectionOptions connection;
    private final boolean json;
    private final Terminal terminal;

    EvaluationRun(World world, ConnectionOptions connection, boolean json) {
        this.world = world;
        this.connection = connection;
        this.json = json;
        this.terminal = json ? world.terminal().quiet() : world.terminal();
    }

    /**
     * Evaluates and prints.
     *
     * @param paying how its runs are paid
     * @param report where the report's files go
     * @param reportShown the same as the user would name it
     * @param own a folder below the data folder whose stack is used
     */
    int run(
            SuiteFile file,
            Optional<String> candidate,
            Optional<String> baseline,
            Paying paying,
            Optional<Path> report,
            Optional<String> reportShown,
            UUID requestId,
            Map<String, String> labels,
            Optional<String> own) {
        String project = check(file, candidate, baseline);
        report.ifPresent(Reports::prepare);
        Progress progress = new Progress(terminal);
        try (ConnectionOptions.Session session = connection.open(world.with(quietWhenJson()), own)) {
            Evaluator evaluator = new Evaluator(session.services(), progress);
            Evaluation evaluation = evaluator.evaluate(
                    new Evaluator.Order(file, project, candidate, baseline, paying, requestId.toString(), labels));
            return finish(session.services().scoring(), evaluation, file.suite().title(), report, reportShown);
        }
    }

    /** Prints what an evaluation would take. */
    int estimate(SuiteFile file, Optional<String> candidate, Optional<String> baseline, Paying paying) {
        String project = check(file, candidate, baseline);
        try (ConnectionOptions.Session session = connection.open(world.with(quietWhenJson()))) {
            EvaluationEstimate estimate = new Evaluator(session.services(), new Progress(terminal))
                    .estimate(new Evaluator.Order(
                            file,
                            project,
                            candidate,
                            baseline,
                            paying,
                            UUID.randomUUID().toString(),
                            Map.of()));
            if (json) {
                world.terminal().out().println(Json.of(estimate));
            } else {
                EstimateText.lines(estimate).forEach(terminal.out()::println);
            }
            terminal.out().flush();
            return 0;
        }
    }

    private String check(SuiteFile file, Optional<String> candidate, Optional<String> baseline) {
        file.warnings().forEach(world.terminal().err()::println);
        candidate.ifPresent(key -> file.model("--candidate", key));
        baseline.ifPresent(key -> file.model("--baseline", key));
        if (candidate.or(() -> Optional.of(file.suite().candidate())).equals(baseline.or(file.suite()::baseline))) {
            throw CliException.usage(
                    "candidate and baseline are the same model; choose another with --candidate or --baseline");
        }
        Optional<Path> data = file.data();
        assert data.isEmpty() || data.get().isAbsolute();
        return connection.project(world);
    }

    private Terminal quietWhenJson() {
        return connection.verbose ? world.terminal() : terminal;
    }

    /** Prints how an evaluation ended. */
    int finish(
            ScoringClient scoring,
            Evaluation evaluation,
            String title,
            Optional<Path> report,
            Optional<String> reportShown) {
        if (evaluation.getState() != Evaluation.State.DECIDED) {
            throw notDecided(evaluation, connection.servers.isEmpty());
        }
        report.ifPresent(folder -> Reports.write(scoring, evaluation.getName(), folder));
        if (json) {
            terminal.out()
                    .println(scoring.report(evaluation.getName(), Format.JSON)
                            .toStringUtf8()
                            .strip());
        } else {
            text(evaluation, title, reportShown);
        }
        terminal.out().flush();
        return Evaluator.exitCode(evaluation).number();
    }

    private void text(Evaluation evaluation, String title, Optional<String> reportShown) {
        var out = terminal.out();
        out.println();
        if (!title.isEmpty()) {
            out.println(title);
            out.println();
        }
        new ResultText(evaluation, terminal.colour()).lines().forEach(out::println);
        out.println();
        String id = dev.assay.cli.render.Texts.id(evaluation.getName());
        if (reportShown.isPresent()) {
            out.println("report: " + reportShown.get() + (reportShown.get().endsWith("/") ? "" : "/") + "report.html");
        } else {
            out.println("report: assay evaluations report " + id + " --report DIR");
        }
    }

    private static CliException notDecided(Evaluation evaluation, boolean local) {
        if (evaluation.getState() == Evaluation.State.CANCELLED) {
            return CliException.incomplete("evaluation " + evaluation.getName() + " was cancelled");
        }
        String why = evaluation.getError().getMessage().isEmpty()
                ? evaluation.getError().getReason().name()
                : evaluation.getError().getMessage();
        // The services see the environment of the command that started them, not that of this one.
        String hint = local && why.contains("environment variable is not set")
                ? "\n  set it where the stack is started: assay down, export the variable, assay up"
                : "";
        return CliException.incomplete("evaluation " + evaluation.getName() + " failed: " + why + hint);
    }
}
