package dev.assay.runner.run;

import com.google.protobuf.Empty;
import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import dev.assay.kit.trace.Traces;
import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.EstimateRunRequest;
import dev.assay.runner.v1.GetCompletionRequest;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.ListCompletionsRequest;
import dev.assay.runner.v1.ListCompletionsResponse;
import dev.assay.runner.v1.ListRunsRequest;
import dev.assay.runner.v1.ListRunsResponse;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.ResumeRunRequest;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.runner.v1.RunServiceGrpc;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.runner.v1.WatchRunRequest;
import dev.assay.runner.v1.WatchRunResponse;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** The gRPC face of runs and completions. */
@GrpcService
public class RunGrpc extends RunServiceGrpc.RunServiceImplBase {

    private final Runs runs;
    private final Feeds feeds;

    RunGrpc(Runs runs, Feeds feeds) {
        this.runs = runs;
        this.feeds = feeds;
    }

    @Override
    public void createRun(CreateRunRequest request, StreamObserver<dev.assay.runner.v1.Run> observer) {
        Calls.unary(observer, () -> Rendering.run(runs.create(request, Traces.current())));
    }

    @Override
    public void estimateRun(EstimateRunRequest request, StreamObserver<RunEstimate> observer) {
        Calls.unary(observer, () -> runs.estimate(request));
    }

    @Override
    public void getRun(GetRunRequest request, StreamObserver<dev.assay.runner.v1.Run> observer) {
        Calls.unary(observer, () -> Rendering.run(runs.get(request.getName(), "name")));
    }

    @Override
    public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
        Calls.unary(observer, () -> {
            String project = ResourceName.parse("projects/{project}", request.getParent(), "parent")
                    .get("project");
            String scope = "runs/" + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            List<Run> found = runs.list(project, page);
            List<Run> shown = found.subList(0, Math.min(found.size(), page.size()));
            ListRunsResponse.Builder response = ListRunsResponse.newBuilder();
            shown.forEach(run -> response.addRuns(Rendering.run(run)));
            if (found.size() > page.size()) {
                response.setNextPageToken(
                        PageRequest.token(scope, Long.toString(shown.getLast().key())));
            }
            return response.build();
        });
    }

    @Override
    public void cancelRun(CancelRunRequest request, StreamObserver<dev.assay.runner.v1.Run> observer) {
        Calls.unary(observer, () -> Rendering.run(runs.cancel(request.getName())));
    }

    @Override
    public void pauseRun(PauseRunRequest request, StreamObserver<dev.assay.runner.v1.Run> observer) {
        Calls.unary(observer, () -> Rendering.run(runs.pause(request.getName())));
    }

    @Override
    public void resumeRun(ResumeRunRequest request, StreamObserver<dev.assay.runner.v1.Run> observer) {
        Calls.unary(observer, () -> Rendering.run(runs.resume(request.getName())));
    }

    @Override
    public void retryFailedCompletions(
            RetryFailedCompletionsRequest request, StreamObserver<dev.assay.runner.v1.Run> observer) {
        Calls.unary(observer, () -> Rendering.run(runs.retryFailed(request.getName())));
    }

    @Override
    public void deleteRun(DeleteRunRequest request, StreamObserver<Empty> observer) {
        Calls.unary(observer, () -> {
            runs.delete(request.getName());
            return Empty.getDefaultInstance();
        });
    }

    @Override
    public void watchRun(WatchRunRequest request, StreamObserver<WatchRunResponse> observer) {
        Calls.serverStream(observer, sink -> feeds.watch(request.getName(), sink));
    }

    @Override
    public void listCompletions(ListCompletionsRequest request, StreamObserver<ListCompletionsResponse> observer) {
        Calls.unary(observer, () -> {
            Run run = runs.get(request.getParent(), "parent");
            String scope = "completions/" + run.key() + "/" + request.getOnlyErrors();
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            long after = page.cursor().isEmpty() ? 0 : Long.parseLong(page.cursor());
            CompletionRepository.Page found = runs.completions(run, after, page.size(), request.getOnlyErrors());
            ListCompletionsResponse.Builder response = ListCompletionsResponse.newBuilder();
            int shown = Feeds.fitting(found.completions());
            found.completions()
                    .subList(0, shown)
                    .forEach(stored -> response.addCompletions(Rendering.completion(run, stored)));
            if (found.more() || shown < found.completions().size()) {
                long last = found.completions().get(shown - 1).sequence();
                response.setNextPageToken(PageRequest.token(scope, Long.toString(last)));
            }
            return response.build();
        });
    }

    @Override
    public void getCompletion(GetCompletionRequest request, StreamObserver<Completion> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = ResourceName.parse(
                    "projects/{project}/runs/{run}/completions/{completion}", request.getName(), "name");
            Run run = runs.get(ResourceName.format(Run.PATTERN, name.get("project"), name.get("run")), "name");
            return Rendering.completion(run, runs.completion(run, name.get("completion"), request.getName()));
        });
    }

    @Override
    public void streamCompletions(
            StreamCompletionsRequest request, StreamObserver<StreamCompletionsResponse> observer) {
        Calls.serverStream(observer, sink -> feeds.follow(request.getParent(), request.getResumeToken(), sink));
    }
}
