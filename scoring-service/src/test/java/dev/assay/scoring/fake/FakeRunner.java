package dev.assay.scoring.fake;

import com.google.protobuf.Empty;
import dev.assay.kit.call.Calls;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.CallError;
import dev.assay.runner.v1.CancelRunRequest;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreatePromptTemplateRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.DeleteRunRequest;
import dev.assay.runner.v1.EstimateRunRequest;
import dev.assay.runner.v1.GetCompletionRequest;
import dev.assay.runner.v1.GetModelRequest;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.PromptServiceGrpc;
import dev.assay.runner.v1.PromptTemplate;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.runner.v1.RunServiceGrpc;
import dev.assay.runner.v1.StreamCompletionsRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The service that runs models, without models: scripted answers over real gRPC. It can die and come back on its port. */
public final class FakeRunner implements AutoCloseable {

    private final int port;
    private final List<Question> questions;
    private final Set<String> models;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Map<String, String> byRequest = new ConcurrentHashMap<>();
    private final Map<String, Integer> created = new ConcurrentHashMap<>();
    private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
    private final Map<String, Error> failing = new ConcurrentHashMap<>();
    private final List<Run> estimated = new CopyOnWriteArrayList<>();
    private volatile int batch = 25;
    private volatile int released = Integer.MAX_VALUE;
    private @Nullable Server server;

    public FakeRunner(int port, List<Question> questions, Set<String> models) {
        this.port = port;
        this.questions = questions;
        this.models = models;
    }

    public FakeRunner start() {
        try {
            server = Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
                    .addService(new Models())
                    .addService(new Prompts())
                    .addService(new RunsService())
                    .build()
                    .start();
            return this;
        } catch (IOException e) {
            throw new IllegalStateException("port " + port, e);
        }
    }

    /** As kill -9 does it: every connection is cut. Its data stay. */
    public void die() {
        Server running = server;
        if (running != null) {
            running.shutdownNow();
            try {
                running.awaitTermination();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Only the first so many completions of each run are there for now. */
    public void release(int completions) {
        released = completions;
    }

    public void batch(int completions) {
        batch = completions;
    }

    /** Runs of this model fail once they have given what is released. */
    public void fail(String model, Error error) {
        failing.put(model, error);
    }

    public Set<String> cancelled() {
        return Set.copyOf(cancelled);
    }

    /** How often a run was asked for, by model. */
    public Map<String, Integer> asked() {
        return Map.copyOf(created);
    }

    /** Runs as they were asked for. */
    public List<Run> runs() {
        return List.copyOf(runs.values());
    }

    /** Runs whose estimate was asked for. */
    public List<Run> estimated() {
        return List.copyOf(estimated);
    }

    public Set<String> runNames() {
        return Set.copyOf(runs.keySet());
    }

    @Override
    public void close() {
        die();
    }

    private final class Models extends ModelServiceGrpc.ModelServiceImplBase {
        @Override
        public void getModel(GetModelRequest request, StreamObserver<Model> observer) {
            Calls.unary(observer, () -> model(request.getName()));
        }
    }

    private Model model(String name) {
        if (!models.contains(key(name))) {
            throw AssayException.notFound(name);
        }
        return Model.newBuilder()
                .setName(name)
                .setProvider(Model.Provider.RECORDED)
                .setCredential("env:SECRET_NAME")
                .build();
    }

    private static final class Prompts extends PromptServiceGrpc.PromptServiceImplBase {
        @Override
        public void createPromptTemplate(CreatePromptTemplateRequest request, StreamObserver<PromptTemplate> observer) {
            Calls.unary(
                    observer,
                    () -> request.getPromptTemplate().toBuilder()
                            .setName(request.getParent() + "/promptTemplates/t")
                            .build());
        }
    }

    private final class RunsService extends RunServiceGrpc.RunServiceImplBase {

        @Override
        public void createRun(CreateRunRequest request, StreamObserver<Run> observer) {
            Calls.unary(observer, () -> create(request));
        }

        @Override
        public void estimateRun(EstimateRunRequest request, StreamObserver<RunEstimate> observer) {
            Calls.unary(observer, () -> {
                estimated.add(request.getRun());
                return RunEstimate.newBuilder()
                        .setCompletions(total(request.getRun()))
                        .setCost(RunEstimate.Money.newBuilder()
                                .setCurrencyCode("USD")
                                .setLow("0.5")
                                .setExpected("1.25")
                                .setHigh("2"))
                        .build();
            });
        }

        @Override
        public void getRun(GetRunRequest request, StreamObserver<Run> observer) {
            Calls.unary(observer, () -> state(request.getName()));
        }

        @Override
        public void cancelRun(CancelRunRequest request, StreamObserver<Run> observer) {
            Calls.unary(observer, () -> {
                cancelled.add(request.getName());
                return state(request.getName());
            });
        }

        @Override
        public void deleteRun(DeleteRunRequest request, StreamObserver<Empty> observer) {
            Calls.unary(observer, () -> {
                if (runs.remove(request.getName()) == null) {
                    throw AssayException.notFound(request.getName());
                }
                return Empty.getDefaultInstance();
            });
        }

        @Override
        public void getCompletion(GetCompletionRequest request, StreamObserver<Completion> observer) {
            Calls.unary(observer, () -> {
                String name = request.getName();
                String run = name.substring(0, name.indexOf("/completions/"));
                for (int i = 0; i < total(known(run)); i++) {
                    Completion completion = completion(run, i);
                    if (completion.getName().equals(name)) {
                        return completion;
                    }
                }
                throw AssayException.notFound(name);
            });
        }

        @Override
        public void streamCompletions(
                StreamCompletionsRequest request, StreamObserver<StreamCompletionsResponse> observer) {
            Calls.serverStream(observer, sink -> {
                int next = request.getResumeToken().isEmpty() ? 0 : Integer.parseInt(request.getResumeToken());
                while (true) {
                    Run run = state(request.getParent());
                    int end = Math.min(released, total(run));
                    StreamCompletionsResponse.Builder response = StreamCompletionsResponse.newBuilder();
                    for (int i = next; i < Math.min(end, next + batch); i++) {
                        response.addCompletions(completion(run.getName(), i));
                    }
                    next += response.getCompletionsCount();
                    response.setResumeToken(String.valueOf(next));
                    boolean over = run.getState() == Run.State.FAILED || run.getState() == Run.State.CANCELLED;
                    if (response.getCompletionsCount() == 0 && (next == total(run) || (over && next == end))) {
                        sink.send(response.setEndedRun(run).build());
                        return;
                    }
                    sink.send(response.build());
                    if (response.getCompletionsCount() == 0) {
                        sink.pause(Duration.ofMillis(20));
                    }
                }
            });
        }
    }

    private Run create(CreateRunRequest request) {
        String model = key(request.getRun().getModel());
        created.merge(model, 1, Integer::sum);
        model(request.getRun().getModel());
        String name = byRequest.computeIfAbsent(
                request.getRequestId(),
                id -> request.getParent() + "/runs/" + model.replace('_', '-') + "-" + id.substring(0, 8));
        runs.putIfAbsent(
                name,
                request.getRun().toBuilder()
                        .setName(name)
                        .setDatasetVersion(request.getRun().getDatasetVersion().replace("latest", "v1"))
                        .setModelSnapshot(model(request.getRun().getModel()))
                        .build());
        return state(name);
    }

    private int total(Run run) {
        int examples =
                run.getMaxExamples() == 0 ? questions.size() : (int) Math.min(questions.size(), run.getMaxExamples());
        return examples * Math.max(1, run.getSamplesPerExample());
    }

    private Run known(String name) {
        Run run = runs.get(name);
        if (run == null) {
            throw AssayException.notFound(name);
        }
        return run;
    }

    private Run state(String name) {
        Run run = known(name);
        AtomicInteger failed = new AtomicInteger();
        int there = Math.min(released, total(run));
        for (int i = 0; i < there; i++) {
            if (completion(name, i).hasError()) {
                failed.incrementAndGet();
            }
        }
        Run.Builder state = run.toBuilder()
                .setProgress(Run.Progress.newBuilder()
                        .setTotal(total(run))
                        .setSucceeded(there - failed.get())
                        .setFailed(failed.get()));
        Error error = failing.get(key(run.getModel()));
        if (cancelled.contains(name)) {
            state.setState(Run.State.CANCELLED);
        } else if (error != null) {
            state.setState(Run.State.FAILED).setError(error);
        } else {
            state.setState(there == total(run) ? Run.State.SUCCEEDED : Run.State.RUNNING);
        }
        return state.build();
    }

    private Completion completion(String runName, int index) {
        Run run = known(runName);
        int samples = Math.max(1, run.getSamplesPerExample());
        Question question = questions.get(index / samples);
        int sample = index % samples;
        String example = run.getDatasetVersion() + "/examples/" + question.id();
        Completion.Builder completion = Completion.newBuilder()
                .setName(runName + "/completions/" + question.id() + "-" + sample)
                .setExample(example)
                .setSampleIndex(sample)
                .setPosition(index / samples)
                .addMessages(message(Message.Role.USER, question.input()))
                .setTarget(question.target())
                .setCategory(question.category())
                .addAllTags(question.tags())
                .setAttempts(1);
        String answer = question.answers().get(key(run.getModel()));
        return answer == null
                ? completion
                        .setError(CallError.newBuilder()
                                .setReason(ErrorReason.MODEL_FAILED)
                                .setMessage("HTTP 500"))
                        .build()
                : completion
                        .setAnswer(Answer.newBuilder().setMessage(message(Message.Role.ASSISTANT, answer)))
                        .build();
    }

    private static Message message(Message.Role role, String text) {
        return Message.newBuilder()
                .setRole(role)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }

    private static String key(String model) {
        return model.substring(model.lastIndexOf('/') + 1);
    }
}
