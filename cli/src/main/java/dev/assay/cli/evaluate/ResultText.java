package dev.assay.cli.evaluate;

import dev.assay.cli.render.Numbers;
import dev.assay.cli.render.Numbers.Style;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.scoring.v1.Comparison;
import dev.assay.scoring.v1.Decision;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationResult;
import dev.assay.scoring.v1.GateResult;
import dev.assay.scoring.v1.MetricResult;
import dev.assay.type.v1.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The result of a decided evaluation as lines. */
public final class ResultText {

    private static final String LATENCY = "latency_";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";

    private final Evaluation evaluation;
    private final EvaluationResult result;
    private final Map<String, Style> styles = new LinkedHashMap<>();
    private final Map<String, String> units = new LinkedHashMap<>();
    private final boolean colour;

    public ResultText(Evaluation evaluation, boolean colour) {
        this.evaluation = evaluation;
        this.result = evaluation.getResult();
        this.colour = colour;
        for (MetricResult metric : result.getMetricsList()) {
            styles.merge(metric.getMetric(), style(metric), (one, other) -> one == other ? one : Style.PLAIN);
            units.put(metric.getMetric(), metric.getUnit());
        }
    }

    /** Everything, without the title. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(models());
        lines.addAll(comparisons());
        lines.addAll(gates());
        lines.add("");
        lines.add(decision());
        return lines;
    }

    private static Style style(MetricResult metric) {
        if (metric.getUnit().equals("s") || metric.getMetric().startsWith(LATENCY)) {
            return Style.SECONDS;
        }
        double value = metric.getEstimate().getValue();
        boolean share = metric.getUnit().isEmpty() && value >= 0 && value <= 1;
        return share
                        && !metric.getMetric().startsWith("cost_")
                        && !metric.getMetric().startsWith("tokens_")
                ? Style.SHARE
                : Style.PLAIN;
    }

    private List<String> models() {
        Set<String> metrics = new LinkedHashSet<>();
        for (MetricResult metric : result.getMetricsList()) {
            if (metric.getSlice().isEmpty() && isShown(metric.getMetric())) {
                metrics.add(metric.getMetric());
            }
        }
        List<String> shown = metrics.stream()
                .sorted((a, b) -> Integer.compare(rank(a), rank(b)))
                .toList();
        List<String> head = new ArrayList<>(List.of("model", "role"));
        head.addAll(shown);
        head.add("tokens");
        Table table = new Table().row(head);
        for (Evaluation.Participant participant : evaluation.getParticipantsList()) {
            List<String> row = new ArrayList<>();
            row.add(participant.getKey());
            row.add(participant.getRole().name().toLowerCase(Locale.ROOT));
            for (String metric : shown) {
                row.add(find(metric, participant.getKey())
                        .map(found -> Numbers.estimate(
                                found.getEstimate(),
                                styleOf(metric),
                                found.getUnit().equals("s") ? "" : found.getUnit()))
                        .orElse("—"));
            }
            TokenUsage usage = participant.getUsage();
            long tokens = usage.getInput() + usage.getCachedInput() + usage.getCacheWrite() + usage.getOutput();
            row.add(tokens == 0 ? "—" : Numbers.count(tokens));
            table.row(row);
        }
        return table.lines();
    }

    /** Declared metrics first, then those built in that say most; the rest is in the report. */
    private boolean isShown(String metric) {
        boolean known = result.getMetricsList().stream()
                .anyMatch(one -> one.getMetric().equals(metric)
                        && one.getSlice().isEmpty()
                        && one.getEstimate().hasValue());
        boolean gated = result.getGatesList().stream()
                .anyMatch(gate -> gate.getCriterion().contains(metric));
        return switch (metric) {
            case "latency_mean", "latency_p50", "latency_p95", "cost_mean", "tokens_output_mean" -> gated;
            case "latency_p99", "cost_total" -> known || gated;
            case "error_share" ->
                gated
                        || result.getMetricsList().stream()
                                .anyMatch(one -> one.getMetric().equals(metric)
                                        && one.getEstimate().getValue() > 0);
            default -> true;
        };
    }

    private static int rank(String metric) {
        return switch (metric) {
            case "latency_mean", "latency_p50", "latency_p95", "latency_p99" -> 1;
            case "cost_total", "cost_mean", "tokens_output_mean" -> 2;
            case "error_share" -> 3;
            default -> 0;
        };
    }

    private Optional<MetricResult> find(String metric, String participant) {
        return result.getMetricsList().stream()
                .filter(one -> one.getSlice().isEmpty()
                        && one.getMetric().equals(metric)
                        && one.getParticipant().equals(participant))
                .findFirst();
    }

    private Style styleOf(String metric) {
        return styles.getOrDefault(metric, Style.PLAIN);
    }

    private List<String> comparisons() {
        List<String> lines = new ArrayList<>();
        for (Comparison comparison : result.getComparisonsList()) {
            if (!comparison.getSlice().isEmpty()
                    || rank(comparison.getMetric()) > 0
                    || !comparison.getDifference().hasValue()) {
                continue;
            }
            StringBuilder line = new StringBuilder(comparison.getMetric() + ", " + comparison.getCandidate() + " − "
                    + comparison.getBaseline() + ": ");
            line.append(Numbers.difference(
                    comparison.getDifference(),
                    styleOf(comparison.getMetric()),
                    units.getOrDefault(comparison.getMetric(), "")));
            if (comparison.hasTest()) {
                line.append("; ")
                        .append(testName(comparison.getTest().getName()))
                        .append(' ');
                line.append(Numbers.p(comparison.getTest().getPValue()));
            }
            line.append("; ").append(comparison.getWins()).append(" wins, ");
            line.append(comparison.getLosses()).append(" losses, ");
            line.append(comparison.getTies()).append(" ties");
            lines.add(line.toString());
        }
        if (!lines.isEmpty()) {
            lines.addFirst("");
        }
        return lines;
    }

    private static String testName(String name) {
        return name.startsWith("mcnemar") ? "McNemar" : name;
    }

    private List<String> gates() {
        Table table = new Table().row("gate", "verdict", "value", "criterion");
        for (GateResult gate : result.getGatesList()) {
            table.row(Texts.oneLine(gate.getGate(), 40), word(gate.getVerdict()), value(gate), gate.getCriterion());
            for (GateResult part : gate.getPartsList()) {
                if (part.getVerdict() != GateResult.Verdict.PASS) {
                    table.row(
                            "  " + Texts.oneLine(part.getGate(), 38),
                            word(part.getVerdict()),
                            value(part),
                            part.getCriterion());
                }
            }
        }
        List<String> lines = new ArrayList<>(List.of(""));
        for (String line : table.lines()) {
            lines.add(line.replaceFirst("\\bPASS\\b", paint(GREEN, "PASS"))
                    .replaceFirst("\\bREFUTED\\b", paint(RED, "REFUTED"))
                    .replaceFirst("\\bINCONCLUSIVE\\b", paint(YELLOW, "INCONCLUSIVE")));
        }
        for (GateResult gate : result.getGatesList()) {
            if (gate.getVerdict() != GateResult.Verdict.PASS
                    && !gate.getReason().isEmpty()) {
                lines.add("  " + Texts.oneLine(gate.getGate(), 40) + ": " + gate.getReason());
            }
        }
        return lines;
    }

    private static String word(GateResult.Verdict verdict) {
        return verdict.name();
    }

    /** A gate's value is in the unit of its threshold, which the criterion names; the style of the metric that it names fits. */
    private String value(GateResult gate) {
        boolean ratio = gate.getCriterion().contains("/") || gate.getCriterion().contains("ratio");
        Style style = ratio
                ? Style.PLAIN
                : styles.entrySet().stream()
                        .filter(metric -> gate.getCriterion().contains(metric.getKey()))
                        .max((a, b) ->
                                Integer.compare(a.getKey().length(), b.getKey().length()))
                        .map(Map.Entry::getValue)
                        .orElse(Style.PLAIN);
        return Numbers.estimate(gate.getValue(), style, "");
    }

    private String decision() {
        Decision decision = result.getDecision();
        String outcome = decision.getOutcome().name();
        String painted = switch (decision.getOutcome()) {
            case SHIP -> paint(BOLD + GREEN, outcome);
            case ITERATE -> paint(BOLD + RED, outcome);
            default -> paint(BOLD + YELLOW, outcome);
        };
        return painted + (decision.getReason().isEmpty() ? "" : ": " + decision.getReason());
    }

    private String paint(String code, String text) {
        return colour ? code + text + PLAIN : text;
    }
}
