package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.runner.v1.HttpTemplateStream;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.target.v1.CompleteRequest;
import dev.assay.target.v1.CompleteResponse;
import dev.assay.target.v1.StreamCompleteRequest;
import dev.assay.target.v1.StreamCompleteResponse;
import dev.assay.target.v1.TargetServiceGrpc;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs over providers other than chat protocols, and what may be registered: R1, R5, R7, R10. */
@QuarkusTest
class ProvidersTest extends ServiceTest {

    @Test
    void plainCompletionsAreStreamedWithTheirFirstToken() {
        datasets.put("projects/v1/datasets/d/versions/v1", Client.texts(3));
        try (FakeModelServer server = FakeModelServer.start(request ->
                Reply.answer(Answer.of(request.prompt() + " it is").withUsage(new Answer.Usage(4, 3, 1, 0))))) {
            register(
                    "v1",
                    Model.newBuilder()
                            .setProvider(Model.Provider.OPENAI_COMPLETIONS)
                            .setEndpoint(server.url())
                            .setModelId("base")
                            .build());
            List<Completion> completions = run(
                    "v1",
                    GenerationParameters.newBuilder()
                            .setStream(true)
                            .setMaxTokens(5)
                            .build());
            assertThat(server.requests().getFirst().path()).isEqualTo("/v1/completions");
            for (Completion completion : completions) {
                assertThat(completion.getAnswer().getMessage().getParts(0).getText())
                        .startsWith("question ")
                        .endsWith(" it is");
                assertThat(completion.getTiming().hasFirstToken()).isTrue();
                assertThat(completion.getUsage().getInput()).isEqualTo(3);
                assertThat(completion.getUsage().getCachedInput()).isEqualTo(1);
            }
        }
    }

    @Test
    void anyJsonEndpointIsCalledByItsTemplate() {
        datasets.put("projects/v2/datasets/d/versions/v1", Client.texts(3));
        try (FakeModelServer server = FakeModelServer.start(request -> Reply.raw(
                        200, "{\"out\":[{\"say\":\"" + request.json().path("q").asText() + "!\"}]}"))
                .everyPath()) {
            register(
                    "v2",
                    Model.newBuilder()
                            .setProvider(Model.Provider.HTTP_TEMPLATE)
                            .setEndpoint("http://127.0.0.1:" + server.port() + "/ask?version=2")
                            .setHttpTemplate(
                                    template("q", "{{prompt}}").toBuilder().setAnswerPointer("/out/0/say"))
                            .build());
            List<Completion> completions = run("v2", GenerationParameters.getDefaultInstance());
            assertThat(server.requests().getFirst().path()).isEqualTo("/ask?version=2");
            assertThat(completions)
                    .extracting(c -> c.getAnswer().getMessage().getParts(0).getText())
                    .containsExactlyInAnyOrder("question 0!", "question 1!", "question 2!");
            assertInvalid(
                    () -> run(
                            "v2",
                            GenerationParameters.newBuilder().setTemperature(0).build()),
                    "run.generation.temperature");
        }
    }

    @Test
    void anApplicationIsCalledOverGrpcAndItsFaultsAreMended() throws Exception {
        datasets.put("projects/v3/datasets/d/versions/v1", Client.texts(20));
        AtomicInteger calls = new AtomicInteger();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new TargetServiceGrpc.TargetServiceImplBase() {
                    @Override
                    public void complete(CompleteRequest request, StreamObserver<CompleteResponse> observer) {
                        if (calls.incrementAndGet() % 5 == 0) {
                            observer.onError(Status.UNAVAILABLE.asRuntimeException());
                            return;
                        }
                        observer.onNext(CompleteResponse.newBuilder()
                                .setMessage(request.getMessages(0).toBuilder().setRole(Message.Role.ASSISTANT))
                                .setFinishReason("stop")
                                .build());
                        observer.onCompleted();
                    }
                })
                .build()
                .start();
        try {
            register(
                    "v3",
                    Model.newBuilder()
                            .setProvider(Model.Provider.GRPC_TARGET)
                            .setEndpoint("grpc://127.0.0.1:" + server.getPort())
                            .setCallPolicy(dev.assay.runner.v1.CallPolicy.newBuilder()
                                    .setInitialBackoff(com.google.protobuf.Duration.newBuilder()
                                            .setNanos(1_000_000))
                                    .setMaxBackoff(com.google.protobuf.Duration.newBuilder()
                                            .setNanos(5_000_000)))
                            .build());
            List<Completion> completions = run("v3", GenerationParameters.getDefaultInstance());
            assertThat(completions).hasSize(20).allMatch(Completion::hasAnswer);
            assertThat(completions.stream().mapToInt(Completion::getAttempts).sum())
                    .isEqualTo(calls.get());
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void applicationsAndEndpointsStream() throws Exception {
        datasets.put("projects/v5/datasets/d/versions/v1", Client.texts(3));
        datasets.put("projects/v6/datasets/d/versions/v1", Client.texts(3));
        GenerationParameters streamed =
                GenerationParameters.newBuilder().setStream(true).build();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new TargetServiceGrpc.TargetServiceImplBase() {
                    @Override
                    public void streamComplete(
                            StreamCompleteRequest request, StreamObserver<StreamCompleteResponse> observer) {
                        observer.onNext(StreamCompleteResponse.newBuilder()
                                .setText("a\0")
                                .build());
                        observer.onNext(
                                StreamCompleteResponse.newBuilder().setText("b").build());
                        observer.onNext(StreamCompleteResponse.newBuilder()
                                .setEnd(CompleteResponse.newBuilder()
                                        .setMessage(Message.getDefaultInstance())
                                        .setFinishReason("stop"))
                                .build());
                        observer.onCompleted();
                    }
                })
                .build()
                .start();
        try (FakeModelServer endpoint = FakeModelServer.start(
                        request -> Reply.raw(200, "{\"d\":\"a\\u0000\"}\n{\"d\":\"b\",\"last\":true}\n"))
                .everyPath()) {
            register(
                    "v5",
                    Model.newBuilder()
                            .setProvider(Model.Provider.GRPC_TARGET)
                            .setEndpoint("grpc://127.0.0.1:" + server.getPort())
                            .build());
            register(
                    "v6",
                    Model.newBuilder()
                            .setProvider(Model.Provider.HTTP_TEMPLATE)
                            .setEndpoint("http://127.0.0.1:" + endpoint.port() + "/ask")
                            .setHttpTemplate(template("q", "{{prompt}}").toBuilder()
                                    .setStream(HttpTemplateStream.newBuilder()
                                            .setDeltaPointer("/d")
                                            .setDonePointer("/last")))
                            .build());
            for (String project : List.of("v5", "v6")) {
                assertThat(run(project, streamed)).hasSize(3).allSatisfy(completion -> {
                    assertThat(completion.getAnswer().getMessage().getParts(0).getText())
                            .isEqualTo("a\0b");
                    assertThat(completion.getTiming().hasFirstToken()).isTrue();
                });
            }
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void whatCannotBeRegisteredIsNamed() {
        Model good = Model.newBuilder()
                .setProvider(Model.Provider.HTTP_TEMPLATE)
                .setEndpoint("https://app.example.com/ask?version=2")
                .setHttpTemplate(template("q", "{{prompt}}"))
                .build();
        refused(good.toBuilder().clearHttpTemplate().build(), "model.http_template.body");
        refused(good.toBuilder().setHttpTemplate(template("q", "{{what}}")).build(), "model.http_template.body.q");
        refused(
                good.toBuilder()
                        .setHttpTemplate(template("m", "{{model}} {{prompt}}"))
                        .build(),
                "model.model_id");
        refused(
                good.toBuilder()
                        .setEndpoint("https://app.example.com/ask?api_key=k")
                        .build(),
                "model.endpoint");
        refused(good.toBuilder().setEndpoint("ftp://app.example.com/ask").build(), "model.endpoint");
        refused(
                good.toBuilder()
                        .setProvider(Model.Provider.RECORDED)
                        .clearEndpoint()
                        .build(),
                "model.http_template");
        Model target =
                Model.newBuilder().setProvider(Model.Provider.GRPC_TARGET).build();
        for (String endpoint :
                List.of("", "http://a:1", "grpc://a", "grpc://a:1/path", "grpc://u:p@a:1", "grpcs://a:1?x=y")) {
            refused(target.toBuilder().setEndpoint(endpoint).build(), "model.endpoint");
        }
        refused(good.toBuilder().setMaxTokensField("max_tokens").build(), "model.max_tokens_field");
        refused(
                Model.newBuilder()
                        .setProvider(Model.Provider.OPENAI_CHAT)
                        .setEndpoint("https://api.example.com/v1")
                        .setModelId("m")
                        .setMaxTokensField("limit")
                        .build(),
                "model.max_tokens_field");
        refused(
                good.toBuilder()
                        .setHttpTemplate(good.getHttpTemplate().toBuilder()
                                .setStream(HttpTemplateStream.newBuilder().setDeltaPointer("/delta")))
                        .build(),
                "model.http_template.stream.done");
        register("v4", good);
        datasets.put("projects/v4/datasets/d/versions/v1", Client.texts(1));
        assertInvalid(
                () -> run(
                        "v4", GenerationParameters.newBuilder().setStream(true).build()),
                "run.generation.stream");
    }

    private void refused(Model model, String field) {
        assertInvalid(() -> register("v9", model), field);
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String field) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(ErrorStatus.of(e).reason()).isEqualTo(ErrorReason.INVALID_REQUEST);
            assertThat(String.valueOf(e.getMessage())).contains(field);
        });
    }

    private void register(String project, Model model) {
        client.models.createModel(CreateModelRequest.newBuilder()
                .setParent("projects/" + project)
                .setModelId("m")
                .setModel(model)
                .build());
    }

    private List<Completion> run(String project, GenerationParameters generation) {
        Run run = client.create(
                project,
                Run.newBuilder()
                        .setModel("projects/" + project + "/models/m")
                        .setDatasetVersion("projects/" + project + "/datasets/d/versions/v1")
                        .setGeneration(generation)
                        .build());
        List<Completion> completions = new ArrayList<>();
        assertThat(client.follow(run.getName(), completions).getState()).isEqualTo(Run.State.SUCCEEDED);
        return completions;
    }

    private static HttpTemplate template(String member, String text) {
        return HttpTemplate.newBuilder()
                .setBody(Struct.newBuilder()
                        .putFields(
                                member, Value.newBuilder().setStringValue(text).build()))
                .setAnswerPointer("/answer")
                .build();
    }
}
