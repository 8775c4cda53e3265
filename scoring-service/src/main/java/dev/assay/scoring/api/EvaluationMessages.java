package dev.assay.scoring.api;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.Run;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.EvaluationRequest;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.evaluation.RunOptions;
import dev.assay.scoring.evaluation.StoredScore;
import dev.assay.scoring.scorer.Outcome;
import dev.assay.scoring.v1.EvaluationResult;
import dev.assay.scoring.v1.Score;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Error;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Evaluations and scores as messages. */
final class EvaluationMessages {

    private static final int MAX_LABELS = 64;
    private static final int MAX_LABEL_LENGTH = 256;

    private EvaluationMessages() {}

    static EvaluationRequest request(dev.assay.scoring.v1.Evaluation message) {
        Map<String, String> labels = message.getLabelsMap();
        if (labels.size() > MAX_LABELS) {
            throw AssayException.invalid("evaluation.labels", "more than " + MAX_LABELS);
        }
        labels.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > MAX_LABEL_LENGTH || value.length() > MAX_LABEL_LENGTH) {
                throw AssayException.invalid(
                        "evaluation.labels", "keys are 1 to 256 characters long, values at most 256");
            }
            if (key.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw AssayException.invalid("evaluation.labels", "must not hold the character U+0000");
            }
        });
        return new EvaluationRequest(
                message.getSuite(),
                message.getDatasetVersion(),
                message.getCandidate(),
                message.getBaseline(),
                new TreeMap<>(labels),
                options(message));
    }

    private static RunOptions options(dev.assay.scoring.v1.Evaluation message) {
        if (message.getCache() == Run.CacheMode.UNRECOGNIZED) {
            throw AssayException.invalid("evaluation.cache", "must be OFF, READ or READ_WRITE");
        }
        if (message.hasBudget()) {
            if (!message.getBudget().getCurrencyCode().matches("[A-Z]{3}")) {
                throw AssayException.invalid("evaluation.budget.currency_code", "must be an ISO 4217 code such as USD");
            }
            if (!message.getBudget().getAmount().matches("[0-9]{1,12}(\\.[0-9]{1,12})?")) {
                throw AssayException.invalid("evaluation.budget.amount", "must be a decimal number such as 2.50");
            }
        }
        return new RunOptions(
                message.getCache() == Run.CacheMode.CACHE_MODE_UNSPECIFIED
                        ? ""
                        : message.getCache().name(),
                message.getBudget().getCurrencyCode(),
                message.getBudget().getAmount(),
                "");
    }

    static dev.assay.scoring.v1.Evaluation evaluation(Evaluation evaluation) {
        dev.assay.scoring.v1.Evaluation.Builder message = dev.assay.scoring.v1.Evaluation.newBuilder()
                .setName(evaluation.name())
                .setSuite(evaluation.suite())
                .setDatasetVersion(evaluation.datasetVersion())
                .setCandidate(evaluation.candidate())
                .setBaseline(evaluation.baseline())
                .putAllLabels(evaluation.labels())
                .setCache(cache(evaluation.options()))
                .setState(state(evaluation.state()))
                .setCreateTime(Times.timestamp(evaluation.createTime()))
                .setUpdateTime(Times.timestamp(evaluation.updateTime()));
        if (evaluation.options().hasBudget()) {
            message.setBudget(Cost.newBuilder()
                    .setCurrencyCode(evaluation.options().budgetCurrency())
                    .setAmount(evaluation.options().budgetAmount()));
        }
        evaluation.participants().forEach(participant -> message.addParticipants(participant(participant)));
        evaluation.endTime().ifPresent(time -> message.setEndTime(Times.timestamp(time)));
        evaluation
                .error()
                .ifPresent(error -> message.setError(
                        Error.newBuilder().setReason(error.reason()).setMessage(error.message())));
        return message.build();
    }

    static dev.assay.scoring.v1.Evaluation evaluation(Evaluation evaluation, byte[] result) {
        try {
            return evaluation(evaluation).toBuilder()
                    .setResult(EvaluationResult.parseFrom(result))
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored result cannot be read", e);
        }
    }

    private static Run.CacheMode cache(RunOptions options) {
        return options.cache().isEmpty() ? Run.CacheMode.OFF : Run.CacheMode.valueOf(options.cache());
    }

    private static dev.assay.scoring.v1.Evaluation.State state(Evaluation.State state) {
        return switch (state) {
            case PENDING -> dev.assay.scoring.v1.Evaluation.State.PENDING;
            case GENERATING -> dev.assay.scoring.v1.Evaluation.State.GENERATING;
            case SCORING -> dev.assay.scoring.v1.Evaluation.State.SCORING;
            case COMPARING -> dev.assay.scoring.v1.Evaluation.State.COMPARING;
            case DECIDED -> dev.assay.scoring.v1.Evaluation.State.DECIDED;
            case FAILED -> dev.assay.scoring.v1.Evaluation.State.FAILED;
            case CANCELLED -> dev.assay.scoring.v1.Evaluation.State.CANCELLED;
        };
    }

    private static dev.assay.scoring.v1.Evaluation.Participant participant(Participant participant) {
        Participant.Progress progress = participant.progress();
        dev.assay.scoring.v1.Evaluation.Progress.Builder message = dev.assay.scoring.v1.Evaluation.Progress.newBuilder()
                .setSucceeded(progress.succeeded())
                .setFailed(progress.failed())
                .setScored(progress.scored())
                .setRetried(progress.retried())
                .setRate(progress.rate());
        progress.total().ifPresent(message::setTotal);
        return dev.assay.scoring.v1.Evaluation.Participant.newBuilder()
                .setRole(role(participant.role()))
                .setKey(participant.key())
                .setModel(participant.model())
                .setRun(participant.run())
                .setProgress(message)
                .setUsage(participant.usage())
                .setCost(participant.cost())
                .build();
    }

    static dev.assay.scoring.v1.Evaluation.Participant.Role role(Participant.Role role) {
        return switch (role) {
            case CANDIDATE -> dev.assay.scoring.v1.Evaluation.Participant.Role.CANDIDATE;
            case BASELINE -> dev.assay.scoring.v1.Evaluation.Participant.Role.BASELINE;
            case OTHER -> dev.assay.scoring.v1.Evaluation.Participant.Role.OTHER;
        };
    }

    static Score score(Evaluation evaluation, List<String> scorers, StoredScore score) {
        Participant participant = evaluation.participants().get(score.participant());
        String scorer = scorers.get(score.scorer());
        String example = score.example().substring(score.example().lastIndexOf('/') + 1);
        String completion = example + "-" + score.sample();
        Score.Builder message = Score.newBuilder()
                .setName(evaluation.name() + "/scores/" + participant.key() + "-" + scorer + "-" + completion)
                .setParticipant(participant.key())
                .setCompletion(participant.run() + "/completions/" + completion)
                .setExample(score.example())
                .setSampleIndex(score.sample())
                .setScorer(scorer)
                .setExplanation(score.outcome().explanation());
        return switch (score.outcome()) {
            case Outcome.Scored scored -> message.setValue(scored.value()).build();
            case Outcome.Unscored unscored ->
                message.setUnscored(
                                switch (unscored.reason()) {
                                    case TARGET_ERROR -> Score.Unscored.TARGET_ERROR;
                                    case SCORER_ERROR -> Score.Unscored.SCORER_ERROR;
                                    case JUDGE_ERROR -> Score.Unscored.JUDGE_ERROR;
                                    case SKIPPED -> Score.Unscored.SKIPPED;
                                })
                        .build();
        };
    }
}
