package dev.assay.chaos;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunServiceGrpc;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.testing.Eventually;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A caller of the services. */
final class Client implements AutoCloseable {

    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(120);
    private static final Set<Run.State> ENDED = Set.of(Run.State.SUCCEEDED, Run.State.FAILED, Run.State.CANCELLED);

    private final ManagedChannel datasets;
    private final ManagedChannel runners;
    private final ClientInterceptor token;

    Client(int datasetPort, int runnerPort, String token) {
        this.datasets = channel(datasetPort);
        this.runners = channel(runnerPort);
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        this.token = MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(32 << 20)
                .build();
    }

    RunServiceGrpc.RunServiceBlockingStub runs() {
        return RunServiceGrpc.newBlockingStub(authenticated(runners))
                .withWaitForReady()
                .withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    ModelServiceGrpc.ModelServiceBlockingStub models() {
        return ModelServiceGrpc.newBlockingStub(authenticated(runners))
                .withWaitForReady()
                .withDeadlineAfter(60, TimeUnit.SECONDS);
    }

    private Channel authenticated(Channel channel) {
        return ClientInterceptors.intercept(channel, token);
    }

    /** Imports examples with these texts; the version's name. */
    String version(String project, List<String> texts) {
        StringBuilder rows = new StringBuilder();
        texts.forEach(text -> rows.append("{\"q\": \"").append(text).append("\"}\n"));
        BlockingClientCall<ImportExamplesRequest, ImportExamplesResponse> call =
                io.grpc.stub.ClientCalls.blockingClientStreamingCall(
                        authenticated(datasets),
                        DatasetVersionServiceGrpc.getImportExamplesMethod(),
                        CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS));
        try {
            boolean open = call.write(ImportExamplesRequest.newBuilder()
                    .setSpecification(ImportSpecification.newBuilder()
                            .setDataset("projects/" + project + "/datasets/d")
                            .setFormat(ImportSpecification.Format.JSONL)
                            .setMapping(ColumnMapping.newBuilder().setInput("q")))
                    .build());
            if (open
                    && call.write(ImportExamplesRequest.newBuilder()
                            .setChunk(ByteString.copyFromUtf8(rows.toString()))
                            .build())) {
                call.halfClose();
            }
            ImportExamplesResponse response = call.read();
            if (response == null) {
                throw new AssertionError("the import ended without an answer");
            }
            return response.getVersion().getName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (StatusException e) {
            throw new AssertionError(e);
        }
    }

    /** Registers {@code projects/…/models/m} without a credential. */
    void model(String project, String url, int concurrency, CallPolicy policy) {
        model(project, url, concurrency, policy, "");
    }

    void model(String project, String url, int concurrency, CallPolicy policy, String credential) {
        Model made = models().createModel(CreateModelRequest.newBuilder()
                .setParent("projects/" + project)
                .setModelId("m")
                .setModel(Model.newBuilder()
                        .setProvider(Model.Provider.OPENAI_CHAT)
                        .setEndpoint(url)
                        .setModelId(project)
                        .setCredential(credential)
                        .setLimits(Limits.newBuilder().setConcurrency(concurrency))
                        .setCallPolicy(policy))
                .build());
        if (made.getName().isEmpty()) {
            throw new AssertionError("a model without a name");
        }
    }

    /** Short backoffs and that many attempts of that length. */
    static CallPolicy policy(int attempts, java.time.Duration attemptTimeout) {
        return CallPolicy.newBuilder()
                .setMaxAttempts(attempts)
                .setAttemptTimeout(Duration.newBuilder()
                        .setSeconds(attemptTimeout.toSeconds())
                        .setNanos(attemptTimeout.getNano()))
                .setInitialBackoff(Duration.newBuilder().setNanos(10_000_000))
                .setMaxBackoff(Duration.newBuilder().setNanos(100_000_000))
                .build();
    }

    /** Starts a run of {@code m} over that version; its name. */
    String start(String project, String version) {
        return runs().createRun(CreateRunRequest.newBuilder()
                        .setParent("projects/" + project)
                        .setRun(Run.newBuilder()
                                .setModel("projects/" + project + "/models/m")
                                .setDatasetVersion(version))
                        .build())
                .getName();
    }

    Run get(String run) {
        return runs().getRun(GetRunRequest.newBuilder().setName(run).build());
    }

    /** Waits until the run is like that. */
    Run await(String run, String what, Predicate<Run> condition) {
        List<Run> last = new ArrayList<>();
        try {
            Eventually.until(PATIENCE, run + " " + what, () -> {
                Run now = get(run);
                last.clear();
                last.add(now);
                return condition.test(now);
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it is " + last, e);
        }
        return last.getFirst();
    }

    /** Waits until the run has ended. */
    Run ended(String run) {
        return await(run, "has ended", now -> ENDED.contains(now.getState()));
    }

    /** Waits until so many completions are stored. */
    Run stored(String run, long count) {
        return await(
                run,
                "has " + count + " completions",
                now -> now.getProgress().getSucceeded() + now.getProgress().getFailed() >= count);
    }

    /** All completions of a run that has ended. */
    List<Completion> completions(String run) {
        List<Completion> completions = new ArrayList<>();
        runs().streamCompletions(
                        StreamCompletionsRequest.newBuilder().setParent(run).build())
                .forEachRemaining(response -> completions.addAll(response.getCompletionsList()));
        return completions;
    }

    @Override
    public void close() {
        datasets.shutdownNow();
        runners.shutdownNow();
    }
}
