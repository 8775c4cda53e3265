package dev.assay.metrics.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.Fields;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricDescriptor.Direction;
import dev.assay.metrics.registry.MetricDescriptor.Parameter;
import dev.assay.metrics.registry.MetricDescriptor.Range;
import dev.assay.metrics.registry.MetricFunction;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.metrics.registry.Output;
import java.util.List;
import java.util.Optional;

/** Scores and probabilities of labels in the registry (S2). */
public final class ProbabilityMetrics {

    private ProbabilityMetrics() {}

    public static List<MetricRegistry.Entry> entries() {
        return List.of(
                entry(
                        "binary_ranking",
                        "ROC-AUC, average precision and the ROC curve of a score for two classes",
                        List.of("y_true", "score"),
                        List.of(new Parameter(
                                "curve",
                                "boolean",
                                Optional.of("true"),
                                "whether the ROC curve is part of the result")),
                        Direction.HIGHER_IS_BETTER,
                        Range.UNIT,
                        "Mann–Whitney U; scikit-learn average_precision_score",
                        ProbabilityMetrics::ranking),
                entry(
                        "multiclass_probabilities",
                        "Log loss, Brier score, top-k accuracy and ROC-AUC of class probabilities",
                        List.of("y_true", "proba"),
                        List.of(new Parameter(
                                "labels", "array", Optional.empty(), "the classes in the order of the columns")),
                        Direction.NEUTRAL,
                        Range.NON_NEGATIVE,
                        "scikit-learn metrics; Hand and Till 2001; Brier 1950",
                        ProbabilityMetrics::multiclass),
                entry(
                        "calibration",
                        "Expected and maximum calibration error, reliability curve and Brier score of confidences",
                        List.of("confidence", "correct"),
                        List.of(new Parameter("bins", "integer", Optional.of("10"), "number of bins")),
                        Direction.LOWER_IS_BETTER,
                        Range.UNIT,
                        "Guo et al. 2017; right-closed bins of equal width, and bins of equal size",
                        ProbabilityMetrics::calibration),
                entry(
                        "log_loss_clipping",
                        "Log loss of one probability a row",
                        List.of("y_true", "p"),
                        List.of(new Parameter(
                                "clip_eps",
                                "number",
                                Optional.of("2.220446049250313e-16"),
                                "probabilities are cut to clip_eps..1-clip_eps")),
                        Direction.LOWER_IS_BETTER,
                        Range.NON_NEGATIVE,
                        "scikit-learn log_loss",
                        ProbabilityMetrics::logLoss),
                entry(
                        "threshold_sweep",
                        "Coverage and accuracy when answers below a confidence are withheld",
                        List.of("confidence", "correct"),
                        List.of(new Parameter(
                                "thresholds",
                                "array",
                                Optional.of("null"),
                                "thresholds; by default each distinct confidence")),
                        Direction.LOWER_IS_BETTER,
                        Range.UNIT,
                        "Geifman and El-Yaniv 2017",
                        ProbabilityMetrics::sweep));
    }

    private static MetricRegistry.Entry entry(
            String name,
            String description,
            List<String> needs,
            List<Parameter> parameters,
            Direction direction,
            Range range,
            String source,
            MetricFunction function) {
        return new MetricRegistry.Entry(
                new MetricDescriptor(name, 1, description, "label", needs, parameters, direction, range, source),
                function);
    }

    private static JsonNode ranking(Fields inputs, Fields params) {
        inputs.sameLength("y_true", "score");
        BinaryScores scores = BinaryScores.of(binary(inputs, "y_true"), inputs.numbers("score"));
        Output output = new Output()
                .orUndefined("roc_auc", scores::rocAuc)
                .orUndefined("average_precision", scores::averagePrecision)
                .orUndefined("pr_auc_trapezoid", scores::precisionRecallTrapezoid)
                .orUndefined("mann_whitney_u_over_n1n0", scores::rocAuc);
        if (params.flag("curve", true) && scores.positives() > 0 && scores.negatives() > 0) {
            BinaryScores.Curve curve = scores.rocCurve();
            output.put("roc_fpr", curve.x()).put("roc_tpr", curve.y()).put("roc_thresholds", curve.thresholds());
        }
        return output.json();
    }

    private static JsonNode multiclass(Fields inputs, Fields params) {
        inputs.sameLength("y_true", "proba");
        int[] truth = Labels.indices(
                "inputs.y_true",
                ClassificationMetrics.labels(inputs, "y_true"),
                ClassificationMetrics.labels(params, "labels"));
        ClassProbabilities p = new ClassProbabilities(truth, inputs.matrix("proba"));
        return new Output()
                .orUndefined("roc_auc_ovr_macro", () -> p.rocAucOneVersusRest(ClassProbabilities.Average.MACRO))
                .orUndefined("roc_auc_ovr_weighted", () -> p.rocAucOneVersusRest(ClassProbabilities.Average.WEIGHTED))
                .orUndefined("roc_auc_ovo_macro", () -> p.rocAucOneVersusOne(ClassProbabilities.Average.MACRO))
                .orUndefined("roc_auc_ovo_weighted", () -> p.rocAucOneVersusOne(ClassProbabilities.Average.WEIGHTED))
                .put("log_loss", p.logLoss())
                .put("brier_sum_over_classes", p.brierSumOverClasses())
                .put("brier_half_scaled", p.brierSumOverClasses() / 2)
                .put("top1_accuracy", p.topAccuracy(1))
                .put("top2_accuracy", p.topAccuracy(2))
                .json();
    }

    private static JsonNode calibration(Fields inputs, Fields params) {
        inputs.sameLength("confidence", "correct");
        Calibration calibration = new Calibration(inputs.numbers("confidence"), binary(inputs, "correct"));
        int bins = (int) Math.min(Integer.MAX_VALUE, params.integer("bins", 10));
        List<Calibration.Bin> curve = calibration.equalWidth(bins);
        ArrayNode points = JsonNodeFactory.instance.arrayNode();
        for (Calibration.Bin bin : curve) {
            points.addArray()
                    .add(bin.index())
                    .add(bin.count())
                    .add(bin.meanConfidence())
                    .add(bin.accuracy());
        }
        return new Output()
                .put("ece_equal_width", calibration.expectedError(curve))
                .put("mce_equal_width", calibration.maximumError(curve))
                .put("bins_index_count_meanconf_acc", points)
                .put("ece_equal_mass", calibration.expectedError(calibration.equalMass(bins)))
                .put("brier", calibration.brier())
                .put("log_loss", calibration.logLoss())
                .json();
    }

    private static JsonNode logLoss(Fields inputs, Fields params) {
        double clip = params.number("clip_eps", ClassProbabilities.CLIP);
        if (!(clip >= 0 && clip < 0.5)) {
            throw MetricException.invalid("params.clip_eps", "must be in 0..0.5");
        }
        inputs.sameLength("y_true", "p");
        double[] probabilities = inputs.numbers("p");
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
                throw MetricException.invalid(inputs.path("p") + "[" + i + "]", "is outside 0..1");
            }
        }
        return new Output()
                .put("log_loss", ClassProbabilities.binaryLogLoss(binary(inputs, "y_true"), probabilities, clip))
                .json();
    }

    private static JsonNode sweep(Fields inputs, Fields params) {
        inputs.sameLength("confidence", "correct");
        double[] confidence = inputs.numbers("confidence");
        boolean[] correct = binary(inputs, "correct");
        List<ThresholdSweep.Point> points = params.has("thresholds")
                ? ThresholdSweep.of(confidence, correct, params.numbers("thresholds"))
                : ThresholdSweep.of(confidence, correct);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (ThresholdSweep.Point point : points) {
            array.add(new Output()
                    .put("threshold", point.threshold())
                    .put("answered", point.answered())
                    .put("coverage", point.coverage())
                    .put("accuracy", point.accuracy())
                    .json());
        }
        return new Output()
                .put("risk_coverage_area", ThresholdSweep.riskCoverageArea(confidence, correct))
                .put("points", array)
                .json();
    }

    /** Zeros and ones, or booleans. */
    static boolean[] binary(Fields inputs, String name) {
        JsonNode array = inputs.array(name);
        boolean[] result = new boolean[array.size()];
        for (int i = 0; i < result.length; i++) {
            JsonNode element = array.get(i);
            boolean one =
                    element.isBoolean() ? element.booleanValue() : element.isNumber() && element.doubleValue() == 1;
            if (!one && !element.isBoolean() && !(element.isNumber() && element.doubleValue() == 0)) {
                throw MetricException.invalid(inputs.path(name) + "[" + i + "]", "expected 0 or 1");
            }
            result[i] = one;
        }
        return result;
    }
}
