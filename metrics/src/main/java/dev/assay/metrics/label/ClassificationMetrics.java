package dev.assay.metrics.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.agreement.TwoRaters;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Classification in the registry (S2). */
public final class ClassificationMetrics {

    private static final Parameter ZERO_DIVISION = new Parameter(
            "zero_division", "number", Optional.of("0"), "value in place of a precision, recall or F of 0/0");

    private ClassificationMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "classification_report",
                                1,
                                "Accuracy, balanced accuracy, precision, recall, F1, MCC, kappa and the confusion matrix",
                                "label",
                                List.of("y_true", "y_pred"),
                                List.of(
                                        new Parameter(
                                                "labels",
                                                "array",
                                                Optional.of("null"),
                                                "all labels in their order; by default those that occur, sorted"),
                                        ZERO_DIVISION),
                                Direction.HIGHER_IS_BETTER,
                                Range.UNIT,
                                "scikit-learn metrics; Gorodkin 2004 for MCC; what is 0/0 is listed under undefined"),
                        ClassificationMetrics::report),
                new MetricRegistry.Entry(
                        new MetricDescriptor(
                                "multilabel",
                                1,
                                "Subset accuracy, Hamming loss, F1 and Jaccard of rows with several labels",
                                "label",
                                List.of("y_true", "y_pred"),
                                List.of(ZERO_DIVISION),
                                Direction.HIGHER_IS_BETTER,
                                Range.UNIT,
                                "scikit-learn metrics"),
                        ClassificationMetrics::multilabel));
    }

    private static JsonNode report(Fields inputs, Fields params) {
        inputs.sameLength("y_true", "y_pred");
        List<String> truth = labels(inputs, "y_true");
        List<String> answered = labels(inputs, "y_pred");
        List<String> names = names(params, truth, answered);
        double whenUndefined = params.number("zero_division", 0);
        ConfusionMatrix matrix = ConfusionMatrix.of(
                Labels.indices("inputs.y_true", truth, names),
                Labels.indices("inputs.y_pred", answered, names),
                names.size());
        Output output = new Output();
        output.orUndefined("accuracy", matrix::accuracy);
        if (matrix.total() == 0) {
            return output.json();
        }
        output.put("balanced_accuracy", matrix.balancedAccuracy())
                .orConvention("mcc", matrix::matthewsCorrelation, 0)
                .orUndefined("cohen_kappa", () -> new TwoRaters(matrix.counts()).cohenKappa(TwoRaters.Weights.NONE))
                .put("hamming_loss", matrix.errorRate())
                .put("jaccard_macro", matrix.macroJaccard(whenUndefined))
                .put("confusion_matrix", doubles(matrix.counts()))
                .put("per_class", perClass(matrix, names, whenUndefined, output))
                .put("micro", scores(matrix.micro()))
                .put("macro", scores(matrix.macro(1, whenUndefined)))
                .put("weighted", scores(matrix.weighted(1, whenUndefined)))
                .put("f2_macro", matrix.macro(2, whenUndefined).f());
        return output.json();
    }

    private static JsonNode perClass(ConfusionMatrix matrix, List<String> names, double whenUndefined, Output report) {
        Output output = new Output();
        for (int i = 0; i < names.size(); i++) {
            ConfusionMatrix.Scores scores = matrix.scores(i, whenUndefined);
            ConfusionMatrix.Scores bare = matrix.scores(i, Double.NaN);
            if (Double.isNaN(bare.precision())) {
                report.markUndefined("per_class." + names.get(i) + ".precision");
            }
            if (Double.isNaN(bare.recall())) {
                report.markUndefined("per_class." + names.get(i) + ".recall");
            }
            output.put(
                    names.get(i),
                    new Output()
                            .put("precision", scores.precision())
                            .put("recall", scores.recall())
                            .put("f1", scores.f())
                            .put("support", scores.support())
                            .json());
        }
        return output.json();
    }

    private static JsonNode scores(ConfusionMatrix.Scores scores) {
        return new Output()
                .put("precision", scores.precision())
                .put("recall", scores.recall())
                .put("f1", scores.f())
                .json();
    }

    private static double[][] doubles(long[][] counts) {
        double[][] result = new double[counts.length][counts.length];
        for (int i = 0; i < counts.length; i++) {
            for (int j = 0; j < counts.length; j++) {
                result[i][j] = counts[i][j];
            }
        }
        return result;
    }

    private static JsonNode multilabel(Fields inputs, Fields params) {
        double whenUndefined = params.number("zero_division", 0);
        inputs.sameLength("y_true", "y_pred");
        MultilabelCounts counts = MultilabelCounts.of(flags(inputs, "y_true"), flags(inputs, "y_pred"), whenUndefined);
        return new Output()
                .put("subset_accuracy", counts.subsetAccuracy())
                .put("hamming_loss", counts.hammingLoss())
                .put("f1_micro", counts.microF1(whenUndefined))
                .put("f1_macro", counts.macroF1(whenUndefined))
                .orConvention("f1_weighted", () -> counts.weightedF1(whenUndefined), whenUndefined)
                .put("f1_samples", counts.sampleF1())
                .put("jaccard_samples", counts.sampleJaccard())
                .json();
    }

    private static boolean[][] flags(Fields inputs, String name) {
        double[][] rows = inputs.matrix(name);
        boolean[][] result = new boolean[rows.length][];
        for (int r = 0; r < rows.length; r++) {
            result[r] = new boolean[rows[r].length];
            for (int c = 0; c < rows[r].length; c++) {
                if (rows[r][c] != 0 && rows[r][c] != 1) {
                    throw MetricException.invalid(inputs.path(name) + "[" + r + "][" + c + "]", "expected 0 or 1");
                }
                result[r][c] = rows[r][c] == 1;
            }
        }
        return result;
    }

    /** Labels as texts: strings as they are, numbers and booleans as JSON writes them. */
    static List<String> labels(Fields inputs, String name) {
        List<String> result = new ArrayList<>();
        for (JsonNode element : inputs.array(name)) {
            if (element.isContainerNode() || element.isNull()) {
                throw MetricException.invalid(
                        inputs.path(name) + "[" + result.size() + "]", "expected a string, number or boolean");
            }
            result.add(element.asText());
        }
        return result;
    }

    private static List<String> names(Fields params, List<String> truth, List<String> answered) {
        if (params.has("labels")) {
            return labels(params, "labels");
        }
        TreeSet<String> all = new TreeSet<>(truth);
        all.addAll(answered);
        return List.copyOf(all);
    }
}
