package dev.assay.scoring.api;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.kit.error.AssayException;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.evaluation.EvaluationRequest;
import dev.assay.scoring.evaluation.Participant;
import dev.assay.scoring.evaluation.StoredScore;
import dev.assay.scoring.scorer.Outcome;
import dev.assay.scoring.v1.EvaluationResult;
import dev.assay.scoring.v1.Score;
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
                new TreeMap<>(labels));
    }

    static dev.assay.scoring.v1.Evaluation evaluation(Evaluation evaluation) {
        dev.assay.scoring.v1.Evaluation.Builder message = dev.assay.scoring.v1.Evaluation.newBuilder()
                .setName(evaluation.name())
                .setSuite(evaluation.suite())
                .setDatasetVersion(evaluation.datasetVersion())
                .setCandidate(evaluation.candidate())
                .setBaseline(evaluation.baseline())
                .putAllLabels(evaluation.labels())
                .setState(state(evaluation.state()))
                .setCreateTime(Times.timestamp(evaluation.createTime()))
                .setUpdateTime(Times.timestamp(evaluation.updateTime()));
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
                .setRole(
                        switch (participant.role()) {
                            case CANDIDATE -> dev.assay.scoring.v1.Evaluation.Participant.Role.CANDIDATE;
                            case BASELINE -> dev.assay.scoring.v1.Evaluation.Participant.Role.BASELINE;
                            case OTHER -> dev.assay.scoring.v1.Evaluation.Participant.Role.OTHER;
                        })
                .setKey(participant.key())
                .setModel(participant.model())
                .setRun(participant.run())
                .setProgress(message)
                .setUsage(participant.usage())
                .setCost(participant.cost())
                .build();
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
