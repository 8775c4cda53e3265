package dev.assay.cli.command;

import dev.assay.cli.base.World;
import dev.assay.cli.evaluate.Evaluator;
import dev.assay.cli.evaluate.Progress;
import dev.assay.cli.evaluate.Reports;
import dev.assay.cli.render.Json;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay evaluations}. */
@Command(name = "evaluations", description = "Shows evaluations, follows them, and writes their reports.")
final class EvaluationsCommand {

    private final World world;

    EvaluationsCommand(World world) {
        this.world = world;
    }

    @Command(name = "list", description = "Lists evaluations, newest first.")
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Evaluation> evaluations = session.services().scoring().evaluations(connection.project(world), limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("evaluations", evaluations));
                return 0;
            }
            Table table = new Table().row("evaluation", "state", "models", "created");
            for (Evaluation evaluation : evaluations) {
                table.row(
                        Texts.id(evaluation.getName()),
                        evaluation.getState().name().toLowerCase(Locale.ROOT),
                        evaluation.getParticipantsList().stream()
                                .map(Evaluation.Participant::getKey)
                                .collect(Collectors.joining(", ")),
                        Times.text(evaluation.getCreateTime()));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Shows an evaluation: as JSON, or its result when it is decided.")
    int show(
            @Parameters(paramLabel = "EVALUATION", description = "Its id.") String evaluation,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            Evaluation found =
                    session.services().scoring().evaluation(connection.name(world, "evaluations", evaluation));
            if (output.json() || found.getState() != Evaluation.State.DECIDED) {
                world.terminal().out().println(Json.of(found));
                return 0;
            }
            int code = new EvaluationRun(world, connection, false)
                    .finish(session.services().scoring(), found, "", Optional.empty(), Optional.empty());
            assert code >= 0;
            return 0;
        }
    }

    @Command(
            name = "watch",
            description = "Follows an evaluation to its end and prints the result. Exit code as of evaluate.")
    int watch(
            @Parameters(paramLabel = "EVALUATION", description = "Its id.") String evaluation,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--report", paramLabel = "DIR", description = "Write the report there.") @Nullable
                    String report) {
        Optional<Path> folder = Optional.ofNullable(report).map(world::resolve);
        folder.ifPresent(Reports::prepare);
        Progress progress = new Progress(output.json() ? world.terminal().quiet() : world.terminal());
        try (ConnectionOptions.Session session = connection.open(world)) {
            Evaluation last = new Evaluator(session.services(), progress)
                    .watch(session.services().scoring(), connection.name(world, "evaluations", evaluation));
            return new EvaluationRun(world, connection, output.json())
                    .finish(session.services().scoring(), last, "", folder, Optional.ofNullable(report));
        }
    }

    @Command(
            name = "report",
            description = "Writes report.html, report.json, report.md and junit.xml of a decided evaluation.")
    int report(
            @Parameters(paramLabel = "EVALUATION", description = "Its id.") String evaluation,
            @Option(
                            names = "--report",
                            paramLabel = "DIR",
                            defaultValue = "assay-report",
                            description = "The folder (default: assay-report).")
                    String report,
            @Mixin ConnectionOptions connection) {
        Path folder = world.resolve(report);
        Reports.prepare(folder);
        try (ConnectionOptions.Session session = connection.open(world)) {
            Reports.write(session.services().scoring(), connection.name(world, "evaluations", evaluation), folder);
            world.terminal().out().println("report: " + report + "/report.html");
            return 0;
        }
    }

    @Command(name = "scores", description = "Lists scores: what each scorer said of each completion.")
    int scores(
            @Parameters(paramLabel = "EVALUATION", description = "Id of the evaluation.") String evaluation,
            @Option(
                            names = "--model",
                            defaultValue = "",
                            paramLabel = "MODEL",
                            description = "Only of this model (its key).")
                    String model,
            @Option(names = "--scorer", defaultValue = "", paramLabel = "NAME", description = "Only of this scorer.")
                    String scorer,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Score> scores = session.services()
                    .scoring()
                    .scores(connection.name(world, "evaluations", evaluation), model, scorer, limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("scores", scores));
                return 0;
            }
            Table table = new Table().row("model", "scorer", "example", "score", "explanation");
            for (Score score : scores) {
                table.row(
                        score.getParticipant(),
                        score.getScorer(),
                        Texts.id(score.getExample())
                                + (score.getSampleIndex() > 0 ? " #" + score.getSampleIndex() : ""),
                        score.hasValue()
                                ? Double.toString(score.getValue())
                                : score.getUnscored().name().toLowerCase(Locale.ROOT),
                        Texts.oneLine(score.getExplanation(), 80));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "cancel", description = "Stops an evaluation and its runs.")
    int cancel(
            @Parameters(paramLabel = "EVALUATION", description = "Its id.") String evaluation,
            @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            Evaluation cancelled =
                    session.services().scoring().cancelEvaluation(connection.name(world, "evaluations", evaluation));
            world.terminal().out().println(cancelled.getName() + " is " + cancelled.getState());
            return 0;
        }
    }

    @Command(name = "delete", description = "Deletes an evaluation that has ended, with its scores and runs.")
    int delete(
            @Parameters(paramLabel = "EVALUATION", description = "Its id.") String evaluation,
            @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            String name = connection.name(world, "evaluations", evaluation);
            session.services().scoring().deleteEvaluation(name);
            world.terminal().out().println("deleted " + name);
            return 0;
        }
    }
}
