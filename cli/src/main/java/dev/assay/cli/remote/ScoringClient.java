package dev.assay.cli.remote;

import com.google.protobuf.ByteString;
import dev.assay.scoring.v1.CancelEvaluationRequest;
import dev.assay.scoring.v1.CreateEvaluationRequest;
import dev.assay.scoring.v1.CreateSuiteRequest;
import dev.assay.scoring.v1.DeleteEvaluationRequest;
import dev.assay.scoring.v1.EstimateEvaluationRequest;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.scoring.v1.EvaluationServiceGrpc;
import dev.assay.scoring.v1.GetEvaluationRequest;
import dev.assay.scoring.v1.GetReportRequest;
import dev.assay.scoring.v1.GetReportResponse;
import dev.assay.scoring.v1.GetSuiteRequest;
import dev.assay.scoring.v1.ListEvaluationsRequest;
import dev.assay.scoring.v1.ListScoresRequest;
import dev.assay.scoring.v1.ListSuitesRequest;
import dev.assay.scoring.v1.Score;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import dev.assay.scoring.v1.WatchEvaluationRequest;
import io.grpc.Channel;
import io.grpc.stub.BlockingClientCall;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The scoring service. */
public final class ScoringClient {

    private static final long DEADLINE_SECONDS = 60;

    private final Channel channel;
    private final Retries retries;

    ScoringClient(Channel channel, Retries retries) {
        this.channel = channel;
        this.retries = retries;
    }

    public Suite createSuite(String project, String source) {
        return call(() -> suites().createSuite(CreateSuiteRequest.newBuilder()
                .setParent(project)
                .setSuite(Suite.newBuilder().setSource(source))
                .build()));
    }

    public Suite suite(String name) {
        return call(() ->
                suites().getSuite(GetSuiteRequest.newBuilder().setName(name).build()));
    }

    public List<Suite> suites(String project, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = suites().listSuites(ListSuitesRequest.newBuilder()
                            .setParent(project)
                            .setPageSize(ask.size())
                            .setPageToken(ask.token())
                            .build());
                    return new Pages.Page<>(page.getSuitesList(), page.getNextPageToken());
                }));
    }

    public Evaluation createEvaluation(CreateEvaluationRequest request) {
        return call(() -> evaluations().createEvaluation(request));
    }

    public EvaluationEstimate estimateEvaluation(EstimateEvaluationRequest request) {
        return call(() -> evaluations().estimateEvaluation(request));
    }

    public Evaluation evaluation(String name) {
        return call(() -> evaluations()
                .getEvaluation(GetEvaluationRequest.newBuilder().setName(name).build()));
    }

    public List<Evaluation> evaluations(String project, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = evaluations()
                            .listEvaluations(ListEvaluationsRequest.newBuilder()
                                    .setParent(project)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getEvaluationsList(), page.getNextPageToken());
                }));
    }

    public Evaluation cancelEvaluation(String name) {
        return call(() -> evaluations()
                .cancelEvaluation(
                        CancelEvaluationRequest.newBuilder().setName(name).build()));
    }

    public void deleteEvaluation(String name) {
        var nothing = call(() -> evaluations()
                .deleteEvaluation(
                        DeleteEvaluationRequest.newBuilder().setName(name).build()));
        assert nothing != null;
    }

    public List<Score> scores(String evaluation, String participant, String scorer, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = evaluations()
                            .listScores(ListScoresRequest.newBuilder()
                                    .setParent(evaluation)
                                    .setParticipant(participant)
                                    .setScorer(scorer)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getScoresList(), page.getNextPageToken());
                }));
    }

    /** Follows an evaluation until {@code isLast}; goes on by itself after an outage. */
    public void watch(String name, Predicate<Evaluation> isLast) {
        WatchEvaluationRequest request =
                WatchEvaluationRequest.newBuilder().setName(name).build();
        boolean seen = call(() -> {
            Watching.until(EvaluationServiceGrpc.newBlockingV2Stub(channel).watchEvaluation(request), response -> {
                retries.alive();
                return response.hasEvaluation() && isLast.test(response.getEvaluation());
            });
            return true;
        });
        assert seen;
    }

    /** The report of a decided evaluation, whole. */
    public ByteString report(String name, GetReportRequest.Format format) {
        GetReportRequest request =
                GetReportRequest.newBuilder().setName(name).setFormat(format).build();
        return call(() -> {
            BlockingClientCall<?, GetReportResponse> call = EvaluationServiceGrpc.newBlockingV2Stub(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .getReport(request);
            ByteString.Output report = ByteString.newOutput();
            GetReportResponse next = call.read();
            while (next != null) {
                next.getChunk().writeTo(report);
                next = call.read();
            }
            return report.toByteString();
        });
    }

    private <T> T call(Retries.Call<T> call) {
        return retries.run(call);
    }

    private SuiteServiceGrpc.SuiteServiceBlockingV2Stub suites() {
        return SuiteServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private EvaluationServiceGrpc.EvaluationServiceBlockingV2Stub evaluations() {
        return EvaluationServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
