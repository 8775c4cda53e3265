package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Run;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Providers that misbehave in every way there is, in one run: each example ends as docs/runner.md says, and the run ends (R3, R9, R10). Serves
 * lm-evaluation-harness#2594, deepeval#2232 and promptfoo#8070.
 */
@ExtendWith(StandExtension.class)
class ProvidersTest {

    private static final int ATTEMPTS = 2;
    private static final int GOOD = 200;
    private static final Duration BUSY = Duration.ofSeconds(3);

    private final Stand stand;

    ProvidersTest(Stand stand) {
        this.stand = stand;
    }

    /**
     * A way to misbehave.
     *
     * @param examples that meet it
     * @param reason what they end with; empty when they are answered in the end
     * @param requests for each
     */
    private record Fault(int examples, Reply reply, Optional<ErrorReason> reason, int requests) {}

    @Test
    void everyFaultEndsAsDocumented() {
        stand.runners(1);
        Map<String, Fault> faults = Map.of(
                "hangs",
                always(3, Reply.hang(), ErrorReason.MODEL_TIMEOUT, ATTEMPTS),
                "resets",
                always(3, Reply.reset(), ErrorReason.MODEL_FAILED, ATTEMPTS),
                "drips",
                always(3, Reply.text("slow").dripping(Duration.ofSeconds(1)), ErrorReason.MODEL_TIMEOUT, ATTEMPTS),
                "floods",
                always(2, flood(), ErrorReason.MODEL_ANSWER_TOO_LARGE, 1),
                "cuts",
                always(3, Reply.cut("a text that is cut"), ErrorReason.MODEL_FAILED, ATTEMPTS),
                "pretends",
                always(3, ApiErrors.inASuccess(), ErrorReason.MODEL_FAILED, ATTEMPTS),
                "babbles",
                always(3, Reply.malformed(), ErrorReason.MODEL_MALFORMED_ANSWER, ATTEMPTS),
                "rejects",
                always(3, ApiErrors.contextLength(10, 20), ErrorReason.MODEL_REJECTED_REQUEST, 1),
                "limits",
                always(3, ApiErrors.rateLimit(), ErrorReason.MODEL_RATE_LIMITED, ATTEMPTS),
                "waits",
                new Fault(3, ApiErrors.rateLimitForSeconds(BUSY.toSeconds()), Optional.empty(), 2));
        List<String> texts = new ArrayList<>(Ledger.questions("good", GOOD));
        faults.forEach((kind, fault) -> texts.addAll(Ledger.questions(kind, fault.examples())));
        try (FakeModelServer model = FakeModelServer.start(request -> {
            Fault fault = faults.get(kind(request.prompt()));
            if (fault == null || fault.reason().isEmpty() && request.attempt() > 1) {
                return Reply.text("good").after(Duration.ofMillis(20));
            }
            return fault.reply();
        })) {
            String project = "providers";
            String version = stand.client.version(project, texts);
            stand.client.model(project, model.url(), 16, Client.policy(ATTEMPTS, Duration.ofSeconds(3)));
            Run ended = stand.client.ended(stand.client.start(project, version));

            assertThat(ended.getState()).isEqualTo(Run.State.SUCCEEDED);
            Ledger.assertComplete(stand, ended, texts.size());
            for (Completion completion : stand.client.completions(ended.getName())) {
                String prompt = completion.getMessages(0).getParts(0).getText();
                Optional<Fault> fault = Optional.ofNullable(faults.get(kind(prompt)));
                assertThat(reason(completion)).as(prompt).isEqualTo(fault.flatMap(Fault::reason));
                assertThat(completion.getAttempts())
                        .as("attempts: " + prompt)
                        .isEqualTo(fault.map(Fault::requests).orElse(1));
                assertThat(model.requests(prompt)).as("requests: " + prompt).hasSize(completion.getAttempts());
            }
            long failed = faults.values().stream()
                    .filter(fault -> fault.reason().isPresent())
                    .mapToLong(Fault::examples)
                    .sum();
            assertThat(ended.getProgress().getFailed()).isEqualTo(failed);
            faults.keySet().stream()
                    .filter("waits"::equals)
                    .flatMap(kind -> Ledger.questions(kind, 3).stream())
                    .forEach(prompt -> assertNotEarly(model.requests(prompt)));
        }
    }

    @Test
    void aWrongKeyEndsTheRunAtOnceWithOneMessage() {
        stand.runners(1);
        int concurrency = 8;
        try (FakeModelServer model =
                FakeModelServer.start(request -> Reply.text("x").after(Duration.ofMillis(20)))) {
            model.requireKey("another key");
            String project = "wrongkey";
            String version = stand.client.version(project, Ledger.questions(project, 2_000));
            stand.client.model(
                    project,
                    model.url(),
                    concurrency,
                    Client.policy(6, Duration.ofSeconds(30)),
                    "env:" + Stand.SECRET_VARIABLE);
            Run ended = stand.client.ended(stand.client.start(project, version));
            assertThat(ended.getState()).isEqualTo(Run.State.FAILED);
            assertThat(ended.getError().getReason()).isEqualTo(ErrorReason.MODEL_UNAUTHENTICATED);
            assertThat(ended.getError().getMessage()).contains("401").hasLineCount(1);
            // Each keeps its place until the run has failed.
            assertThat(model.requestCount()).isLessThanOrEqualTo(concurrency);
            assertThat(stand.first.logText().lines().filter(line -> line.contains(ended.getName())))
                    .as("lines in the log")
                    .hasSize(1);
            Ledger.assertCounts(stand, ended);
        }
    }

    private static Fault always(int examples, Reply reply, ErrorReason reason, int requests) {
        return new Fault(examples, reply, Optional.of(reason), requests);
    }

    /** 50 MB that begin like a good answer, rendered once. */
    private static Reply flood() {
        return Reply.raw(200, "{\"choices\": [{\"message\": {\"content\": \"" + "a".repeat(50_000_000) + "\"}}]}");
    }

    private static String kind(String prompt) {
        return prompt.substring(0, prompt.indexOf(' '));
    }

    private static Optional<ErrorReason> reason(Completion completion) {
        return completion.hasError() ? Optional.of(completion.getError().getReason()) : Optional.empty();
    }

    private static void assertNotEarly(List<ModelRequest> requests) {
        Instant allowed = requests.getFirst().receivedAt().plus(BUSY);
        assertThat(requests.getLast().receivedAt()).isAfterOrEqualTo(allowed);
    }
}
