package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import dev.assay.dataset.v1.Example;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.runner.execution.Replica;
import dev.assay.runner.run.BudgetRepository;
import dev.assay.runner.run.BudgetRepository.Purse;
import dev.assay.runner.v1.CreatePromptTemplateRequest;
import dev.assay.runner.v1.EstimateRunRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PromptTemplate;
import dev.assay.runner.v1.RetryFailedCompletionsRequest;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.UpdateModelRequest;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Gate;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Prices;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A budget stops a run before it is exceeded, whoever calls (R7). What counts is what the provider bills, not what we have stored. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BudgetTest extends ServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the provider bills, in millionths. */
    private final AtomicLong billed = new AtomicLong();

    @Inject
    Replica.Factory replicas;

    @Inject
    BudgetRepository budgets;

    @Test
    void threeReplicasStayWithinIt() {
        datasets.put("projects/b1/datasets/d/versions/v1", Client.texts(4_000));
        Gate gate = new Gate(this::answer);
        try (FakeModelServer server = FakeModelServer.start(gate);
                Replica second = replicas.start();
                Replica third = replicas.start()) {
            model("b1", "m", server, 48);
            Run run = client.create("b1", wanted("b1", "m", "20").build());
            // Less than the whole before others are at work.
            Eventually.until(PATIENCE, () -> second.begun() + third.begun() > 0);
            (second.begun() > 0 ? second : third).awaitCalls(gate, 300);
            gate.open();
            Run ended = client.follow(run.getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(new BigDecimal(ended.getCost().getAmount())).isEqualByComparingTo(bill());
            // The worst case of the call that does not fit any more is about 0.2.
            assertThat(bill()).isBetween(new BigDecimal("19.7"), new BigDecimal("20"));
        }
    }

    @Test
    void whatADeadProcessHadUnderWayStaysSetAside() {
        datasets.put("projects/b2/datasets/d/versions/v1", Client.texts(1_000));
        try (FakeModelServer server = server()) {
            model("b2", "m", server, 16);
            long account = budgets.open("b2", "shared USD dead", BigDecimal.TEN, BigDecimal.ZERO);
            Purse dead = new Purse(account, "dead");
            assertThat(budgets.acquire(dead, new BigDecimal("4"), BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO)
                            .granted())
                    .isEqualByComparingTo("4");
            budgets.close(dead, new BigDecimal("4"));
            Run ended = client.follow(
                    client.create(
                                    "b2",
                                    wanted("b2", "m", "10")
                                            .setBudgetAccount("dead")
                                            .build())
                            .getName(),
                    new ArrayList<>());
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(bill()).isBetween(new BigDecimal("5.7"), new BigDecimal("6"));
        }
    }

    @Test
    void runsOfOneAccountSpendOneBudget() {
        datasets.put("projects/b3/datasets/d/versions/v1", Client.texts(1_000));
        Gate gateOfOne = new Gate(this::answer);
        Gate gateOfTwo = new Gate(this::answer);
        try (FakeModelServer server = FakeModelServer.start(gateOfOne);
                FakeModelServer other = FakeModelServer.start(gateOfTwo)) {
            model("b3", "m", server, 8);
            model("b3", "n", other, 8);
            Run one = client.create(
                    "b3", wanted("b3", "m", "10").setBudgetAccount("both").build());
            Run two = client.create(
                    "b3", wanted("b3", "n", "10").setBudgetAccount("both").build());
            Eventually.until(PATIENCE, "calls of both", () -> server.inFlight() > 0 && other.inFlight() > 0);
            gateOfOne.open();
            gateOfTwo.open();
            Run first = client.follow(one.getName(), new ArrayList<>());
            Run second = client.follow(two.getName(), new ArrayList<>());
            assertThat(first.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(second.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(new BigDecimal(first.getCost().getAmount())).isPositive();
            assertThat(new BigDecimal(second.getCost().getAmount())).isPositive();
            assertThat(bill()).isBetween(new BigDecimal("9.3"), new BigDecimal("10"));
            assertThatThrownBy(() -> client.create(
                            "b3",
                            wanted("b3", "m", "11").setBudgetAccount("both").build()))
                    .satisfies(e -> assertThat(ErrorStatus.of(e).reason()).isEqualTo(ErrorReason.INVALID_REQUEST));
        }
    }

    @Test
    void aRunThatIsTakenUpHasNoMoreThanItHad() {
        datasets.put("projects/b4/datasets/d/versions/v1", Client.texts(500));
        try (FakeModelServer server = server()) {
            model("b4", "m", server, 8);
            Run ended = client.follow(
                    client.create("b4", wanted("b4", "m", "5").build()).getName(), new ArrayList<>());
            client.runs.retryFailedCompletions(RetryFailedCompletionsRequest.newBuilder()
                    .setName(ended.getName())
                    .build());
            Run again = client.follow(ended.getName(), new ArrayList<>());
            assertThat(again.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(bill()).isBetween(new BigDecimal("4.7"), new BigDecimal("5"));
        }
    }

    @Test
    void aBudgetThatIsEnoughStopsNothing() {
        datasets.put("projects/b5/datasets/d/versions/v1", Client.texts(200));
        try (FakeModelServer server = server()) {
            model("b5", "m", server, 32);
            Run ended = client.follow(
                    client.create("b5", wanted("b5", "m", "20.3").build()).getName(), new ArrayList<>());
            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            assertThat(ended.getProgress().getSucceeded()).isEqualTo(200);
        }
    }

    /** A template may use a variable several times: the worst case is that of the prompt, not of the example. */
    @Test
    void whatATemplateRepeatsIsSetAside() {
        datasets.put(
                "projects/b7/datasets/d/versions/v1",
                List.of(Example.newBuilder()
                        .setName("e")
                        .setText("w".repeat(10_000))
                        .build()));
        try (FakeModelServer server = FakeModelServer.start(
                request -> Reply.answer(Answer.of("x").withUsage(new Answer.Usage(50_000, 1, 0, 0))))) {
            model("b7", "m", server, 1);
            PromptTemplate template = client.prompts.createPromptTemplate(CreatePromptTemplateRequest.newBuilder()
                    .setParent("projects/b7")
                    .setPromptTemplate(PromptTemplate.newBuilder()
                            .addMessages(Message.newBuilder()
                                    .setRole(Message.Role.USER)
                                    .addParts(Part.newBuilder().setText("{{input}} ".repeat(5)))))
                    .build());
            // Five times 10,000 bytes can be 25 at 500 a million; the example alone only 5.
            Run ended = client.follow(
                    client.create(
                                    "b7",
                                    wanted("b7", "m", "24")
                                            .setPromptTemplate(template.getName())
                                            .build())
                            .getName(),
                    new ArrayList<>());
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.BUDGET_EXHAUSTED);
            assertThat(server.requestCount()).isZero();
        }
    }

    @Test
    void aBudgetWithoutAWorstCaseIsRefused() {
        datasets.put("projects/b6/datasets/d/versions/v1", Client.texts(1));
        try (FakeModelServer server = server()) {
            model("b6", "m", server, 1);
            assertThatThrownBy(() -> client.create(
                            "b6", wanted("b6", "m", "1").clearGeneration().build()))
                    .hasMessageContaining("run.generation.max_tokens");
            assertThatThrownBy(() -> client.runs.estimateRun(EstimateRunRequest.newBuilder()
                            .setParent("projects/b6")
                            .setRun(wanted("b6", "m", "1").clearGeneration())
                            .build()))
                    .hasMessageContaining("run.generation.max_tokens");
            assertThatThrownBy(() -> client.create(
                            "b6",
                            wanted("b6", "m", "1").setBudgetAccount("a\0b").build()))
                    .hasMessageContaining("run.budget_account");
        }
    }

    /** A call costs 0.005 to 0.1, and takes its time. */
    private FakeModelServer server() {
        return FakeModelServer.start(this::answer);
    }

    private Reply answer(ModelRequest request) {
        int cost = 5 + (int) (request.number() * 7_919L % 96);
        billed.addAndGet(cost * 1_000L);
        return Reply.answer(Answer.of("x").withUsage(new Answer.Usage(0, cost, 0, 0)))
                .after(Duration.ofMillis(5 + request.number() % 20));
    }

    private BigDecimal bill() {
        return BigDecimal.valueOf(billed.get(), 6);
    }

    private void model(String project, String id, FakeModelServer server, int concurrency) {
        Model model = client.model(
                project,
                id,
                server.url(),
                Limits.newBuilder().setConcurrency(concurrency).build());
        client.models.updateModel(UpdateModelRequest.newBuilder()
                .setModel(model.toBuilder()
                        .setPrices(Prices.newBuilder()
                                .setCurrencyCode("USD")
                                .setInputPerMillion("500")
                                .setOutputPerMillion("1000")))
                .setUpdateMask(FieldMask.newBuilder().addPaths("prices"))
                .build());
    }

    private static Run.Builder wanted(String project, String model, String budget) {
        return Run.newBuilder()
                .setModel("projects/" + project + "/models/" + model)
                .setDatasetVersion("projects/" + project + "/datasets/d/versions/v1")
                .setGeneration(GenerationParameters.newBuilder().setMaxTokens(100))
                .setBudget(Cost.newBuilder().setCurrencyCode("USD").setAmount(budget));
    }
}
