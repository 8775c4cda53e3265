package dev.assay.scoring.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.metrics.statistics.Estimate;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.result.ChangedExample;
import dev.assay.scoring.result.Comparison;
import dev.assay.scoring.result.DecisionTaken;
import dev.assay.scoring.result.GateOutcome;
import dev.assay.scoring.result.MetricResult;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** One JSON document with everything; keys in a fixed order, so that two runs differ only in times and ids. */
final class JsonReport {

    private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

    private static final ObjectWriter WRITER = JsonMapper.builder()
            .build()
            .writer(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));

    private JsonReport() {}

    static String render(Report report) {
        try {
            return WRITER.writeValueAsString(tree(report)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode tree(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        DecisionTaken decision = report.result().decision();
        json.put("evaluation", report.evaluation().name());
        json.put("title", report.title());
        json.put("candidate", report.evaluation().candidate());
        if (report.hasBaseline()) {
            json.put("baseline", report.evaluation().baseline());
        }
        json.put("decision", decision.outcome().name());
        json.put("reason", decision.reason());
        json.put("confidence", decision.confidence());
        decision.additionalExamples().ifPresent(n -> json.put("additional_examples", n));
        ArrayNode gates = json.putArray("gates");
        report.result().gates().forEach(gate -> gates.add(gate(gate)));
        ObjectNode models = json.putObject("models");
        report.participants().forEach(participant -> models.set(participant.key(), model(report, participant)));
        if (report.hasBaseline()) {
            json.set("comparison", comparison(report));
        }
        json.set("usage", usage(report));
        ArrayNode changed = json.putArray("changed_examples");
        report.result().changed().forEach(example -> changed.add(changed(example)));
        json.set("record", report.result().record());
        ObjectNode times = json.putObject("times");
        times.put("created", report.evaluation().createTime().toString());
        times.put("decided", decision.time().toString());
        return json;
    }

    private static ObjectNode gate(GateOutcome gate) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", gate.gate());
        json.put("verdict", gate.verdict().name());
        json.put("criterion", gate.criterion());
        json.put("threshold", gate.threshold());
        estimate(json, "value", gate.value());
        json.put("reason", gate.reason());
        gate.requiredN().ifPresent(n -> json.put("required_n", n));
        if (!gate.parts().isEmpty()) {
            ArrayNode parts = json.putArray("parts");
            gate.parts().forEach(part -> parts.add(gate(part)));
        }
        return json;
    }

    private static ObjectNode model(Report report, Participant participant) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("role", participant.role().name());
        ObjectNode metrics = json.putObject("metrics");
        ObjectNode slices = JsonNodeFactory.instance.objectNode();
        for (MetricResult metric : report.result().metrics()) {
            if (metric.participant().equals(participant.key())) {
                ObjectNode where = metric.slice().isEmpty() ? metrics : slices.withObjectProperty(metric.slice());
                where.set(metric.metric(), metric(metric));
            }
        }
        if (!slices.isEmpty()) {
            json.set("slices", slices);
        }
        json.set("usage", usage(participant.usage(), participant.cost()));
        return json;
    }

    private static ObjectNode metric(MetricResult metric) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        estimate(json, "value", metric.estimate());
        if (!metric.unit().isEmpty()) {
            json.put("unit", metric.unit());
        }
        if (!metric.counts().isEmpty()) {
            ObjectNode counts = json.putObject("counts");
            new TreeMap<>(metric.counts()).forEach(counts::put);
        }
        return json;
    }

    private static ObjectNode comparison(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("candidate", report.evaluation().candidate());
        json.put("baseline", report.evaluation().baseline());
        ObjectNode metrics = json.putObject("metrics");
        ObjectNode slices = JsonNodeFactory.instance.objectNode();
        for (Comparison comparison : report.result().comparisons()) {
            ObjectNode where = comparison.slice().isEmpty() ? metrics : slices.withObjectProperty(comparison.slice());
            where.set(comparison.metric(), comparison(comparison));
        }
        if (!slices.isEmpty()) {
            json.set("slices", slices);
        }
        return json;
    }

    private static ObjectNode comparison(Comparison comparison) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        estimate(json, "difference", comparison.difference());
        ObjectNode test = json.putObject("test");
        test.put("name", comparison.test().name());
        comparison.test().statistic().ifPresent(value -> test.put("statistic", value));
        test.put("p_value", comparison.test().pValue());
        comparison.test().adjustedPValue().ifPresent(value -> test.put("adjusted_p_value", value));
        json.put("wins", comparison.wins());
        json.put("losses", comparison.losses());
        json.put("ties", comparison.ties());
        comparison.requiredN().ifPresent(n -> json.put("required_n", n));
        return json;
    }

    /** A number that is not there is null, and the reason is beside it. */
    private static void estimate(ObjectNode json, String name, Estimate estimate) {
        put(json, name, estimate.value().isPresent() ? estimate.value().getAsDouble() : null);
        put(json, "lower", estimate.lower().isPresent() ? estimate.lower().getAsDouble() : null);
        put(json, "upper", estimate.upper().isPresent() ? estimate.upper().getAsDouble() : null);
        estimate.standardError().ifPresent(value -> json.put("standard_error", value));
        json.put("level", estimate.level());
        json.put("method", estimate.method());
        json.put("n", estimate.n());
        if (estimate.clusters() > 0) {
            json.put("clusters", estimate.clusters());
        }
        json.put("coverage", estimate.coverage());
        if (!estimate.undefinedReason().isEmpty()) {
            json.put("undefined_reason", estimate.undefinedReason());
        }
    }

    private static void put(ObjectNode json, String name, @org.jspecify.annotations.Nullable Double value) {
        json.put(name, value);
    }

    private static ObjectNode usage(Report report) {
        TokenUsage.Builder sum = TokenUsage.newBuilder();
        Map<String, BigDecimal> costs = new TreeMap<>();
        for (Participant participant : report.participants()) {
            TokenUsage usage = participant.usage();
            sum.setInput(sum.getInput() + usage.getInput())
                    .setCachedInput(sum.getCachedInput() + usage.getCachedInput())
                    .setCacheWrite(sum.getCacheWrite() + usage.getCacheWrite())
                    .setOutput(sum.getOutput() + usage.getOutput())
                    .setReasoning(sum.getReasoning() + usage.getReasoning());
            if (!participant.cost().getCurrencyCode().isEmpty()) {
                costs.merge(
                        participant.cost().getCurrencyCode(),
                        new BigDecimal(participant.cost().getAmount()),
                        BigDecimal::add);
            }
        }
        ObjectNode json = usage(sum.build(), Cost.getDefaultInstance());
        ObjectNode cost = json.putObject("cost");
        costs.forEach((currency, amount) -> cost.put(currency, amount.toPlainString()));
        return json;
    }

    private static ObjectNode usage(TokenUsage usage, Cost cost) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("input_tokens", usage.getInput());
        json.put("cached_input_tokens", usage.getCachedInput());
        json.put("cache_write_tokens", usage.getCacheWrite());
        json.put("output_tokens", usage.getOutput());
        json.put("reasoning_tokens", usage.getReasoning());
        ObjectNode costs = json.putObject("cost");
        if (!cost.getCurrencyCode().isEmpty()) {
            costs.put(cost.getCurrencyCode(), cost.getAmount());
        }
        return json;
    }

    private static ObjectNode changed(ChangedExample example) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("metric", example.metric());
        json.put("example", example.example());
        json.put("category", example.category());
        json.put("improved", example.improved());
        json.put("input", example.input());
        json.put("expected", example.expected());
        json.put("candidate_answer", example.candidateAnswer());
        json.put("candidate_explanation", example.candidateExplanation());
        json.put("baseline_answer", example.baselineAnswer());
        json.put("baseline_explanation", example.baselineExplanation());
        return json;
    }
}
