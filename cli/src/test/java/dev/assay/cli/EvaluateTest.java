package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.scoring.v1.Comparison;
import dev.assay.scoring.v1.Decision;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.scoring.v1.EvaluationResult;
import dev.assay.scoring.v1.GateResult;
import dev.assay.scoring.v1.MetricResult;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Error;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Estimate;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assay evaluate} against services over real channels: what is sent, what is printed, how it ends (P2, S9, S17). */
class EvaluateTest {

    private static final String SUITE = """
            assay: 1
            title: Arithmetic
            data: { dataset: sums, file: sums.jsonl, mapping: { input: q, expected: a, recorded_answers: { "*": o.* } } }
            models:
              new: { provider: recorded }
              old: { provider: recorded }
              spare: { provider: recorded }
            candidate: new
            baseline: old
            scorers: { right: { type: exact_match } }
            metrics: { accuracy: { scorer: right } }
            gates: [ { name: good enough, metric: accuracy, at_least: 0.5 } ]
            """;

    @TempDir
    Path folder = Path.of("");

    private final FakeServices services = new FakeServices();

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("suite.yaml"), SUITE);
        Files.writeString(folder.resolve("sums.jsonl"), "{\"q\": \"1+1\", \"a\": \"2\"}\n".repeat(40_000));
        services.states = List.of(state(Evaluation.State.GENERATING, 50), decided(Decision.Outcome.SHIP));
    }

    @AfterEach
    void close() {
        services.close();
    }

    @Test
    void goesAllTheWay() throws IOException {
        CommandResult result = evaluate("--report", "out/report", "--label", "commit=abc");

        assertThat(result.err()).doesNotContain("error");
        assertThat(result.code()).isZero();
        assertThat(services.imports).hasSize(1);
        assertThat(services.imports.getFirst().getDataset()).isEqualTo("projects/default/datasets/sums");
        assertThat(services.imports.getFirst().getMapping().getRecordedAnswersMap())
                .containsEntry("*", "o.*");
        assertThat(services.files.getFirst()).isEqualTo(Files.readAllBytes(folder.resolve("sums.jsonl")));
        assertThat(services.modelChanges).containsExactly("create new", "create old");
        assertThat(services.evaluations).singleElement().satisfies(request -> {
            assertThat(request.getRequestId()).hasSize(36);
            assertThat(request.getEvaluation().getSuite()).isEqualTo("projects/default/suites/s1");
            assertThat(request.getEvaluation().getDatasetVersion())
                    .isEqualTo("projects/default/datasets/sums/versions/v1");
            assertThat(request.getEvaluation().getLabelsMap()).containsEntry("commit", "abc");
        });
        assertThat(result.out()).isEqualToIgnoringNewLines("""

                Arithmetic

                model  role       accuracy            tokens
                new    candidate  58.5% [51.6, 65.1]  —
                old    baseline   32.5% [26.4, 39.3]  —

                accuracy, new − old: +26.0 points [+18.6, +33.4]; McNemar p < 0.0001; 62 wins, 10 losses, 128 ties

                gate         verdict  value               criterion
                good enough  PASS     58.5% [51.6, 65.1]  accuracy(new) ≥ 0.5

                SHIP: every gate holds

                report: out/report/report.html
                """);
        assertThat(folder.resolve("out/report/report.html")).hasContent("<!doctype html>");
        assertThat(folder.resolve("out/report/report.json")).hasContent("{\"decision\": \"SHIP\"}");
        assertThat(folder.resolve("out/report/report.md")).hasContent("# Ship");
        assertThat(folder.resolve("out/report/junit.xml")).hasContent("<testsuite/>");
    }

    /** Cache and budget of the command line go before those of the suite (R6, R7). */
    @Test
    void saysHowRunsArePaid() {
        assertThat(evaluate("--cache", "read-write", "--budget", "2.50EUR").code())
                .isZero();
        assertThat(services.evaluations.getFirst().getEvaluation().getCache()).isEqualTo(Run.CacheMode.READ_WRITE);
        assertThat(services.evaluations.getFirst().getEvaluation().getBudget())
                .isEqualTo(Cost.newBuilder()
                        .setAmount("2.50")
                        .setCurrencyCode("EUR")
                        .build());
        assertThat(evaluate().code()).isZero();
        assertThat(services.evaluations.getLast().getEvaluation().hasBudget()).isFalse();
        CommandResult wrong = evaluate("--budget", "five");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("--budget: \"five\" is not an amount with its currency");
        assertThat(evaluate("--cache", "yes").err()).contains("--cache: \"yes\" is not one of off, read, read-write");
    }

    /** An estimate is printed, and no evaluation is made (R7). */
    @Test
    void estimates() {
        services.estimate = EvaluationEstimate.newBuilder()
                .addParticipants(EvaluationEstimate.Participant.newBuilder()
                        .setKey("new")
                        .setRun(RunEstimate.newBuilder()
                                .setCompletions(1_000)
                                .setCached(250)
                                .setInputTokens(count(90_000, 100_000, 120_000))
                                .setOutputTokens(count(1, 75_000, 75_000))
                                .setOutputBasis(RunEstimate.Basis.LIMIT)
                                .setCost(money("0.10", "0.5", "0.62"))
                                .setDuration(RunEstimate.Time.newBuilder()
                                        .setLow(Duration.newBuilder().setSeconds(40))
                                        .setExpected(Duration.newBuilder().setSeconds(95))
                                        .setHigh(Duration.newBuilder().setSeconds(600)))
                                .setDurationBasis(RunEstimate.Basis.ASSUMED)))
                .addParticipants(EvaluationEstimate.Participant.newBuilder()
                        .setKey("old")
                        .setRun(RunEstimate.newBuilder().setCompletions(1_000)))
                .addCosts(money("0.10", "0.5", "0.62"))
                .setBudget(Cost.newBuilder().setAmount("0.6").setCurrencyCode("USD"))
                .build();
        CommandResult result = evaluate("--estimate", "--budget", "0.6USD");
        assertThat(result.code()).isZero();
        assertThat(services.evaluations).isEmpty();
        assertThat(services.estimates.getFirst().getEvaluation().getSuite()).isEqualTo("projects/default/suites/s1");
        assertThat(result.out()
                        .lines()
                        .map(line -> line.replace('\u202f', ' ')
                                .replaceAll(" {2,}", "  ")
                                .strip()))
                .containsExactly(
                        "model  calls  cached  input tokens  output tokens  cost  time",
                        "new  750  250  100 000 [90 000, 120 000]  75 000 [1, 75 000] (max_tokens)  0.5 USD [0.10, 0.62]  95 s [40 s, 10 min] (latency assumed)",
                        "old  1 000  0  0  0  no prices  0 s [0 s, 0 s]",
                        "all models: 0.5 USD [0.10, 0.62]",
                        "the budget of 0.6 USD may not suffice",
                        "expected [low, high]; no model was called");
    }

    /** A table of prices goes in as JSON and comes out again (R7). */
    @Test
    void prices() throws IOException {
        Files.writeString(
                folder.resolve("prices.json"),
                "{\"rows\": [{\"model_id\": \"m-*\", \"prices\": {\"currency_code\": \"USD\", \"input_per_million\": \"0.15\", \"output_per_million\": \"0.60\"}}]}");
        CommandResult set = CommandResult.of(folder, "prices", "set", "prices.json", "--server", services.address());
        assertThat(set).isEqualTo(new CommandResult(0, "prices of 1 rows are projects/default/priceTables/v3\n", ""));
        CommandResult list = CommandResult.of(folder, "prices", "list", "--server", services.address());
        assertThat(list.out()).contains("m-*").contains("0.15").contains("projects/default/priceTables/v3");
        Files.writeString(folder.resolve("prices.json"), "{\"rows\": [{\"model\": \"m\"}]}");
        CommandResult wrong = CommandResult.of(folder, "prices", "set", "prices.json", "--server", services.address());
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("prices.json:").contains("model");
    }

    private static RunEstimate.Count count(long low, long expected, long high) {
        return RunEstimate.Count.newBuilder()
                .setLow(low)
                .setExpected(expected)
                .setHigh(high)
                .build();
    }

    private static RunEstimate.Money money(String low, String expected, String high) {
        return RunEstimate.Money.newBuilder()
                .setCurrencyCode("USD")
                .setLow(low)
                .setExpected(expected)
                .setHigh(high)
                .build();
    }

    @Test
    void theExitCodeIsTheDecision() {
        services.states = List.of(decided(Decision.Outcome.ITERATE));
        assertThat(evaluate().code()).isEqualTo(1);
        services.states = List.of(decided(Decision.Outcome.INCONCLUSIVE));
        assertThat(evaluate().code()).isEqualTo(3);
        services.states = List.of(Evaluation.newBuilder()
                .setName("projects/default/evaluations/e1")
                .setState(Evaluation.State.FAILED)
                .setError(Error.newBuilder()
                        .setReason(ErrorReason.MODEL_UNAUTHENTICATED)
                        .setMessage("the model refused the credential: HTTP 401"))
                .build());
        CommandResult failed = evaluate();
        assertThat(failed.code()).isEqualTo(4);
        assertThat(failed.err())
                .contains(
                        "assay: evaluation projects/default/evaluations/e1 failed: the model refused the credential: HTTP 401");
        services.states = List.of(state(Evaluation.State.CANCELLED, 3));
        assertThat(evaluate().code()).isEqualTo(4);
    }

    @Test
    void jsonIsTheOnlyThingOnStandardOutput() {
        CommandResult result = evaluate("--output", "json");
        assertThat(result).isEqualTo(new CommandResult(0, "{\"decision\": \"SHIP\"}\n", ""));

        services.states = List.of(state(Evaluation.State.CANCELLED, 3));
        CommandResult failed = evaluate("--output", "json");
        assertThat(failed.code()).isEqualTo(4);
        assertThat(failed.out()).startsWith("{").contains("\"exit_code\" : 4", "was cancelled");
    }

    @Test
    void leavesModelsAloneThatAreThereAsTheyShouldBe() {
        evaluate();
        services.modelChanges.clear();
        evaluate();
        assertThat(services.modelChanges).isEmpty();

        String name = "projects/default/models/new";
        services.models.put(
                name,
                Model.newBuilder()
                        .setName(name)
                        .setProvider(Model.Provider.OPENAI_CHAT)
                        .setEndpoint("http://elsewhere/v1")
                        .setModelId("new")
                        .build());
        evaluate();
        assertThat(services.modelChanges).containsExactly("update [provider, endpoint]");
    }

    @Test
    void anotherCandidateAndBaseline() {
        assertThat(evaluate("--candidate", "spare", "--baseline", "new").code()).isZero();
        assertThat(services.evaluations.getFirst().getEvaluation().getCandidate())
                .isEqualTo("spare");
        assertThat(services.evaluations.getFirst().getEvaluation().getBaseline())
                .isEqualTo("new");
        assertThat(services.modelChanges).containsExactly("create spare", "create new");

        CommandResult unknown = evaluate("--candidate", "newer");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err())
                .isEqualTo("assay: --candidate: suite.yaml has no model \"newer\"; there is new, old, spare\n");
        assertThat(evaluate("--candidate", "old").code()).isEqualTo(2);
    }

    @Test
    void everyErrorOfTheSuiteWithItsPlaceBeforeAnythingStarts() throws IOException {
        Files.writeString(
                folder.resolve("suite.yaml"),
                SUITE.replace("accuracy, at", "acuracy, at").replace("title", "titel"));
        CommandResult result = evaluate();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errLines())
                .containsExactly(
                        "suite.yaml:2:1: unknown field \"titel\"; did you mean \"title\"?",
                        "suite.yaml:12:39: gates[0].metric: unknown metric \"acuracy\"; did you mean \"accuracy\"?");
        assertThat(services.headers).isEmpty();
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        assertThat(CommandResult.of(folder, "evaluate", "none.yaml"))
                .isEqualTo(new CommandResult(2, "", "assay: none.yaml: there is no such file\n"));
        assertThat(CommandResult.of(folder, "evaluate", ".").err()).isEqualTo("assay: .: is a folder, not a file\n");
        Files.delete(folder.resolve("sums.jsonl"));
        CommandResult result = evaluate();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).isEqualTo("assay: suite.yaml: data.file: sums.jsonl: there is no such file\n");
        assertThat(services.headers).isEmpty();
    }

    @Test
    void namesTheBadRow() {
        services.importFailure = FakeServices.failure(
                Status.Code.INVALID_ARGUMENT,
                "INVALID_DATA",
                "line 7, column a: missing",
                Map.of("line", "7", "column", "a", "reason", "missing"));
        CommandResult result = evaluate();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).endsWith("sums.jsonl:7: column a: missing\n");
    }

    @Test
    void goesOnWhenTheServiceRestarts() {
        services.watchFailures.add(Status.UNAVAILABLE
                .withDescription("End of stream or IOException")
                .asRuntimeException());
        services.watchFailures.add(
                Status.CANCELLED.withDescription("RST_STREAM closed stream").asRuntimeException());
        services.watchFailures.add(FakeServices.failure(
                Status.Code.UNAVAILABLE,
                "DEPENDENCY_UNAVAILABLE",
                "the database does not answer; try again",
                Map.of()));
        CommandResult result = evaluate();
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("trying again", "the scoring service answers again");
        assertThat(services.evaluations).hasSize(1);
    }

    @Test
    void saysWhatCannotBeReached() throws IOException {
        // Nobody listens on the first port of all, and no system gives it away.
        CommandResult result = CommandResult.of(folder, "datasets", "list", "--server", "127.0.0.1:1");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .isEqualTo(
                        "assay: cannot reach the dataset service at 127.0.0.1:1: connection refused; is it running?\n");
    }

    @Test
    void sendsTheTokenAndTheTrace() throws IOException {
        services.token = java.util.Optional.of("s3cret-token");
        CommandResult wrong = CommandResult.of(
                folder, Map.of("ASSAY_TOKEN", "other"), "", "evaluate", "suite.yaml", "--server", services.address());
        assertThat(wrong.code()).isEqualTo(4);
        assertThat(wrong.err())
                .contains("does not accept this caller", "ASSAY_TOKEN or --token-file")
                .doesNotContain("other");
        services.headers.clear();

        Files.writeString(folder.resolve("token"), "s3cret-token\n");
        CommandResult right = evaluate("--token-file", "token", "--verbose");
        assertThat(right.code()).isZero();
        assertThat(right.err())
                .contains("trace id " + CommandResult.TRACE.traceId())
                .doesNotContain("s3cret");
        assertThat(services.headers)
                .isNotEmpty()
                .allMatch(headers -> CommandResult.TRACE
                        .traceparent()
                        .equals(headers.get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER))));
    }

    @Test
    void anInternalErrorCarriesTheTraceId() {
        services.suiteFailure = FakeServices.failure(
                Status.Code.INTERNAL, "INTERNAL_ERROR", "internal error; the log has the details", Map.of());
        CommandResult result = evaluate();
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err())
                .contains("(trace id " + CommandResult.TRACE.traceId() + ")")
                .doesNotContain("\tat ");
    }

    @Test
    void anUnwritableReportFolderIsSaidBeforeAnythingStarts() throws IOException {
        Files.writeString(folder.resolve("file"), "");
        CommandResult result = evaluate("--report", "file/report");
        assertThat(result.code()).isEqualTo(4);
        assertThat(result.err()).startsWith("assay: cannot write the report in ");
        assertThat(services.headers).isEmpty();
    }

    @Test
    void needsAllServicesAndSaysSo() {
        CommandResult result =
                CommandResult.of(folder, "evaluate", "suite.yaml", "--server", "dataset=" + services.address());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(
                        "assay: --server: this command needs the address of the runner service too: --server runner=HOST:PORT\n");
        assertThat(CommandResult.of(
                                folder,
                                "evaluate",
                                "suite.yaml",
                                "--server",
                                "dataset=" + services.address(),
                                "--server",
                                "runner=" + services.address(),
                                "--server",
                                "scoring=" + services.address())
                        .code())
                .isZero();
    }

    private CommandResult evaluate(String... more) {
        String[] words = new String[more.length + 4];
        words[0] = "evaluate";
        words[1] = "suite.yaml";
        words[2] = "--server";
        words[3] = services.address();
        System.arraycopy(more, 0, words, 4, more.length);
        return CommandResult.of(folder, words);
    }

    private static Evaluation state(Evaluation.State state, long done) {
        return Evaluation.newBuilder()
                .setName("projects/default/evaluations/e1")
                .setState(state)
                .addParticipants(participant("new", Evaluation.Participant.Role.CANDIDATE, done))
                .addParticipants(participant("old", Evaluation.Participant.Role.BASELINE, done))
                .build();
    }

    private static Evaluation.Participant participant(String key, Evaluation.Participant.Role role, long done) {
        return Evaluation.Participant.newBuilder()
                .setKey(key)
                .setRole(role)
                .setProgress(Evaluation.Progress.newBuilder()
                        .setTotal(200)
                        .setSucceeded(done)
                        .setScored(done))
                .build();
    }

    private static Evaluation decided(Decision.Outcome outcome) {
        Estimate candidate = estimate(0.585, 0.5158, 0.6511);
        return state(Evaluation.State.DECIDED, 200).toBuilder()
                .setResult(EvaluationResult.newBuilder()
                        .addMetrics(metric("accuracy", "new", candidate))
                        .addMetrics(metric("accuracy", "old", estimate(0.325, 0.2640, 0.3926)))
                        .addMetrics(metric("error_share", "new", estimate(0, 0, 0.0188)))
                        .addMetrics(metric("latency_p99", "new", Estimate.getDefaultInstance()))
                        .addComparisons(Comparison.newBuilder()
                                .setMetric("accuracy")
                                .setCandidate("new")
                                .setBaseline("old")
                                .setDifference(estimate(0.26, 0.186, 0.334))
                                .setTest(dev.assay.scoring.v1.Test.newBuilder()
                                        .setName("mcnemar-exact")
                                        .setPValue(1e-10))
                                .setWins(62)
                                .setLosses(10)
                                .setTies(128))
                        .addGates(GateResult.newBuilder()
                                .setGate("good enough")
                                .setVerdict(GateResult.Verdict.PASS)
                                .setValue(candidate)
                                .setThreshold(0.5)
                                .setCriterion("accuracy(new) ≥ 0.5"))
                        .setDecision(Decision.newBuilder()
                                .setOutcome(outcome)
                                .setConfidence(0.95)
                                .setReason("every gate holds")))
                .build();
    }

    private static MetricResult metric(String name, String participant, Estimate estimate) {
        return MetricResult.newBuilder()
                .setMetric(name)
                .setParticipant(participant)
                .setEstimate(estimate)
                .build();
    }

    private static Estimate estimate(double value, double lower, double upper) {
        return Estimate.newBuilder()
                .setValue(value)
                .setLower(lower)
                .setUpper(upper)
                .setLevel(0.95)
                .setN(200)
                .setCoverage(1)
                .build();
    }
}
