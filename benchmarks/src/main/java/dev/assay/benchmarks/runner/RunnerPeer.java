package dev.assay.benchmarks.runner;

import com.google.protobuf.ByteString;
import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.CreateDatasetRequest;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.CancelRunRequest;
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
import dev.assay.runner.v1.WatchRunRequest;
import dev.assay.runner.v1.WatchRunResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.BlockingClientCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The commands of {@code benchmarks/runner/run.sh}: {@code start [RUNNERS]}, {@code stop}, {@code warm}, {@code run}, {@code resume} and {@code result}.
 * The folder of the cluster is {@code OURS_FOLDER}; {@code DATA}, {@code BASE_URL}, {@code MODEL}, {@code CONC}, {@code RPM}, {@code TRIES}
 * and {@code WORK} are the harness's.
 */
public final class RunnerPeer {

    private static final int PIDS_EVERY_MILLIS = 500;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Cluster cluster;
    private final Path work;

    private RunnerPeer(Cluster cluster, Path work) {
        this.cluster = cluster;
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        Cluster cluster = new Cluster(Path.of(variable("OURS_FOLDER")));
        RunnerPeer peer = new RunnerPeer(cluster, Path.of(System.getenv().getOrDefault("WORK", ".")));
        switch (arguments[0]) {
            case "start" -> cluster.start(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1);
            case "stop" -> cluster.stop();
            case "warm" -> WarmUp.run(peer);
            case "run" -> {
                cluster.revive();
                peer.charge();
                peer.run();
            }
            case "resume" -> {
                cluster.revive();
                peer.charge();
                peer.await();
            }
            case "result" -> {
                cluster.revive();
                peer.result();
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    /** Tells the harness which processes to charge and which to kill. PostgreSQL starts backends as they are needed, so it is told again. */
    private void charge() throws IOException {
        Files.writeString(work.resolve("kill"), cluster.pid("runner0") + "\n");
        Files.writeString(work.resolve("pids"), cluster.pids());
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Thread.sleep(PIDS_EVERY_MILLIS);
                    Path next = work.resolve("pids.new");
                    Files.writeString(next, cluster.pids());
                    Files.move(next, work.resolve("pids"), StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException | InterruptedException e) {
                System.err.println("the processes cannot be listed any more: " + e);
            }
        });
    }

    private void run() throws IOException, InterruptedException, StatusException {
        run(
                Path.of(variable("DATA")),
                Model.newBuilder()
                        .setEndpoint(variable("BASE_URL"))
                        .setModelId(variable("MODEL"))
                        .setLimits(Limits.newBuilder()
                                .setConcurrency(Integer.parseInt(variable("CONC")))
                                .setRequestsPerMinute(Integer.parseInt(variable("RPM"))))
                        .setCallPolicy(CallPolicy.newBuilder().setMaxAttempts(Integer.parseInt(variable("TRIES")))));
    }

    /** Uploads the data, starts a run and waits for its end. */
    void run(Path data, Model.Builder settings) throws IOException, InterruptedException, StatusException {
        String id = "w" + UUID.randomUUID();
        String version = upload(id, data);
        ManagedChannel channel = channel("runner0");
        try {
            Model model = ModelServiceGrpc.newBlockingV2Stub(channel)
                    .createModel(CreateModelRequest.newBuilder()
                            .setParent("projects/benchmark")
                            .setModelId(id)
                            .setModel(settings.setProvider(Model.Provider.OPENAI_CHAT)
                                    .setCredential("env:ASSAY_BENCHMARK_KEY"))
                            .build());
            Run run = RunServiceGrpc.newBlockingV2Stub(channel)
                    .createRun(CreateRunRequest.newBuilder()
                            .setParent("projects/benchmark")
                            .setRun(Run.newBuilder().setModel(model.getName()).setDatasetVersion(version))
                            .build());
            Files.writeString(work.resolve("run-name"), run.getName());
        } finally {
            channel.shutdownNow();
        }
        await();
    }

    private String upload(String id, Path data) throws IOException, InterruptedException, StatusException {
        ManagedChannel channel = channel("dataset");
        try {
            Dataset dataset = DatasetServiceGrpc.newBlockingV2Stub(channel)
                    .createDataset(CreateDatasetRequest.newBuilder()
                            .setParent("projects/benchmark")
                            .setDatasetId(id)
                            .build());
            BlockingClientCall<ImportExamplesRequest, ImportExamplesResponse> call =
                    DatasetVersionServiceGrpc.newBlockingV2Stub(channel).importExamples();
            boolean open = call.write(ImportExamplesRequest.newBuilder()
                    .setSpecification(ImportSpecification.newBuilder()
                            .setDataset(dataset.getName())
                            .setFormat(ImportSpecification.Format.JSONL)
                            .setMapping(
                                    ColumnMapping.newBuilder().setInput("input").setExpected("target")))
                    .build());
            try (InputStream in = Files.newInputStream(data)) {
                byte[] chunk = new byte[CHUNK_BYTES];
                for (int read = in.readNBytes(chunk, 0, chunk.length);
                        open && read > 0;
                        read = in.readNBytes(chunk, 0, chunk.length)) {
                    open = call.write(ImportExamplesRequest.newBuilder()
                            .setChunk(ByteString.copyFrom(chunk, 0, read))
                            .build());
                }
            }
            call.halfClose();
            ImportExamplesResponse response = call.read();
            if (response == null) {
                throw new IOException("the import ended without an answer");
            }
            return response.getVersion().getName();
        } finally {
            channel.shutdownNow();
        }
    }

    private void await() throws IOException, InterruptedException, StatusException {
        String name = Files.readString(work.resolve("run-name"));
        ManagedChannel channel = channel("runner0");
        try {
            BlockingClientCall<?, WatchRunResponse> watch = RunServiceGrpc.newBlockingV2Stub(channel)
                    .watchRun(WatchRunRequest.newBuilder().setName(name).build());
            for (WatchRunResponse seen = watch.read(); seen != null; seen = watch.read()) {
                if (seen.hasRun()) {
                    System.out.println(seen.getRun().getState() + " "
                            + seen.getRun().getProgress().getSucceeded());
                }
            }
        } finally {
            channel.shutdownNow();
        }
    }

    /** Reads every completion and counts. A run that was given up goes no further: it would call while the next one is measured. */
    private void result() throws IOException, InterruptedException, StatusException {
        String name = Files.readString(work.resolve("run-name"));
        ManagedChannel channel = channel("runner0");
        try {
            RunServiceGrpc.RunServiceBlockingV2Stub runs = RunServiceGrpc.newBlockingV2Stub(channel);
            if (!runs.getRun(GetRunRequest.newBuilder().setName(name).build()).hasEndTime()) {
                runs.cancelRun(CancelRunRequest.newBuilder().setName(name).build());
            }
            BlockingClientCall<?, dev.assay.runner.v1.StreamCompletionsResponse> stream = runs.streamCompletions(
                    StreamCompletionsRequest.newBuilder().setParent(name).build());
            Set<String> names = new HashSet<>();
            long completed = 0;
            long failed = 0;
            long correct = 0;
            Run ended = Run.getDefaultInstance();
            for (var part = stream.read(); part != null; part = stream.read()) {
                for (Completion completion : part.getCompletionsList()) {
                    names.add(completion.getName());
                    if (completion.hasAnswer()) {
                        completed++;
                        correct +=
                                text(completion).equals(completion.getTarget().getText()) ? 1 : 0;
                    } else {
                        failed++;
                    }
                }
                ended = part.hasEndedRun() ? part.getEndedRun() : ended;
            }
            StringBuilder memory = new StringBuilder();
            for (String runner : cluster.runners()) {
                memory.append(memory.isEmpty() ? "" : ",").append(cluster.peakMebibytes(runner));
            }
            String json = """
                    {"completed": %d, "correct": %d, "failed": %d, "distinct": %d, "state": "%s", "counted": %d, "runner_peak_mib": [%s]}
                    """.formatted(
                            completed,
                            correct,
                            failed,
                            names.size(),
                            ended.getState(),
                            ended.getProgress().getSucceeded(),
                            memory);
            Files.writeString(work.resolve("result.json"), json);
        } finally {
            channel.shutdownNow();
        }
    }

    private static String text(Completion completion) {
        return completion.getAnswer().getMessage().getPartsList().stream()
                .map(part -> part.getText())
                .collect(Collectors.joining());
    }

    private ManagedChannel channel(String process) {
        return OkHttpChannelBuilder.forAddress("127.0.0.1", cluster.port(process))
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
    }
}
