package dev.assay.runner;

import dev.assay.dataset.v1.Example;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.PriceServiceGrpc;
import dev.assay.runner.v1.PromptServiceGrpc;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunServiceGrpc;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** A client of the service under test, over a real channel. */
final class Client implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 120;

    final ModelServiceGrpc.ModelServiceBlockingStub models;
    final PromptServiceGrpc.PromptServiceBlockingStub prompts;
    final RunServiceGrpc.RunServiceBlockingStub runs;
    final PriceServiceGrpc.PriceServiceBlockingStub prices;
    private final ManagedChannel channel;

    private Client(ManagedChannel channel) {
        this.channel = channel;
        this.models = ModelServiceGrpc.newBlockingStub(channel);
        this.prompts = PromptServiceGrpc.newBlockingStub(channel);
        this.runs = RunServiceGrpc.newBlockingStub(channel);
        this.prices = PriceServiceGrpc.newBlockingStub(channel);
    }

    /** A client of the application that Quarkus has started for this test. */
    static Client open(int port) {
        return new Client(
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }

    /** Registers a model behind an HTTP server, with short waits. */
    Model model(String project, String id, String url, Limits limits) {
        return models.createModel(CreateModelRequest.newBuilder()
                .setParent("projects/" + project)
                .setModelId(id)
                .setModel(Model.newBuilder()
                        .setProvider(Model.Provider.OPENAI_CHAT)
                        .setEndpoint(url)
                        .setModelId("fake")
                        .setLimits(limits)
                        .setCallPolicy(CallPolicy.newBuilder()
                                .setInitialBackoff(com.google.protobuf.Duration.newBuilder()
                                        .setNanos(10_000_000))
                                .setMaxBackoff(com.google.protobuf.Duration.newBuilder()
                                        .setNanos(50_000_000))))
                .build());
    }

    /** Creates a run of that kind. */
    Run create(String project, Run run) {
        return runs.createRun(CreateRunRequest.newBuilder()
                .setParent("projects/" + project)
                .setRun(run)
                .build());
    }

    /** Starts a run of model {@code m} over a version of dataset {@code d}. */
    Run start(String project, String version) {
        return create(
                project,
                Run.newBuilder()
                        .setModel("projects/" + project + "/models/m")
                        .setDatasetVersion("projects/" + project + "/datasets/d/versions/" + version)
                        .build());
    }

    /** The same to its end. */
    Run run(String project, String version) {
        return follow(start(project, version).getName(), new ArrayList<>());
    }

    /** The run as it is now. */
    Run get(String name) {
        return runs.getRun(GetRunRequest.newBuilder().setName(name).build());
    }

    /** Reads a run's completions from the start until it has ended; the run as it ended. */
    Run follow(String run, List<Completion> into) {
        return follow(run, "", into);
    }

    /** Reads a run's completions behind the token until it has ended; the run as it ended. */
    Run follow(String run, String token, List<Completion> into) {
        Iterator<StreamCompletionsResponse> stream = runs.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .streamCompletions(StreamCompletionsRequest.newBuilder()
                        .setParent(run)
                        .setResumeToken(token)
                        .build());
        while (stream.hasNext()) {
            StreamCompletionsResponse response = stream.next();
            into.addAll(response.getCompletionsList());
            if (response.hasEndedRun()) {
                return response.getEndedRun();
            }
        }
        throw new AssertionError("the stream ended before the run");
    }

    /** Examples with a text each: {@code question 0}, {@code question 1}, … */
    static List<Example> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Example.newBuilder()
                        .setName("e" + i)
                        .setText("question " + i)
                        .build())
                .toList();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
