package dev.assay.scoring.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.metrics.text.embedding.TextEmbedding;
import dev.assay.runner.v1.Run;
import dev.assay.scoring.evaluation.EvaluationRepository;
import dev.assay.scoring.evaluation.Evaluations;
import dev.assay.scoring.evaluation.Runner;
import dev.assay.scoring.evaluation.ScoreRepository;
import dev.assay.scoring.fake.FakeRunner;
import dev.assay.scoring.fake.FreePort;
import dev.assay.scoring.fake.Gsm8k;
import dev.assay.scoring.fake.Question;
import dev.assay.scoring.v1.CancelEvaluationRequest;
import dev.assay.scoring.v1.Comparison;
import dev.assay.scoring.v1.CreateEvaluationRequest;
import dev.assay.scoring.v1.CreateSuiteRequest;
import dev.assay.scoring.v1.Decision;
import dev.assay.scoring.v1.DeleteEvaluationRequest;
import dev.assay.scoring.v1.EstimateEvaluationRequest;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.scoring.v1.EvaluationServiceGrpc;
import dev.assay.scoring.v1.GateResult;
import dev.assay.scoring.v1.GetEvaluationRequest;
import dev.assay.scoring.v1.GetReportRequest;
import dev.assay.scoring.v1.ListEvaluationsRequest;
import dev.assay.scoring.v1.ListScoresRequest;
import dev.assay.scoring.v1.ListScoresResponse;
import dev.assay.scoring.v1.MetricResult;
import dev.assay.scoring.v1.Score;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import dev.assay.scoring.v1.WatchEvaluationRequest;
import dev.assay.testing.Eventually;
import dev.assay.testing.PostgresResource;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import io.agroal.api.AgroalDataSource;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Evaluations over real gRPC and a real database, with a fake of the service that runs models: the main path (S1, S7, S8, S9, S17), durability
 * (R4 for scoring), idempotency and errors (P1).
 */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "scoring"))
@QuarkusTestResource(FreePort.class)
class EvaluationServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VERSION = "projects/p/datasets/gsm8k/versions/latest";

    @TestHTTPResource
    URI address;

    @ConfigProperty(name = FreePort.PROPERTY)
    int runnerPort;

    @Inject
    EvaluationRepository repository;

    @Inject
    TextEmbedding embedding;

    @Inject
    ScoreRepository scoreRepository;

    @Inject
    Evaluations service;

    @Inject
    Runner runner;

    @Inject
    EvaluationEvents events;

    @Inject
    EvaluationWork work;

    @Inject
    @DataSource("scoring")
    AgroalDataSource database;

    private final List<AutoCloseable> open = new ArrayList<>();
    private FakeRunner fake;
    private SuiteServiceGrpc.SuiteServiceBlockingStub suites;
    private EvaluationServiceGrpc.EvaluationServiceBlockingStub evaluations;

    @BeforeEach
    void connect() {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(address.getHost(), address.getPort())
                .usePlaintext()
                .build();
        open.add(channel::shutdownNow);
        suites = SuiteServiceGrpc.newBlockingStub(channel);
        evaluations = EvaluationServiceGrpc.newBlockingStub(channel);
        fake = new FakeRunner(runnerPort, List.of(), Set.of());
    }

    @AfterEach
    void disconnect() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
    }

    @Test
    void gsm8kShips() throws IOException {
        gsm8k();
        replica();

        Evaluation decided = awaited(create(Gsm8k.SUITE, ""));

        String html = report(decided, GetReportRequest.Format.HTML);
        Files.writeString(Path.of("target", "report-ship.html"), html);
        assertThat(decided.getState()).isEqualTo(Evaluation.State.DECIDED);
        assertThat(decided.getResult().getDecision().getOutcome()).isEqualTo(Decision.Outcome.SHIP);
        assertThat(metric(decided, "175b_verification").getEstimate().getValue())
                .isEqualTo(117 / 200.0);
        assertThat(metric(decided, "175b_finetuning").getEstimate().getValue()).isEqualTo(65 / 200.0);
        assertThat(metric(decided, "6b_finetuning").getEstimate().getValue()).isEqualTo(41 / 200.0);
        assertThat(metric(decided, "175b_verification").getEstimate().getMethod())
                .isEqualTo("wilson");
        Comparison comparison = decided.getResult().getComparisonsList().stream()
                .filter(c -> c.getMetric().equals("accuracy"))
                .findFirst()
                .orElseThrow();
        assertThat(comparison.getDifference().getValue()).isCloseTo(0.26, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(comparison.getWins() - comparison.getLosses()).isEqualTo(52);
        assertThat(comparison.getTest().getName()).isEqualTo("mcnemar-exact");
        assertThat(decided.getResult().getGatesList())
                .extracting(GateResult::getVerdict)
                .containsOnly(GateResult.Verdict.PASS);
        assertThat(decided.getResult().getChangedExamplesList()).hasSize(18);
        assertThat(decided.getDatasetVersion()).endsWith("/v1");
        assertThat(report(decided, GetReportRequest.Format.JSON))
                .contains("\"decision\" : \"SHIP\"")
                .doesNotContain("SECRET_NAME");
        assertThat(report(decided, GetReportRequest.Format.MARKDOWN)).startsWith("## ✅ SHIP");
        assertThat(report(decided, GetReportRequest.Format.JUNIT)).contains("failures=\"0\"");
        assertThat(html).doesNotContain("http://").doesNotContain("https://").doesNotContain("<script");
    }

    @Test
    void aWorseCandidateIsToldToIterateAndTheNumbersAreTheSameEachTime() throws IOException {
        gsm8k();
        replica();

        Evaluation first = awaited(evaluate(Gsm8k.SUITE, "6b_finetuning", "175b_verification", ""));
        Evaluation second = awaited(evaluate(Gsm8k.SUITE, "6b_finetuning", "175b_verification", ""));

        assertThat(first.getResult().getDecision().getOutcome()).isEqualTo(Decision.Outcome.ITERATE);
        assertThat(withoutIds(report(first, GetReportRequest.Format.JSON)))
                .isEqualTo(withoutIds(report(second, GetReportRequest.Format.JSON)));
        Files.writeString(Path.of("target", "report-iterate.html"), report(first, GetReportRequest.Format.HTML));
    }

    @Test
    void theSameModelTwiceNeverShips() {
        List<Question> questions = Gsm8k.questions().stream()
                .map(q -> new Question(
                        q.id(),
                        q.input(),
                        q.target(),
                        q.category(),
                        q.tags(),
                        Map.of(
                                "a",
                                q.answers().get("175b_finetuning"),
                                "b",
                                q.answers().get("175b_finetuning"))))
                .toList();
        fake(questions, Set.of("a", "b"));
        replica();
        String suite = Gsm8k.SUITE
                .replace("175b_finetuning", "a")
                .replace("175b_verification", "b")
                .replace("others: [6b_finetuning]", "others: []")
                .replace("at_least: 0.5", "at_least: 0.1");

        Evaluation decided = awaited(create(suite, ""));

        assertThat(decided.getResult().getDecision().getOutcome()).isNotEqualTo(Decision.Outcome.SHIP);
    }

    @Test
    void oneRequestIdMakesOneEvaluation() {
        gsm8k();
        String requestId = UUID.randomUUID().toString();

        Evaluation first = create(Gsm8k.SUITE, requestId);
        Evaluation again = create(Gsm8k.SUITE, requestId);

        assertThat(again.getName()).isEqualTo(first.getName());
        assertReason(
                ErrorReason.REQUEST_ID_REUSED,
                () -> evaluate(Gsm8k.SUITE, "6b_finetuning", "175b_verification", requestId));
    }

    @Test
    void aDeadRunnerIsWaitedForAndNothingIsLost() {
        gsm8k();
        fake.release(90);
        replica();
        Evaluation created = create(Gsm8k.SUITE, "");
        Eventually.until(PATIENCE, () -> scored(created) == 270);

        fake.die();
        fake.release(Integer.MAX_VALUE);
        Eventually.until(PATIENCE, () -> failures() > 0);
        fake.start();

        Evaluation decided = awaited(created);
        assertThat(decided.getResult().getDecision().getOutcome()).isEqualTo(Decision.Outcome.SHIP);
        assertComplete(decided, 600);
    }

    @Test
    void anotherReplicaTakesOverAndTheLateOneChangesNothing() {
        gsm8k();
        fake.batch(10);
        CountDownLatch thawed = new CountDownLatch(1);
        FreezingRunner frozen = new FreezingRunner(runner, 5, thawed);
        Analyst analyst = new Analyst(
                scoreRepository, new ChangedExamples(scoreRepository, frozen, embedding), embedding.model(), "test");
        EvaluationWork frozenWork = new EvaluationWork(
                repository,
                service,
                frozen,
                new Tails(repository, scoreRepository, frozen, events, embedding),
                analyst,
                events);
        // It never says that it is alive, as a process that is stopped.
        EvaluationJob stopped = start(new EvaluationJob(database, frozenWork, repository, config(Duration.ofHours(1))));
        Evaluation created = create(Gsm8k.SUITE, "");
        Eventually.until(PATIENCE, () -> frozen.isFrozen());

        replica();
        Evaluation decided = awaited(created);
        thawed.countDown();
        stopped.close();

        assertThat(decided.getResult().getDecision().getOutcome()).isEqualTo(Decision.Outcome.SHIP);
        assertComplete(decided, 600);
        assertThat(get(created).getState()).isEqualTo(Evaluation.State.DECIDED);
        assertThat(fake.runNames())
                .filteredOn(name -> decided.getParticipantsList().stream()
                        .anyMatch(p -> p.getRun().equals(name)))
                .hasSize(3);
    }

    @Test
    void aFailedRunFailsTheEvaluationWithItsErrorAndStopsTheOthers() {
        gsm8k();
        fake.release(50);
        fake.fail(
                "175b_finetuning",
                Error.newBuilder()
                        .setReason(ErrorReason.MODEL_UNAUTHENTICATED)
                        .setMessage("HTTP 401")
                        .build());
        replica();

        Evaluation failed = awaited(create(Gsm8k.SUITE, ""));

        assertThat(failed.getState()).isEqualTo(Evaluation.State.FAILED);
        assertThat(failed.getError().getReason()).isEqualTo(ErrorReason.MODEL_UNAUTHENTICATED);
        assertThat(failed.getError().getMessage()).contains("175b_finetuning").contains("HTTP 401");
        Eventually.until(PATIENCE, () -> fake.cancelled().size() == 3);
        assertReason(ErrorReason.STATE_CONFLICT, () -> report(failed, GetReportRequest.Format.HTML));
    }

    @Test
    void cancelStopsTheRunsAndDeleteRemovesEverything() throws SQLException {
        gsm8k();
        fake.release(50);
        replica();
        Evaluation created = create(Gsm8k.SUITE, "");
        Eventually.until(PATIENCE, () -> scored(created) == 150);
        assertReason(ErrorReason.STATE_CONFLICT, () -> delete(created));

        Evaluation cancelled = evaluations.cancelEvaluation(
                CancelEvaluationRequest.newBuilder().setName(created.getName()).build());

        assertThat(cancelled.getState()).isEqualTo(Evaluation.State.CANCELLED);
        Eventually.until(PATIENCE, () -> fake.cancelled().size() == 3);
        Eventually.until(PATIENCE, () -> {
            delete(created);
            return true;
        });
        assertThat(fake.runNames()).isEmpty();
        assertReason(ErrorReason.RESOURCE_NOT_FOUND, () -> get(created));
        assertThat(count("select count(*) from score s where not exists"
                        + " (select 1 from evaluation e where e.key = s.evaluation_key)"))
                .isZero();
    }

    @Test
    void watchTellsTheWholeStateFirstAndEndsWithTheEnd() {
        gsm8k();
        replica();
        Evaluation created = create(Gsm8k.SUITE, "");

        List<Evaluation> seen = new ArrayList<>();
        evaluations
                .watchEvaluation(WatchEvaluationRequest.newBuilder()
                        .setName(created.getName())
                        .build())
                .forEachRemaining(response -> {
                    if (response.hasEvaluation()) {
                        seen.add(response.getEvaluation());
                    }
                });

        assertThat(seen.getFirst().getName()).isEqualTo(created.getName());
        assertThat(seen.getFirst().getParticipantsList()).hasSize(3);
        assertThat(seen.getLast().getState()).isEqualTo(Evaluation.State.DECIDED);
        assertThat(seen.getLast().getResult().getGatesList()).hasSize(3);
        assertThat(seen.getLast().getParticipants(0).getProgress().getTotal()).isEqualTo(200);
        assertThat(seen.getLast().getParticipants(0).getProgress().getScored()).isEqualTo(200);
    }

    @Test
    void errorsOfModelsLowerTheCoverageAndForbidToShip() {
        List<Question> questions = Gsm8k.questions().stream()
                .map(q -> q.id().endsWith("0")
                        ? new Question(q.id(), q.input(), q.target(), q.category(), q.tags(), without(q.answers()))
                        : q)
                .toList();
        fake(questions, Set.of("175b_finetuning", "175b_verification", "6b_finetuning"));
        replica();

        Evaluation decided = awaited(create(Gsm8k.SUITE, ""));

        assertThat(decided.getResult().getDecision().getOutcome()).isEqualTo(Decision.Outcome.INCONCLUSIVE);
        MetricResult accuracy = metric(decided, "175b_verification");
        assertThat(accuracy.getCountsMap()).containsKeys("SCORED", "TARGET_ERROR");
        assertThat(accuracy.getEstimate().getCoverage()).isLessThan(0.99);
    }

    @Test
    void scoresArePagedAndExplained() {
        gsm8k();
        replica();
        Evaluation decided = awaited(create(Gsm8k.SUITE, ""));

        List<Score> all = new ArrayList<>();
        String token = "";
        do {
            ListScoresResponse page = evaluations.listScores(ListScoresRequest.newBuilder()
                    .setParent(decided.getName())
                    .setParticipant("175b_verification")
                    .setPageSize(70)
                    .setPageToken(token)
                    .build());
            all.addAll(page.getScoresList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());

        assertThat(all).hasSize(200).doesNotHaveDuplicates();
        assertThat(all.getFirst().getExplanation()).isEqualTo("extracted 540, expected 540");
        assertThat(all.getFirst().getValue()).isEqualTo(1);
        assertThat(all.stream().mapToDouble(Score::getValue).sum()).isEqualTo(117);
    }

    @Test
    void whatIsAskedIsCheckedBeforeAnythingStarts() {
        fake(Gsm8k.questions(), Set.of("175b_finetuning", "175b_verification"));

        AssayException missing = assertReason(ErrorReason.RESOURCE_NOT_FOUND, () -> create(Gsm8k.SUITE, ""));
        assertThat(missing.message()).contains("projects/p/models/6b_finetuning");
        assertThat(assertReason(ErrorReason.INVALID_REQUEST, () -> evaluate(Gsm8k.SUITE, "nobody", "", ""))
                        .message())
                .contains("evaluation.candidate")
                .contains("175b_verification");
        assertReason(
                ErrorReason.INVALID_REQUEST, () -> evaluate(Gsm8k.SUITE, "175b_verification", "175b_verification", ""));
        assertReason(
                ErrorReason.RESOURCE_NOT_FOUND,
                () -> evaluations.createEvaluation(CreateEvaluationRequest.newBuilder()
                        .setParent("projects/p")
                        .setEvaluation(Evaluation.newBuilder().setSuite("projects/p/suites/none"))
                        .build()));
        assertReason(
                ErrorReason.INVALID_REQUEST,
                () -> evaluations.getEvaluation(
                        GetEvaluationRequest.newBuilder().setName("nonsense").build()));
        assertReason(
                ErrorReason.INVALID_REQUEST,
                () -> evaluations.listEvaluations(ListEvaluationsRequest.newBuilder()
                        .setParent("projects/p")
                        .setPageSize(-1)
                        .build()));
        fake.die();
        assertReason(ErrorReason.DEPENDENCY_UNAVAILABLE, () -> create(Gsm8k.SUITE, ""));
    }

    private static Map<String, String> without(Map<String, String> answers) {
        Map<String, String> rest = new java.util.TreeMap<>(answers);
        rest.remove("175b_verification");
        return rest;
    }

    private static final String CALLED = Gsm8k.SUITE
            .replace(
                    "175b_finetuning: { provider: recorded }",
                    "175b_finetuning: { provider: openai_chat, endpoint: 'http://h', model: m }")
            .replace("seed:", "generation: { max_tokens: 10 }\nseed:");

    /** Cache and budget go to the runs that call a model, and all runs of an evaluation pay from one account (R6, R7). */
    @Test
    void theSuiteOrTheRequestSaysHowRunsArePaid() {
        gsm8k();
        replica();

        Evaluation bySuite = awaited(create(CALLED + "cache: read\nbudget: { currency: USD, amount: 5 }\n", ""));
        assertThat(bySuite.getCache()).isEqualTo(Run.CacheMode.READ);
        assertThat(bySuite.getBudget().getAmount()).isEqualTo("5");
        Run called = run(bySuite, "175b_finetuning");
        assertThat(called.getCache()).isEqualTo(Run.CacheMode.READ);
        assertThat(called.getBudget().getAmount()).isEqualTo("5");
        assertThat(called.getBudgetAccount()).startsWith(id(bySuite) + "#");
        Run recorded = run(bySuite, "175b_verification");
        assertThat(recorded.hasBudget()).isFalse();
        assertThat(recorded.getBudgetAccount()).isEmpty();

        Evaluation byRequest = awaited(paid(
                CALLED + "cache: read\nbudget: { currency: USD, amount: 5 }\n",
                Evaluation.newBuilder()
                        .setCache(Run.CacheMode.OFF)
                        .setBudget(Cost.newBuilder().setCurrencyCode("EUR").setAmount("7.5"))));
        assertThat(run(byRequest, "175b_finetuning").getCache()).isEqualTo(Run.CacheMode.OFF);
        assertThat(run(byRequest, "175b_finetuning").getBudget().getCurrencyCode())
                .isEqualTo("EUR");
        assertThat(run(byRequest, "175b_finetuning").getBudgetAccount()).isNotEqualTo(called.getBudgetAccount());
        assertThatThrownBy(() -> paid(
                        CALLED.replace("generation: { max_tokens: 10 }\n", ""),
                        Evaluation.newBuilder()
                                .setBudget(
                                        Cost.newBuilder().setCurrencyCode("EUR").setAmount("7.5"))))
                .hasMessageContaining("evaluation.budget");
    }

    /** An estimate asks the runner for each participant, adds up, and creates nothing (R7). */
    @Test
    void anEstimateAddsUpAndCreatesNothing() {
        gsm8k();
        Suite stored = suites.createSuite(CreateSuiteRequest.newBuilder()
                .setParent("projects/p")
                .setSuite(Suite.newBuilder().setSource(CALLED + "cache: read_write\n"))
                .build());
        EvaluationEstimate estimate = evaluations.estimateEvaluation(EstimateEvaluationRequest.newBuilder()
                .setParent("projects/p")
                .setEvaluation(Evaluation.newBuilder()
                        .setSuite(stored.getName())
                        .setDatasetVersion(VERSION)
                        .setBudget(Cost.newBuilder().setCurrencyCode("USD").setAmount("3")))
                .build());
        assertThat(estimate.getParticipantsList())
                .extracting(EvaluationEstimate.Participant::getKey)
                .containsExactly("175b_verification", "175b_finetuning", "6b_finetuning");
        assertThat(estimate.getParticipants(0).getRun().getCompletions()).isEqualTo(200);
        assertThat(estimate.getCostsList()).singleElement().satisfies(cost -> {
            assertThat(cost.getLow()).isEqualTo("1.5");
            assertThat(cost.getExpected()).isEqualTo("3.75");
            assertThat(cost.getHigh()).isEqualTo("6");
        });
        assertThat(estimate.getBudget().getAmount()).isEqualTo("3");
        assertThat(fake.estimated())
                .filteredOn(run -> run.getModel().endsWith("175b_finetuning"))
                .singleElement()
                .satisfies(run -> assertThat(run.getCache()).isEqualTo(Run.CacheMode.READ_WRITE));
        assertThat(fake.runs()).isEmpty();
    }

    private Run run(Evaluation evaluation, String model) {
        String name = evaluation.getParticipantsList().stream()
                .filter(participant -> participant.getKey().equals(model))
                .findFirst()
                .orElseThrow()
                .getRun();
        return fake.runs().stream()
                .filter(run -> run.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String id(Evaluation evaluation) {
        return evaluation.getName().substring(evaluation.getName().lastIndexOf('/') + 1);
    }

    private Evaluation paid(String suite, Evaluation.Builder evaluation) {
        Suite stored = suites.createSuite(CreateSuiteRequest.newBuilder()
                .setParent("projects/p")
                .setSuite(Suite.newBuilder().setSource(suite))
                .build());
        return evaluations.createEvaluation(CreateEvaluationRequest.newBuilder()
                .setParent("projects/p")
                .setEvaluation(evaluation.setSuite(stored.getName()).setDatasetVersion(VERSION))
                .build());
    }

    private void gsm8k() {
        fake(Gsm8k.questions(), Set.of("175b_finetuning", "175b_verification", "6b_finetuning"));
    }

    private void fake(List<Question> questions, Set<String> models) {
        fake = new FakeRunner(runnerPort, questions, models).start();
        open.add(fake);
        // The channel may still be backing off from the fake of another test.
        Eventually.until(PATIENCE, () -> {
            runner.requireModel("projects/p/models/" + models.iterator().next());
            return true;
        });
    }

    private EvaluationJob replica() {
        return start(new EvaluationJob(database, work, repository, config(Duration.ofMillis(300))));
    }

    private EvaluationJob start(EvaluationJob job) {
        job.start();
        open.add(job);
        return job;
    }

    private static ScoringConfig config(Duration heartbeat) {
        return new TestConfig(heartbeat);
    }

    private Evaluation create(String suite, String requestId) {
        return evaluate(suite, "", "", requestId);
    }

    private Evaluation evaluate(String suite, String candidate, String baseline, String requestId) {
        Suite stored = suites.createSuite(CreateSuiteRequest.newBuilder()
                .setParent("projects/p")
                .setSuite(Suite.newBuilder().setSource(suite))
                .build());
        return evaluations.createEvaluation(CreateEvaluationRequest.newBuilder()
                .setParent("projects/p")
                .setRequestId(requestId)
                .setEvaluation(Evaluation.newBuilder()
                        .setSuite(stored.getName())
                        .setDatasetVersion(VERSION)
                        .setCandidate(candidate)
                        .setBaseline(baseline))
                .build());
    }

    private Evaluation awaited(Evaluation created) {
        return Eventually.value(PATIENCE, created.getName() + " to end", () -> {
            Evaluation now = get(created);
            return now.hasEndTime() ? java.util.Optional.of(now) : java.util.Optional.empty();
        });
    }

    private Evaluation get(Evaluation evaluation) {
        return evaluations.getEvaluation(
                GetEvaluationRequest.newBuilder().setName(evaluation.getName()).build());
    }

    private void delete(Evaluation evaluation) {
        var deleted = evaluations.deleteEvaluation(DeleteEvaluationRequest.newBuilder()
                .setName(evaluation.getName())
                .build());
        assertThat(deleted).isNotNull();
    }

    private long scored(Evaluation evaluation) {
        return get(evaluation).getParticipantsList().stream()
                .mapToLong(participant -> participant.getProgress().getScored())
                .sum();
    }

    private void assertComplete(Evaluation decided, int expected) {
        Set<String> names = new HashSet<>();
        String token = "";
        int found = 0;
        do {
            ListScoresResponse page = evaluations.listScores(ListScoresRequest.newBuilder()
                    .setParent(decided.getName())
                    .setPageSize(1000)
                    .setPageToken(token)
                    .build());
            page.getScoresList().forEach(score -> names.add(score.getName()));
            found += page.getScoresCount();
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(found).isEqualTo(expected);
        assertThat(names).hasSize(expected);
        assertThat(scored(decided)).isEqualTo(expected);
    }

    private long failures() throws SQLException {
        return count("select coalesce(sum(consecutive_failures), 0) from scheduled_tasks");
    }

    private long count(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private String report(Evaluation evaluation, GetReportRequest.Format format) {
        StringBuilder text = new StringBuilder();
        evaluations
                .getReport(GetReportRequest.newBuilder()
                        .setName(evaluation.getName())
                        .setFormat(format)
                        .build())
                .forEachRemaining(response -> {
                    assertThat(response.getChunk().size()).isLessThanOrEqualTo(64 * 1024);
                    text.append(response.getChunk().toString(StandardCharsets.ISO_8859_1));
                });
        return new String(text.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String withoutIds(String json) {
        return json.replaceAll("\"(evaluation|run|created|decided)\" : \"[^\"]*\"", "\"$1\" : \"\"");
    }

    private static MetricResult metric(Evaluation evaluation, String participant) {
        return evaluation.getResult().getMetricsList().stream()
                .filter(m ->
                        m.getMetric().equals("accuracy") && m.getParticipant().equals(participant))
                .filter(m -> m.getSlice().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static AssayException assertReason(ErrorReason reason, Runnable call) {
        List<AssayException> caught = new ArrayList<>();
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> caught.add(ErrorStatus.of(e)));
        AssayException error = caught.getFirst();
        assertThat(error.reason()).as(error.message()).isEqualTo(reason);
        return error;
    }
}
