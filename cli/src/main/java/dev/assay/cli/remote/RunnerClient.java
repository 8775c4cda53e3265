package dev.assay.cli.remote;

import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.DeleteModelRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.GetModelRequest;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.ListCompletionsRequest;
import dev.assay.runner.v1.ListModelsRequest;
import dev.assay.runner.v1.ListPricesRequest;
import dev.assay.runner.v1.ListRunsRequest;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.PriceServiceGrpc;
import dev.assay.runner.v1.PriceTable;
import dev.assay.runner.v1.ResumeRunRequest;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunServiceGrpc;
import dev.assay.runner.v1.SetPricesRequest;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.runner.v1.WatchRunRequest;
import io.grpc.Channel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The runner service. */
public final class RunnerClient {

    private static final long DEADLINE_SECONDS = 60;

    private final Channel channel;
    private final Retries retries;

    RunnerClient(Channel channel, Retries retries) {
        this.channel = channel;
        this.retries = retries;
    }

    public List<Model> models(String project, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = modelStub()
                            .listModels(ListModelsRequest.newBuilder()
                                    .setParent(project)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getModelsList(), page.getNextPageToken());
                }));
    }

    public Model model(String name) {
        return call(() ->
                modelStub().getModel(GetModelRequest.newBuilder().setName(name).build()));
    }

    /** The model, when there is one of that name. */
    public Optional<Model> findModel(String name) {
        try {
            return Optional.of(model(name));
        } catch (RemoteException e) {
            if (e.reason() == dev.assay.type.v1.ErrorReason.RESOURCE_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public Model createModel(CreateModelRequest request) {
        return call(() -> modelStub().createModel(request));
    }

    public Model updateModel(UpdateModelRequest request) {
        return call(() -> modelStub().updateModel(request));
    }

    public void deleteModel(String name) {
        var nothing = call(() -> modelStub()
                .deleteModel(DeleteModelRequest.newBuilder().setName(name).build()));
        assert nothing != null;
    }

    /** A version of a project's price table; its name may end in {@code latest}. */
    public PriceTable prices(String name) {
        return call(() -> priceStub()
                .listPrices(ListPricesRequest.newBuilder().setParent(name).build()));
    }

    public PriceTable setPrices(SetPricesRequest request) {
        return call(() -> priceStub().setPrices(request));
    }

    public List<Run> runs(String project, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = runStub()
                            .listRuns(ListRunsRequest.newBuilder()
                                    .setParent(project)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getRunsList(), page.getNextPageToken());
                }));
    }

    public Run run(String name) {
        return call(
                () -> runStub().getRun(GetRunRequest.newBuilder().setName(name).build()));
    }

    public Run cancelRun(String name) {
        return call(() ->
                runStub().cancelRun(CancelRunRequest.newBuilder().setName(name).build()));
    }

    public Run pauseRun(String name) {
        return call(() ->
                runStub().pauseRun(PauseRunRequest.newBuilder().setName(name).build()));
    }

    public Run resumeRun(String name) {
        return call(() ->
                runStub().resumeRun(ResumeRunRequest.newBuilder().setName(name).build()));
    }

    public Run retryFailed(String name) {
        return call(() -> runStub()
                .retryFailedCompletions(
                        RetryFailedCompletionsRequest.newBuilder().setName(name).build()));
    }

    public void deleteRun(String name) {
        var nothing = call(() ->
                runStub().deleteRun(DeleteRunRequest.newBuilder().setName(name).build()));
        assert nothing != null;
    }

    public List<Completion> completions(String run, boolean onlyErrors, int limit) {
        return Pages.collect(
                limit,
                ask -> call(() -> {
                    var page = runStub()
                            .listCompletions(ListCompletionsRequest.newBuilder()
                                    .setParent(run)
                                    .setOnlyErrors(onlyErrors)
                                    .setPageSize(ask.size())
                                    .setPageToken(ask.token())
                                    .build());
                    return new Pages.Page<>(page.getCompletionsList(), page.getNextPageToken());
                }));
    }

    /** Follows a run until {@code isLast}; goes on by itself after an outage. */
    public void watch(String name, Predicate<Run> isLast) {
        WatchRunRequest request = WatchRunRequest.newBuilder().setName(name).build();
        boolean seen = call(() -> {
            Watching.until(RunServiceGrpc.newBlockingV2Stub(channel).watchRun(request), response -> {
                retries.alive();
                return response.hasRun() && isLast.test(response.getRun());
            });
            return true;
        });
        assert seen;
    }

    private <T> T call(Retries.Call<T> call) {
        return retries.run(call);
    }

    private ModelServiceGrpc.ModelServiceBlockingV2Stub modelStub() {
        return ModelServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private PriceServiceGrpc.PriceServiceBlockingV2Stub priceStub() {
        return PriceServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private RunServiceGrpc.RunServiceBlockingV2Stub runStub() {
        return RunServiceGrpc.newBlockingV2Stub(channel).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
