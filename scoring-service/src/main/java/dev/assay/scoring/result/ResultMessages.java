package dev.assay.scoring.result;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.assay.metrics.decision.Decision;
import dev.assay.metrics.decision.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Results as messages of the contract, which are also how they are stored, and back. */
public final class ResultMessages {

    private ResultMessages() {}

    /** For storage. */
    public static byte[] write(EvaluationResult result) {
        return message(result).toByteArray();
    }

    /** From storage. */
    public static EvaluationResult read(byte[] stored) {
        try {
            return read(dev.assay.scoring.v1.EvaluationResult.parseFrom(stored));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored result cannot be read", e);
        }
    }

    /** For callers. */
    public static dev.assay.scoring.v1.EvaluationResult message(EvaluationResult result) {
        dev.assay.scoring.v1.EvaluationResult.Builder message = dev.assay.scoring.v1.EvaluationResult.newBuilder();
        result.metrics().forEach(metric -> message.addMetrics(message(metric)));
        result.comparisons().forEach(comparison -> message.addComparisons(message(comparison)));
        result.gates().forEach(gate -> message.addGates(message(gate)));
        result.changed().forEach(example -> message.addChangedExamples(message(example)));
        return message.setDecision(message(result.decision()))
                .setRecord(Structs.toStruct(result.record()))
                .build();
    }

    private static EvaluationResult read(dev.assay.scoring.v1.EvaluationResult message) {
        return new EvaluationResult(
                message.getMetricsList().stream().map(ResultMessages::read).toList(),
                message.getComparisonsList().stream().map(ResultMessages::read).toList(),
                message.getGatesList().stream().map(ResultMessages::read).toList(),
                read(message.getDecision()),
                message.getChangedExamplesList().stream()
                        .map(ResultMessages::read)
                        .toList(),
                Structs.toJson(message.getRecord()));
    }

    private static dev.assay.scoring.v1.MetricResult message(MetricResult metric) {
        return dev.assay.scoring.v1.MetricResult.newBuilder()
                .setMetric(metric.metric())
                .setSlice(metric.slice())
                .setParticipant(metric.participant())
                .setEstimate(Estimates.message(metric.estimate()))
                .putAllCounts(new TreeMap<>(metric.counts()))
                .setUnit(metric.unit())
                .build();
    }

    private static MetricResult read(dev.assay.scoring.v1.MetricResult message) {
        return new MetricResult(
                message.getMetric(),
                message.getSlice(),
                message.getParticipant(),
                Estimates.read(message.getEstimate()),
                Map.copyOf(message.getCountsMap()),
                message.getUnit());
    }

    private static dev.assay.scoring.v1.Comparison message(Comparison comparison) {
        dev.assay.scoring.v1.Test.Builder test = dev.assay.scoring.v1.Test.newBuilder()
                .setName(comparison.test().name())
                .setPValue(comparison.test().pValue());
        comparison.test().statistic().ifPresent(test::setStatistic);
        comparison.test().adjustedPValue().ifPresent(test::setAdjustedPValue);
        dev.assay.scoring.v1.Comparison.Builder message = dev.assay.scoring.v1.Comparison.newBuilder()
                .setMetric(comparison.metric())
                .setSlice(comparison.slice())
                .setCandidate(comparison.candidate())
                .setBaseline(comparison.baseline())
                .setDifference(Estimates.message(comparison.difference()))
                .setTest(test)
                .setWins(comparison.wins())
                .setLosses(comparison.losses())
                .setTies(comparison.ties());
        comparison.requiredN().ifPresent(message::setRequiredN);
        return message.build();
    }

    private static Comparison read(dev.assay.scoring.v1.Comparison message) {
        dev.assay.scoring.v1.Test test = message.getTest();
        return new Comparison(
                message.getMetric(),
                message.getSlice(),
                message.getCandidate(),
                message.getBaseline(),
                Estimates.read(message.getDifference()),
                new Comparison.Test(
                        test.getName(),
                        Estimates.optional(test.hasStatistic(), test.getStatistic()),
                        test.getPValue(),
                        Estimates.optional(test.hasAdjustedPValue(), test.getAdjustedPValue())),
                message.getWins(),
                message.getLosses(),
                message.getTies(),
                optional(message.hasRequiredN(), message.getRequiredN()));
    }

    private static dev.assay.scoring.v1.GateResult message(GateOutcome gate) {
        dev.assay.scoring.v1.GateResult.Builder message = dev.assay.scoring.v1.GateResult.newBuilder()
                .setGate(gate.gate())
                .setVerdict(
                        switch (gate.verdict()) {
                            case PASS -> dev.assay.scoring.v1.GateResult.Verdict.PASS;
                            case REFUTED -> dev.assay.scoring.v1.GateResult.Verdict.REFUTED;
                            case INCONCLUSIVE -> dev.assay.scoring.v1.GateResult.Verdict.INCONCLUSIVE;
                        })
                .setValue(Estimates.message(gate.value()))
                .setThreshold(gate.threshold())
                .setCriterion(gate.criterion())
                .setReason(gate.reason());
        gate.requiredN().ifPresent(message::setRequiredN);
        gate.parts().forEach(part -> message.addParts(message(part)));
        return message.build();
    }

    private static GateOutcome read(dev.assay.scoring.v1.GateResult message) {
        return new GateOutcome(
                message.getGate(),
                Verdict.valueOf(message.getVerdict().name()),
                Estimates.read(message.getValue()),
                message.getThreshold(),
                message.getCriterion(),
                message.getReason(),
                optional(message.hasRequiredN(), message.getRequiredN()),
                message.getPartsList().stream().map(ResultMessages::read).toList());
    }

    private static dev.assay.scoring.v1.Decision message(DecisionTaken decision) {
        dev.assay.scoring.v1.Decision.Builder message = dev.assay.scoring.v1.Decision.newBuilder()
                .setOutcome(
                        switch (decision.outcome()) {
                            case SHIP -> dev.assay.scoring.v1.Decision.Outcome.SHIP;
                            case ITERATE -> dev.assay.scoring.v1.Decision.Outcome.ITERATE;
                            case INCONCLUSIVE -> dev.assay.scoring.v1.Decision.Outcome.INCONCLUSIVE;
                        })
                .setConfidence(decision.confidence())
                .setReason(decision.reason())
                .setDecideTime(Timestamp.newBuilder()
                        .setSeconds(decision.time().getEpochSecond())
                        .setNanos(decision.time().getNano()));
        decision.additionalExamples().ifPresent(message::setAdditionalExamples);
        return message.build();
    }

    private static DecisionTaken read(dev.assay.scoring.v1.Decision message) {
        return new DecisionTaken(
                Decision.Outcome.valueOf(message.getOutcome().name()),
                message.getConfidence(),
                message.getReason(),
                optional(message.hasAdditionalExamples(), message.getAdditionalExamples()),
                Instant.ofEpochSecond(
                        message.getDecideTime().getSeconds(),
                        message.getDecideTime().getNanos()));
    }

    private static dev.assay.scoring.v1.ChangedExample message(ChangedExample example) {
        return dev.assay.scoring.v1.ChangedExample.newBuilder()
                .setMetric(example.metric())
                .setExample(example.example())
                .setCategory(example.category())
                .setImproved(example.improved())
                .setInput(example.input())
                .setExpected(example.expected())
                .setCandidateAnswer(example.candidateAnswer())
                .setBaselineAnswer(example.baselineAnswer())
                .setCandidateExplanation(example.candidateExplanation())
                .setBaselineExplanation(example.baselineExplanation())
                .build();
    }

    private static ChangedExample read(dev.assay.scoring.v1.ChangedExample message) {
        return new ChangedExample(
                message.getMetric(),
                message.getExample(),
                message.getCategory(),
                message.getImproved(),
                message.getInput(),
                message.getExpected(),
                message.getCandidateAnswer(),
                message.getBaselineAnswer(),
                message.getCandidateExplanation(),
                message.getBaselineExplanation());
    }

    private static OptionalLong optional(boolean present, long value) {
        return present ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
