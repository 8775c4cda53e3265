package dev.assay.scoring.report;

import dev.assay.kit.error.AssayException;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.Evaluations;
import dev.assay.scoring.result.ResultMessages;
import dev.assay.scoring.suite.Suites;
import java.util.Locale;

/** Reports of decided evaluations. */
public final class Reports {

    private final Evaluations evaluations;

    public Reports(Evaluations evaluations) {
        this.evaluations = evaluations;
    }

    /** The form of a report. */
    public enum Format {
        HTML,
        JSON,
        MARKDOWN,
        JUNIT
    }

    /**
     * Renders a report.
     *
     * @throws AssayException STATE_CONFLICT unless the evaluation is DECIDED
     */
    public String render(Evaluation evaluation, Format format) {
        byte[] result = evaluations
                .result(evaluation)
                .orElseThrow(() -> AssayException.stateConflict(
                        evaluation.name(),
                        "there is no report, since it is "
                                + evaluation.state().name().toLowerCase(Locale.ROOT)));
        Report report =
                new Report(evaluation, Suites.parsed(evaluations.suite(evaluation)), ResultMessages.read(result));
        return switch (format) {
            case HTML -> HtmlReport.render(report);
            case JSON -> JsonReport.render(report);
            case MARKDOWN -> MarkdownReport.render(report);
            case JUNIT -> JunitReport.render(report);
        };
    }
}
