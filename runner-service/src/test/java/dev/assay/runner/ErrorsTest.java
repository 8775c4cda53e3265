package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.rpc.ErrorInfo;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.CreatePromptTemplateRequest;
import dev.assay.runner.v1.CreateRunRequest;
import dev.assay.runner.v1.DeleteModelRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.GetRunRequest;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PauseRunRequest;
import dev.assay.runner.v1.PromptTemplate;
import dev.assay.runner.v1.RenderPromptRequest;
import dev.assay.runner.v1.Run;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.testing.model.Script;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Prices;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every reason that the service can give, as the status of a call or as data of a run, and none that no test drives (P1, R9; STYLE 12).
 */
@QuarkusTest
class ErrorsTest extends ServiceTest {

    private static final String PROJECT = "errors";
    private static final String VERSION = "projects/errors/datasets/d/versions/v1";
    private static final Pattern REASON = Pattern.compile("ErrorReason\\.([A-Z_]+)\\b");

    /** What this test cannot drive, and who does. */
    private static final Set<ErrorReason> ELSEWHERE = EnumSet.of(
            // A defect; nothing is known to raise it.
            ErrorReason.INTERNAL_ERROR,
            // Only outside local mode: AddressGuardTest, and AccessTest with real processes.
            ErrorReason.ENDPOINT_REFUSED);

    private final Set<ErrorReason> driven = EnumSet.noneOf(ErrorReason.class);

    @AfterEach
    void comeBack() {
        datasets.away(false);
    }

    @Test
    void everyReasonHasItsStatusOrEndsInARun() throws IOException {
        datasets.put(VERSION, Client.texts(2));
        statusesOfCalls();
        errorsOfRuns();
        Set<ErrorReason> raised = EnumSet.noneOf(ErrorReason.class);
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher matcher = REASON.matcher(Files.readString(source));
                while (matcher.find()) {
                    raised.add(ErrorReason.valueOf(matcher.group(1)));
                }
            }
        }
        assertThat(raised).isNotEmpty();
        raised.removeAll(driven);
        raised.removeAll(ELSEWHERE);
        assertThat(raised).as("raised by the service and driven by no test").isEmpty();
    }

    private void statusesOfCalls() {
        Model model = client.model(PROJECT, "m", "http://127.0.0.1:1/v1", Limits.getDefaultInstance());
        Run good = Run.newBuilder()
                .setModel(model.getName())
                .setDatasetVersion(VERSION)
                .build();
        CreateRunRequest request = CreateRunRequest.newBuilder()
                .setParent("projects/errors")
                .setRun(good)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        status(
                Status.Code.INVALID_ARGUMENT,
                ErrorReason.INVALID_REQUEST,
                () -> client.create(
                        PROJECT, good.toBuilder().setSamplesPerExample(-1).build()));
        status(
                Status.Code.NOT_FOUND,
                ErrorReason.RESOURCE_NOT_FOUND,
                () -> client.runs.getRun(GetRunRequest.newBuilder()
                        .setName("projects/errors/runs/none")
                        .build()));
        status(
                Status.Code.ALREADY_EXISTS,
                ErrorReason.RESOURCE_ALREADY_EXISTS,
                () -> client.model(PROJECT, "m", "http://127.0.0.1:2/v1", Limits.getDefaultInstance()));
        Run run = client.runs.createRun(request);
        status(
                Status.Code.ALREADY_EXISTS,
                ErrorReason.REQUEST_ID_REUSED,
                () -> client.runs.createRun(request.toBuilder()
                        .setRun(good.toBuilder().setOrderSeed(7))
                        .build()));
        status(
                Status.Code.ABORTED,
                ErrorReason.ETAG_MISMATCH,
                () -> client.models.deleteModel(DeleteModelRequest.newBuilder()
                        .setName(model.getName())
                        .setEtag("another")
                        .build()));
        assertThat(client.follow(run.getName(), new ArrayList<>()).getState()).isEqualTo(Run.State.FAILED);
        status(
                Status.Code.FAILED_PRECONDITION,
                ErrorReason.STATE_CONFLICT,
                () -> client.runs.pauseRun(
                        PauseRunRequest.newBuilder().setName(run.getName()).build()));
        PromptTemplate template = client.prompts.createPromptTemplate(CreatePromptTemplateRequest.newBuilder()
                .setParent("projects/errors")
                .setPromptTemplate(PromptTemplate.newBuilder()
                        .addMessages(Message.newBuilder()
                                .setRole(Message.Role.USER)
                                .addParts(Part.newBuilder().setText("{{question}}"))))
                .build());
        status(
                Status.Code.FAILED_PRECONDITION,
                ErrorReason.PROMPT_VARIABLE_MISSING,
                () -> client.prompts.renderPrompt(RenderPromptRequest.newBuilder()
                        .setName(template.getName())
                        .setText("no variable")
                        .build()));
        datasets.away(true);
        status(Status.Code.UNAVAILABLE, ErrorReason.DEPENDENCY_UNAVAILABLE, () -> client.create(PROJECT, good));
        datasets.away(false);
    }

    private void errorsOfRuns() {
        run(ErrorReason.MODEL_UNAUTHENTICATED, request -> Reply.raw(401, "{}"));
        run(ErrorReason.MODEL_REJECTED_REQUEST, request -> ApiErrors.invalidRequest("no"));
        run(ErrorReason.MODEL_FAILED, request -> Reply.reset());
        run(ErrorReason.MODEL_MALFORMED_ANSWER, request -> Reply.malformed());
        run(ErrorReason.MODEL_TIMEOUT, request -> Reply.hang());
        run(ErrorReason.MODEL_ANSWER_TOO_LARGE, request -> Reply.huge(3_000_000));
        run(ErrorReason.MODEL_RATE_LIMITED, request -> ApiErrors.rateLimit());
        run(
                ErrorReason.MODEL_CONTENT_FILTERED,
                request -> Reply.answer(Answer.of("…").endedBy("content_filter")));
        Model.Builder deaf = http("http://127.0.0.1:1/v1");
        assertReason(ErrorReason.MODEL_UNREACHABLE, deaf, Run.newBuilder());
        assertReason(
                ErrorReason.CREDENTIAL_MISSING,
                deaf.clone().setCredential("env:ASSAY_TEST_NO_SUCH_VARIABLE"),
                Run.newBuilder());
        assertReason(
                ErrorReason.BUDGET_EXHAUSTED,
                deaf.clone()
                        .setPrices(Prices.newBuilder()
                                .setCurrencyCode("USD")
                                .setInputPerMillion("1000")
                                .setOutputPerMillion("1000")),
                Run.newBuilder()
                        .setGeneration(GenerationParameters.newBuilder().setMaxTokens(10))
                        .setBudget(Cost.newBuilder().setCurrencyCode("USD").setAmount("0.000001")));
        datasets.put(
                VERSION,
                List.of(Example.newBuilder()
                        .setName("e")
                        .setText("long ".repeat(20_000))
                        .build()));
        assertReason(
                ErrorReason.LIMIT_EXCEEDED,
                deaf.clone().setLimits(Limits.newBuilder().setTokensPerMinute(100)),
                Run.newBuilder());
        Model.Builder recorded =
                Model.newBuilder().setProvider(Model.Provider.RECORDED).setModelId("r");
        Example.Builder answered = Example.newBuilder()
                .setName("answered")
                .putRecordedAnswers(
                        "r", RecordedAnswer.newBuilder().setText("x").build());
        datasets.put(
                VERSION,
                List.of(
                        answered.clone().setText("question").build(),
                        Example.newBuilder().setName("e").setText("question").build()));
        assertReason(ErrorReason.ANSWER_NOT_RECORDED, recorded, Run.newBuilder());
        datasets.put(VERSION, List.of(answered.build()));
        assertReason(ErrorReason.INVALID_DATA, recorded, Run.newBuilder());
    }

    private void run(ErrorReason reason, Script script) {
        try (FakeModelServer server = FakeModelServer.start(script)) {
            Model.Builder model = http(server.url());
            if (reason == ErrorReason.MODEL_TIMEOUT) {
                model.getCallPolicyBuilder()
                        .setAttemptTimeout(
                                com.google.protobuf.Duration.newBuilder().setSeconds(1));
            }
            assertReason(reason, model, Run.newBuilder());
        }
    }

    private static Model.Builder http(String url) {
        return Model.newBuilder()
                .setProvider(Model.Provider.OPENAI_CHAT)
                .setEndpoint(url)
                .setModelId("fake")
                .setCallPolicy(CallPolicy.newBuilder().setMaxAttempts(1));
    }

    /** A run whose error, or else that of its completions, has that reason. */
    private void assertReason(ErrorReason reason, Model.Builder settings, Run.Builder run) {
        Model model = client.models.createModel(CreateModelRequest.newBuilder()
                .setParent("projects/errors")
                .setModelId("m-" + UUID.randomUUID())
                .setModel(settings)
                .build());
        List<Completion> completions = new ArrayList<>();
        Run ended = client.follow(
                client.create(
                                PROJECT,
                                run.setModel(model.getName())
                                        .setDatasetVersion(VERSION)
                                        .build())
                        .getName(),
                completions);
        if (ended.hasError()) {
            assertThat(ended.getError().getReason())
                    .as(ended.getError().getMessage())
                    .isEqualTo(reason);
        } else {
            assertThat(completions)
                    .filteredOn(Completion::hasError)
                    .isNotEmpty()
                    .allSatisfy(completion -> {
                        assertThat(completion.getError().getReason()).isEqualTo(reason);
                        assertThat(completion.getError().getMessage())
                                .isNotBlank()
                                .hasLineCount(1);
                    });
        }
        driven.add(reason);
    }

    private void status(Status.Code code, ErrorReason reason, org.junit.jupiter.api.function.Executable call) {
        StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call);
        assertThat(thrown.getStatus().getCode()).as(thrown.getMessage()).isEqualTo(code);
        List<ErrorInfo> infos = Objects.requireNonNull(StatusProto.fromThrowable(thrown)).getDetailsList().stream()
                .filter(detail -> detail.is(ErrorInfo.class))
                .map(detail -> {
                    try {
                        return detail.unpack(ErrorInfo.class);
                    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(infos).hasSize(1);
        assertThat(infos.getFirst().getReason()).isEqualTo(reason.name());
        assertThat(infos.getFirst().getDomain()).isEqualTo("assay");
        driven.add(reason);
    }
}
