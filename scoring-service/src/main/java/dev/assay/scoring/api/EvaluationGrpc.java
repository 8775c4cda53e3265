package dev.assay.scoring.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.RequestIds;
import dev.assay.kit.name.ResourceName;
import dev.assay.kit.trace.Traces;
import dev.assay.scoring.evaluation.Evaluations;
import dev.assay.scoring.evaluation.Scores;
import dev.assay.scoring.evaluation.StoredScore;
import dev.assay.scoring.report.Reports;
import dev.assay.scoring.v1.CancelEvaluationRequest;
import dev.assay.scoring.v1.CreateEvaluationRequest;
import dev.assay.scoring.v1.DeleteEvaluationRequest;
import dev.assay.scoring.v1.EstimateEvaluationRequest;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.scoring.v1.EvaluationServiceGrpc;
import dev.assay.scoring.v1.GetEvaluationRequest;
import dev.assay.scoring.v1.GetReportRequest;
import dev.assay.scoring.v1.GetReportResponse;
import dev.assay.scoring.v1.ListEvaluationsRequest;
import dev.assay.scoring.v1.ListEvaluationsResponse;
import dev.assay.scoring.v1.ListScoresRequest;
import dev.assay.scoring.v1.ListScoresResponse;
import dev.assay.scoring.v1.WatchEvaluationRequest;
import dev.assay.scoring.v1.WatchEvaluationResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code assay.scoring.v1.EvaluationService}. */
@GrpcService
public class EvaluationGrpc extends EvaluationServiceGrpc.EvaluationServiceImplBase {

    private static final int CHUNK = 64 * 1024;

    private final Evaluations evaluations;
    private final Scores scores;
    private final Reports reports;
    private final Watches watches;

    EvaluationGrpc(Evaluations evaluations, Scores scores, Reports reports, Watches watches) {
        this.evaluations = evaluations;
        this.scores = scores;
        this.reports = reports;
        this.watches = watches;
    }

    @Override
    public void createEvaluation(CreateEvaluationRequest request, StreamObserver<Evaluation> observer) {
        Calls.unary(observer, () -> {
            String project = Names.project(request.getParent());
            String id = request.getEvaluationId().isEmpty()
                    ? EvaluationIds.next()
                    : ResourceName.checkId(request.getEvaluationId(), "evaluation_id");
            return render(evaluations.create(
                    project,
                    id,
                    EvaluationMessages.request(request.getEvaluation()),
                    RequestIds.check(request.getRequestId()),
                    RequestIds.digest(request),
                    Traces.current()));
        });
    }

    @Override
    public void estimateEvaluation(EstimateEvaluationRequest request, StreamObserver<EvaluationEstimate> observer) {
        Calls.unary(
                observer,
                () -> EstimateMessages.estimate(evaluations.estimate(
                        Names.project(request.getParent()), EvaluationMessages.request(request.getEvaluation()))));
    }

    @Override
    public void getEvaluation(GetEvaluationRequest request, StreamObserver<Evaluation> observer) {
        Calls.unary(observer, () -> render(get(request.getName(), "name")));
    }

    @Override
    public void listEvaluations(ListEvaluationsRequest request, StreamObserver<ListEvaluationsResponse> observer) {
        Calls.unary(observer, () -> {
            String project = Names.project(request.getParent());
            String scope = "evaluations of " + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            var found = evaluations.list(project, Names.before(page.cursor()), page.size() + 1);
            ListEvaluationsResponse.Builder response = ListEvaluationsResponse.newBuilder();
            found.stream()
                    .limit(page.size())
                    .map(EvaluationMessages::evaluation)
                    .forEach(response::addEvaluations);
            if (found.size() > page.size()) {
                response.setNextPageToken(PageRequest.token(
                        scope, String.valueOf(found.get(page.size() - 1).key())));
            }
            return response.build();
        });
    }

    @Override
    public void cancelEvaluation(CancelEvaluationRequest request, StreamObserver<Evaluation> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = Names.evaluation(request.getName(), "name");
            return render(evaluations.cancel(name.get("project"), name.get("evaluation")));
        });
    }

    @Override
    public void deleteEvaluation(DeleteEvaluationRequest request, StreamObserver<Empty> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = Names.evaluation(request.getName(), "name");
            evaluations.delete(name.get("project"), name.get("evaluation"));
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void watchEvaluation(WatchEvaluationRequest request, StreamObserver<WatchEvaluationResponse> observer) {
        Calls.serverStream(
                observer,
                sink -> watches.watch(
                        get(request.getName(), "name"),
                        changed -> sink.send(WatchEvaluationResponse.newBuilder()
                                .setEvaluation(render(changed))
                                .build()),
                        () -> sink.send(WatchEvaluationResponse.getDefaultInstance()),
                        sink::pause));
    }

    @Override
    public void listScores(ListScoresRequest request, StreamObserver<ListScoresResponse> observer) {
        Calls.unary(observer, () -> {
            var evaluation = get(request.getParent(), "parent");
            String scope =
                    "scores of " + evaluation.name() + " " + request.getParticipant() + " " + request.getScorer();
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            List<String> scorers = scores.scorers(evaluation);
            List<StoredScore> found = scores.list(
                    evaluation, request.getParticipant(), request.getScorer(), page.cursor(), page.size() + 1);
            ListScoresResponse.Builder response = ListScoresResponse.newBuilder();
            found.stream()
                    .limit(page.size())
                    .map(score -> EvaluationMessages.score(evaluation, scorers, score))
                    .forEach(response::addScores);
            if (found.size() > page.size()) {
                response.setNextPageToken(PageRequest.token(scope, Scores.cursor(found.get(page.size() - 1))));
            }
            return response.build();
        });
    }

    @Override
    public void getReport(GetReportRequest request, StreamObserver<GetReportResponse> observer) {
        Calls.serverStream(observer, sink -> {
            Reports.Format format = ReportMessages.format(request.getFormat());
            byte[] report =
                    reports.render(get(request.getName(), "name"), format).getBytes(StandardCharsets.UTF_8);
            for (int from = 0; from < report.length; from += CHUNK) {
                sink.send(GetReportResponse.newBuilder()
                        .setChunk(ByteString.copyFrom(report, from, Math.min(CHUNK, report.length - from)))
                        .build());
            }
        });
    }

    private dev.assay.scoring.evaluation.Evaluation get(String text, String field) {
        ResourceName name = Names.evaluation(text, field);
        return evaluations.get(name.get("project"), name.get("evaluation"));
    }

    private Evaluation render(dev.assay.scoring.evaluation.Evaluation evaluation) {
        return evaluations
                .result(evaluation)
                .map(result -> EvaluationMessages.evaluation(evaluation, result))
                .orElseGet(() -> EvaluationMessages.evaluation(evaluation));
    }
}
