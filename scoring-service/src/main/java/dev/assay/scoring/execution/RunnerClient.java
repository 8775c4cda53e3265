package dev.assay.scoring.execution;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.CreatePromptTemplateRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.EstimateRunRequest;
import dev.assay.runner.v1.GetCompletionRequest;
import dev.assay.runner.v1.GetModelRequest;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import dev.assay.runner.v1.PromptServiceGrpc.PromptServiceBlockingStub;
import dev.assay.runner.v1.PromptTemplate;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.runner.v1.RunServiceGrpc.RunServiceBlockingStub;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.scoring.evaluation.RunState;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.scorer.Completion;
import dev.assay.suite.Prompt;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The service that runs models, over gRPC. */
@ApplicationScoped
public class RunnerClient implements Runner {

    private final ModelServiceBlockingStub models;
    private final PromptServiceBlockingStub prompts;
    private final RunServiceBlockingStub runs;
    private final ScoringConfig config;

    RunnerClient(
            @GrpcClient("runner") ModelServiceBlockingStub models,
            @GrpcClient("runner") PromptServiceBlockingStub prompts,
            @GrpcClient("runner") RunServiceBlockingStub runs,
            ScoringConfig config) {
        this.models = models;
        this.prompts = prompts;
        this.runs = runs;
        this.config = config;
    }

    @Override
    public void requireModel(String model) {
        call(() -> timed(models)
                .getModel(GetModelRequest.newBuilder().setName(model).build()));
    }

    @Override
    public String createPromptTemplate(String project, Prompt prompt) {
        PromptTemplate template = PromptTemplate.newBuilder()
                .addAllMessages(RunMessages.messages(prompt))
                .build();
        return call(() -> timed(prompts)
                .createPromptTemplate(CreatePromptTemplateRequest.newBuilder()
                        .setParent("projects/" + project)
                        .setPromptTemplate(template)
                        .build())
                .getName());
    }

    @Override
    public RunState createRun(RunOrder order) {
        return call(() -> RunMessages.state(timed(runs)
                .createRun(CreateRunRequest.newBuilder()
                        .setParent("projects/" + order.project())
                        .setRun(RunMessages.run(order))
                        .setRequestId(order.requestId())
                        .build())));
    }

    @Override
    public RunEstimate estimateRun(RunOrder order) {
        return call(() -> timed(runs)
                .estimateRun(EstimateRunRequest.newBuilder()
                        .setParent("projects/" + order.project())
                        .setRun(RunMessages.run(order))
                        .build()));
    }

    @Override
    public RunState run(String name) {
        Run run = call(() ->
                timed(runs).getRun(GetRunRequest.newBuilder().setName(name).build()));
        return RunMessages.state(run);
    }

    @Override
    public void cancelRun(String name) {
        unlessGone(() -> timed(runs)
                .cancelRun(CancelRunRequest.newBuilder().setName(name).build()));
    }

    @Override
    public void deleteRun(String name) {
        unlessGone(() -> timed(runs)
                .deleteRun(DeleteRunRequest.newBuilder().setName(name).build()));
    }

    @Override
    public void followCompletions(String run, String cursor, Receiver receiver) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context previous = context.attach();
        try {
            Iterator<StreamCompletionsResponse> responses = runs.withDeadlineAfter(
                            config.streamTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .streamCompletions(StreamCompletionsRequest.newBuilder()
                            .setParent(run)
                            .setResumeToken(cursor)
                            .build());
            while (responses.hasNext()) {
                if (!receiver.receive(CompletionMessages.batch(responses.next()))) {
                    return;
                }
            }
        } catch (StatusRuntimeException e) {
            throw ErrorStatus.of(e);
        } finally {
            context.detach(previous);
            context.cancel(null);
        }
    }

    @Override
    public Optional<Completion> completion(String run, String example, int sample) {
        String id = example.substring(example.lastIndexOf('/') + 1) + "-" + sample;
        try {
            return Optional.of(CompletionMessages.completion(timed(runs)
                    .getCompletion(GetCompletionRequest.newBuilder()
                            .setName(run + "/completions/" + id)
                            .build())));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw ErrorStatus.of(e);
        }
    }

    private <S extends AbstractBlockingStub<S>> S timed(S stub) {
        return stub.withDeadlineAfter(config.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void unlessGone(Supplier<?> call) {
        try {
            call(call);
        } catch (AssayException e) {
            if (e.reason() != ErrorReason.RESOURCE_NOT_FOUND) {
                throw e;
            }
        }
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw ErrorStatus.of(e);
        }
    }
}
