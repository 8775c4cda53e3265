package dev.assay.runner.model.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.TokenUsage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When something is asked again, and when not (R3). Serves METR/hawk#945 and promptfoo#7262. */
class RetryingModelTest {

    private static final ChatRequest REQUEST =
            new ChatRequest(List.of(), GenerationParameters.getDefaultInstance(), 0, Map.of(), "");
    private static final RetryPolicy POLICY =
            new RetryPolicy(6, Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofSeconds(4));

    private final List<Duration> sleeps = new ArrayList<>();

    @Test
    void aPassingFailureIsMended() throws Exception {
        ChatResult result = ask(POLICY, busy(Optional.empty()), busy(Optional.empty()), answer());
        assertThat(result.outcome()).isInstanceOf(ChatResult.Answered.class);
        assertThat(result.attempts()).isEqualTo(3);
        assertThat(sleeps).hasSize(2);
        assertThat(sleeps.get(0)).isLessThanOrEqualTo(Duration.ofMillis(500));
        assertThat(sleeps.get(1)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(result.timing().failedAttempts()).isEqualTo(Duration.ofMillis(20));
        assertThat(result.timing().latency()).isEqualTo(Duration.ofMillis(30));
        assertThat(result.usage().getInput()).isEqualTo(5);
    }

    @Test
    void retryAfterIsNeverUndercut() throws Exception {
        ask(POLICY, busy(Optional.of(Duration.ofSeconds(9))), answer());
        assertThat(sleeps.getFirst()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void oneAttemptMeansOneRequest() throws Exception {
        ChatResult result = ask(
                new RetryPolicy(1, Duration.ofSeconds(60), Duration.ofMillis(500), Duration.ofSeconds(4)),
                busy(Optional.empty()),
                answer());
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(failure(result).scope()).isEqualTo(Failure.Scope.COMPLETION);
        assertThat(sleeps).isEmpty();
    }

    @Test
    void theSameFailureFourTimesIsPermanent() throws Exception {
        ChatResult result = ask(POLICY, same("x"), same("x"), same("x"), same("x"), answer());
        assertThat(result.attempts()).isEqualTo(4);
        assertThat(failure(result).message()).contains("4 times in a row");
        ChatResult changing = ask(POLICY, same("x"), same("x"), same("x"), same("y"), same("x"), answer());
        assertThat(changing.outcome()).isInstanceOf(ChatResult.Answered.class);
    }

    @Test
    void whatCannotSucceedIsNotRepeated() throws Exception {
        ChatResult result = ask(POLICY, failed(Failure.permanent(ErrorReason.MODEL_REJECTED_REQUEST, "no")), answer());
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(failure(result).message()).isEqualTo("no");
    }

    @Test
    void theTotalTimeoutBoundsWaits() throws Exception {
        ChatResult result = ask(POLICY, busy(Optional.of(Duration.ofSeconds(61))), answer());
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(failure(result).message()).contains("no time left");
        assertThat(sleeps).isEmpty();
    }

    @Test
    void aCredentialThatIsMissingCountsAsNoRequest() throws Exception {
        ChatResult missing =
                ChatResult.failed(Failure.ofRun(ErrorReason.CREDENTIAL_MISSING, "none", 0), CallTiming.NONE, 0);
        assertThat(ask(POLICY, missing).attempts()).isZero();
    }

    @Test
    void whatMustNotBeRepeatedIsNot() throws Exception {
        Failure budget = Failure.ofRun(ErrorReason.BUDGET_EXHAUSTED, "no money", 0);
        ChatRequest request = new ChatRequest(
                List.of(),
                GenerationParameters.getDefaultInstance(),
                0,
                Map.of(),
                "",
                failed -> failed.usage().getInput() > 0 ? Optional.of(budget) : Optional.empty(),
                () -> true);
        ChatResult paid = new ChatResult(
                busy(Optional.empty()).outcome(),
                CallTiming.NONE,
                TokenUsage.newBuilder().setInput(7).build(),
                1);
        Deque<ChatResult> left = new ArrayDeque<>(List.of(busy(Optional.empty()), paid, answer()));
        ChatResult result = new RetryingModel(
                        (asked, timeLeft) -> left.removeFirst(),
                        POLICY,
                        new RetryBudget(() -> 0),
                        sleeps::add,
                        new Random(1))
                .complete(request, Duration.ofDays(1));
        assertThat(failure(result)).isEqualTo(budget);
        assertThat(result.usage().getInput()).isEqualTo(7);
        assertThat(result.attempts()).isEqualTo(2);
    }

    @Test
    void theLastAttemptIsNotSpentOnAnEndpointThatRefusesEverybody() throws Exception {
        long[] now = {0};
        RetryBudget shared = new RetryBudget(() -> now[0]);
        RetryPolicy two = new RetryPolicy(2, Duration.ofSeconds(600), Duration.ofMillis(500), Duration.ofSeconds(4));
        Pause pause = time -> now[0] += time.toNanos();
        Deque<ChatResult> alone = new ArrayDeque<>(List.of(busy(Optional.empty()), answer()));
        ChatResult patient = new RetryingModel(
                        (request, left) -> alone.removeFirst(), two, shared, pause, new Random(1))
                .complete(REQUEST, Duration.ofDays(1));
        assertThat(patient.outcome()).isInstanceOf(ChatResult.Answered.class);
        assertThat(Duration.ofNanos(now[0])).isBetween(Duration.ofSeconds(75), Duration.ofSeconds(76));

        now[0] += Duration.ofHours(1).toNanos();
        long start = now[0];
        Pause withAnswers = time -> {
            now[0] += time.toNanos();
            if (now[0] - start > Duration.ofSeconds(9).toNanos()) {
                shared.answered(Duration.ofMillis(100));
            }
        };
        Deque<ChatResult> among = new ArrayDeque<>(List.of(busy(Optional.empty()), answer()));
        new RetryingModel((request, left) -> among.removeFirst(), two, shared, withAnswers, new Random(1))
                .complete(REQUEST, Duration.ofDays(1));
        assertThat(Duration.ofNanos(now[0] - start)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void refusalsWithinTheAttemptsCount() throws Exception {
        RetryPolicy three = new RetryPolicy(3, Duration.ofDays(1), Duration.ofMillis(5), Duration.ofMillis(5));
        ChatResult result =
                ask(three, busy(Optional.empty()), busy(Optional.empty()), busy(Optional.empty()), answer());
        assertThat(result.attempts()).isEqualTo(3);
        assertThat(failure(result).message()).contains("after 3 attempts");
    }

    @Test
    void whoFindsNoBudgetWaitsWithinItsTime() throws Exception {
        long[] now = {0};
        RetryBudget budget = new RetryBudget(() -> now[0]);
        while (budget.take().isZero()) {
            assertThat(now[0]).isZero();
        }
        Deque<ChatResult> left = new ArrayDeque<>(List.of(busy(Optional.empty()), answer()));
        Pause clock = time -> {
            sleeps.add(time);
            now[0] += time.toNanos();
        };
        RetryPolicy quick = new RetryPolicy(6, Duration.ofSeconds(60), Duration.ofMillis(1), Duration.ofMillis(1));
        ChatResult result = new RetryingModel(
                        (request, timeLeft) -> left.removeFirst(), quick, budget, clock, new Random(1))
                .complete(REQUEST, Duration.ofDays(1));
        assertThat(result.outcome()).isInstanceOf(ChatResult.Answered.class);
        assertThat(Duration.ofNanos(now[0])).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
    }

    private ChatResult ask(RetryPolicy policy, ChatResult... results) throws InterruptedException {
        sleeps.clear();
        Deque<ChatResult> left = new ArrayDeque<>(List.of(results));
        ChatModel scripted = (request, timeLeft) -> left.removeFirst();
        return new RetryingModel(scripted, policy, new RetryBudget(() -> 0), sleeps::add, new Random(1))
                .complete(REQUEST, Duration.ofDays(1));
    }

    private static Failure failure(ChatResult result) {
        return ((ChatResult.Failed) result.outcome()).failure();
    }

    private static ChatResult failed(Failure failure) {
        return ChatResult.failed(failure, CallTiming.failed(Duration.ofMillis(10)), 1);
    }

    private static ChatResult busy(Optional<Duration> retryAfter) {
        return failed(new Failure(ErrorReason.MODEL_RATE_LIMITED, "busy", 429, Failure.Scope.ATTEMPT, retryAfter, ""));
    }

    private static ChatResult same(String fingerprint) {
        return failed(new Failure(
                ErrorReason.MODEL_FAILED, "broken", 500, Failure.Scope.ATTEMPT, Optional.empty(), fingerprint));
    }

    private static ChatResult answer() {
        return new ChatResult(
                new ChatResult.Answered(Answer.getDefaultInstance()),
                CallTiming.answered(Duration.ofMillis(30)),
                TokenUsage.newBuilder().setInput(5).build(),
                1);
    }
}
