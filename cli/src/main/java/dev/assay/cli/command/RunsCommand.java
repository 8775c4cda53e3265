package dev.assay.cli.command;

import dev.assay.cli.base.ExitCode;
import dev.assay.cli.base.World;
import dev.assay.cli.remote.RunnerClient;
import dev.assay.cli.render.Json;
import dev.assay.cli.render.Numbers;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Run;
import dev.assay.type.v1.Part;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay runs}. */
@Command(name = "runs", description = "Shows runs (one model over one dataset version) and what the model answered.")
final class RunsCommand {

    private final World world;

    RunsCommand(World world) {
        this.world = world;
    }

    @Command(name = "list", description = "Lists runs, newest first.")
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Run> runs = session.services().runner().runs(connection.project(world), limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("runs", runs));
                return 0;
            }
            Table table = new Table().row("run", "state", "model", "done", "failed", "created");
            for (Run run : runs) {
                Run.Progress progress = run.getProgress();
                table.row(
                        Texts.id(run.getName()),
                        run.getState().name().toLowerCase(Locale.ROOT),
                        Texts.id(run.getModel()),
                        Numbers.count(progress.getSucceeded() + progress.getFailed())
                                + (progress.hasTotal() ? "/" + Numbers.count(progress.getTotal()) : ""),
                        Numbers.count(progress.getFailed()),
                        Times.text(run.getCreateTime()));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    @Command(name = "show", description = "Shows a run.")
    int show(@Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            world.terminal()
                    .out()
                    .println(Json.of(session.services().runner().run(connection.name(world, "runs", run))));
            return 0;
        }
    }

    @Command(name = "watch", description = "Follows a run to its end. Exit code 4 unless it succeeded.")
    int watch(
            @Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            AtomicReference<Run> last = new AtomicReference<>(Run.getDefaultInstance());
            session.services().runner().watch(connection.name(world, "runs", run), now -> {
                last.set(now);
                Run.Progress progress = now.getProgress();
                world.terminal()
                        .err()
                        .println(now.getState().name().toLowerCase(Locale.ROOT) + " "
                                + (progress.getSucceeded() + progress.getFailed())
                                + (progress.hasTotal() ? "/" + progress.getTotal() : "")
                                + (progress.getFailed() > 0 ? ", " + progress.getFailed() + " failed" : ""));
                return switch (now.getState()) {
                    case SUCCEEDED, FAILED, CANCELLED -> true;
                    case STATE_UNSPECIFIED, PENDING, RUNNING, PAUSED, STALLED, UNRECOGNIZED -> false;
                };
            });
            world.terminal().out().println(Json.of(last.get()));
            return last.get().getState() == Run.State.SUCCEEDED ? 0 : ExitCode.INCOMPLETE.number();
        }
    }

    @Command(name = "completions", description = "Lists what the model answered, in the order of arrival.")
    int completions(
            @Parameters(paramLabel = "RUN", description = "Id of the run.") String run,
            @Option(names = "--errors", description = "Only those that ended with an error.") boolean errors,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(names = "--limit", defaultValue = "20", description = "At most so many (default: 20).") int limit) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            List<Completion> completions =
                    session.services().runner().completions(connection.name(world, "runs", run), errors, limit);
            if (output.json()) {
                world.terminal().out().println(Json.list("completions", completions));
                return 0;
            }
            Table table = new Table().row("completion", "attempts", "answer");
            for (Completion completion : completions) {
                table.row(
                        Texts.id(completion.getName()),
                        Integer.toString(completion.getAttempts()),
                        Texts.oneLine(answer(completion), 90));
            }
            table.lines().forEach(world.terminal().out()::println);
            return 0;
        }
    }

    private static String answer(Completion completion) {
        if (completion.hasError()) {
            return completion.getError().getReason() + ": "
                    + completion.getError().getMessage();
        }
        return completion.getAnswer().getMessage().getPartsList().stream()
                .map(Part::getText)
                .collect(Collectors.joining(" "));
    }

    @Command(name = "cancel", description = "Stops a run; its completions stay.")
    int cancel(
            @Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        return change(connection, run, RunnerClient::cancelRun);
    }

    @Command(name = "pause", description = "Lets a run rest: nothing new is called until it is resumed.")
    int pause(
            @Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        return change(connection, run, RunnerClient::pauseRun);
    }

    @Command(name = "resume", description = "Goes on with a run that rests.")
    int resume(
            @Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        return change(connection, run, RunnerClient::resumeRun);
    }

    @Command(name = "retry", description = "Calls the model again for the completions that failed.")
    int retry(
            @Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        return change(connection, run, RunnerClient::retryFailed);
    }

    /** Changes the state of a run, and says what it is now. */
    private int change(ConnectionOptions connection, String run, BiFunction<RunnerClient, String, Run> verb) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            Run now = verb.apply(session.services().runner(), connection.name(world, "runs", run));
            world.terminal().out().println(now.getName() + " is " + now.getState());
            return 0;
        }
    }

    @Command(name = "delete", description = "Deletes a run that has ended, with its completions.")
    int delete(
            @Parameters(paramLabel = "RUN", description = "Its id.") String run, @Mixin ConnectionOptions connection) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            String name = connection.name(world, "runs", run);
            session.services().runner().deleteRun(name);
            world.terminal().out().println("deleted " + name);
            return 0;
        }
    }
}
