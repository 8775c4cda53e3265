package dev.assay.cli.evaluate;

import dev.assay.cli.base.CliException;
import dev.assay.cli.base.ExitCode;
import dev.assay.cli.remote.RemoteException;
import dev.assay.cli.remote.ScoringClient;
import dev.assay.cli.remote.ServicesClient;
import dev.assay.cli.render.Numbers;
import dev.assay.dataset.v1.BadRow;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.scoring.v1.CreateEvaluationRequest;
import dev.assay.scoring.v1.EstimateEvaluationRequest;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.suite.Suite;
import dev.assay.type.v1.ErrorReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Takes a suite through import, models and evaluation, and watches until it has ended. */
public final class Evaluator {

    private static final int BAD_ROWS_SHOWN = 10;

    private final ServicesClient services;
    private final Progress progress;

    public Evaluator(ServicesClient services, Progress progress) {
        this.services = services;
        this.progress = progress;
    }

    /**
     * What is asked for.
     *
     * @param file the suite
     * @param project {@code projects/…}
     * @param candidate key that replaces the suite's choice
     * @param baseline key that replaces the suite's choice
     * @param paying how its runs are paid
     * @param requestId a UUID; the same one finds the evaluation that was made with it
     * @param labels kept with the evaluation
     */
    public record Order(
            SuiteFile file,
            String project,
            Optional<String> candidate,
            Optional<String> baseline,
            Paying paying,
            String requestId,
            Map<String, String> labels) {}

    /** Everything up to the decision; the evaluation as it ended. */
    public Evaluation evaluate(Order order) {
        Evaluation wanted = prepare(order);
        ScoringClient scoring = services.scoring();
        Evaluation created = scoring.createEvaluation(CreateEvaluationRequest.newBuilder()
                .setParent(order.project())
                .setRequestId(order.requestId())
                .setEvaluation(wanted)
                .build());
        progress.note("evaluation " + created.getName());
        return watch(scoring, created.getName());
    }

    /** What the evaluation would take; no model is called. Data, models and suite are stored as for the evaluation itself. */
    public EvaluationEstimate estimate(Order order) {
        return services.scoring()
                .estimateEvaluation(EstimateEvaluationRequest.newBuilder()
                        .setParent(order.project())
                        .setEvaluation(prepare(order))
                        .build());
    }

    /** Imports the data, registers the models, stores the suite; the evaluation that is to be created. */
    private Evaluation prepare(Order order) {
        services.requireAll();
        Suite suite = order.file().suite();
        Optional<Path> data = order.file().data();
        String version = data.map(file -> importData(order, file)).orElse("");
        Registration registration = new Registration(services.runner(), order.project());
        for (String key : participants(order)) {
            var spec = suite.models().get(key);
            if (spec != null) {
                registration.register(key, spec);
            }
        }
        Evaluation.Builder wanted = Evaluation.newBuilder()
                .setSuite(createSuite(services.scoring(), order))
                .setDatasetVersion(version)
                .setCandidate(order.candidate().orElse(""))
                .setBaseline(order.baseline().orElse(""))
                .putAllLabels(order.labels());
        order.paying().onto(wanted);
        return wanted.build();
    }

    /** Follows an evaluation to its end. */
    public Evaluation watch(ScoringClient scoring, String name) {
        AtomicReference<Evaluation> last = new AtomicReference<>(Evaluation.getDefaultInstance());
        scoring.watch(name, evaluation -> {
            last.set(evaluation);
            progress.show(evaluation);
            return hasEnded(evaluation);
        });
        progress.end();
        return last.get();
    }

    public static boolean hasEnded(Evaluation evaluation) {
        return switch (evaluation.getState()) {
            case DECIDED, FAILED, CANCELLED -> true;
            case STATE_UNSPECIFIED, PENDING, GENERATING, SCORING, COMPARING, UNRECOGNIZED -> false;
        };
    }

    /** The exit code that stands for how an evaluation ended. */
    public static ExitCode exitCode(Evaluation evaluation) {
        if (evaluation.getState() != Evaluation.State.DECIDED) {
            return ExitCode.INCOMPLETE;
        }
        return switch (evaluation.getResult().getDecision().getOutcome()) {
            case SHIP -> ExitCode.OK;
            case ITERATE -> ExitCode.ITERATE;
            case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
            case OUTCOME_UNSPECIFIED, UNRECOGNIZED -> ExitCode.INCOMPLETE;
        };
    }

    private static Set<String> participants(Order order) {
        Suite suite = order.file().suite();
        Set<String> keys = new LinkedHashSet<>();
        keys.add(order.candidate().orElse(suite.candidate()));
        order.baseline().or(suite::baseline).ifPresent(keys::add);
        keys.addAll(suite.others());
        return keys;
    }

    private String importData(Order order, Path file) {
        Suite suite = order.file().suite();
        String shown = suite.data().file().orElse(file.toString());
        long size = size(file);
        try {
            ImportExamplesResponse response = services.datasets()
                    .importFile(
                            Requests.importOf(suite.data(), order.project(), shown),
                            file,
                            sent -> progress.passing("importing " + shown + ", " + Numbers.bytes(sent)
                                    + (size > 0 ? " of " + Numbers.bytes(size) : "")));
            progress.note((response.getCreated() ? "imported " : "found ")
                    + Numbers.count(response.getVersion().getExampleCount()) + " examples of " + shown + " as "
                    + response.getVersion().getName());
            badRows(shown, response).forEach(progress::note);
            return response.getVersion().getName();
        } catch (RemoteException e) {
            if (e.reason() == ErrorReason.INVALID_DATA) {
                throw CliException.inFile(List.of(badData(shown, e)));
            }
            throw e;
        }
    }

    private static List<String> badRows(String shown, ImportExamplesResponse response) {
        List<String> lines = new ArrayList<>();
        if (response.getBadRowCount() > 0) {
            lines.add("skipped " + Numbers.count(response.getBadRowCount()) + " bad rows of "
                    + Numbers.count(response.getRowCount()) + ":");
            for (BadRow row :
                    response.getBadRowsList().stream().limit(BAD_ROWS_SHOWN).toList()) {
                lines.add("  " + shown + ":" + row.getLine() + ": "
                        + (row.getColumn().isEmpty() ? "" : row.getColumn() + ": ") + row.getReason());
            }
        }
        return lines;
    }

    /** The row by its line, as compilers write it, when the service tells the line apart. */
    private static String badData(String shown, RemoteException e) {
        String line = e.metadata().getOrDefault("line", "");
        String column = e.metadata().getOrDefault("column", "");
        String reason = e.metadata().getOrDefault("reason", "");
        if (line.isEmpty() || reason.isEmpty()) {
            return shown + ": " + e.getMessage();
        }
        return shown + ":" + line + ": " + (column.isEmpty() ? "" : "column " + column + ": ") + reason;
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    private static String createSuite(ScoringClient scoring, Order order) {
        try {
            return scoring.createSuite(order.project(), order.file().source()).getName();
        } catch (RemoteException e) {
            if (e.reason() == ErrorReason.INVALID_SUITE) {
                List<String> lines = new ArrayList<>();
                e.violations()
                        .forEach(violation -> lines.add(
                                order.file().shown() + ": " + violation.field() + ": " + violation.description()));
                throw CliException.inFile(lines.isEmpty() ? List.of(String.valueOf(e.getMessage())) : lines);
            }
            throw e;
        }
    }
}
