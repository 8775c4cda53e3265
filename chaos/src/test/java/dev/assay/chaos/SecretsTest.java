package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.GetModelRequest;
import dev.assay.runner.v1.Run;
import dev.assay.testing.Eventually;
import dev.assay.testing.model.ApiErrors;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.ModelRequest;
import dev.assay.testing.model.Reply;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A provider that repeats the credential wherever it can, and callers with tokens: none of these secrets is in a log, a database, a trace, a
 * metric or an answer of a service (R10, P4, P5).
 */
@ExtendWith(StandExtension.class)
class SecretsTest {

    /** What an error message keeps of a body; a secret may lie across its end. */
    private static final int KEPT = 300;

    /** As long as this, a piece of a secret is a secret. */
    private static final int PIECE = 12;

    private final Stand stand;

    SecretsTest(Stand stand) {
        this.stand = stand;
    }

    @Test
    void noSecretIsAnywhere() throws Exception {
        stand.runners(1);
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("env:" + Stand.SECRET_VARIABLE, stand.secretInEnvironment);
        secrets.put("file:" + stand.credentialFile(), stand.secretInFile);
        List<String> said = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            number++;
            try (FakeModelServer model = FakeModelServer.start(SecretsTest::indiscreet)) {
                model.requireKey(secret.getValue());
                said.addAll(use(model, "secrets" + number, secret.getKey(), Run.State.SUCCEEDED));
            }
            // Refused with the key in the message, which ends the run.
            try (FakeModelServer model = FakeModelServer.start(
                    request -> ApiErrors.error(401, "wrong key: " + key(request), "invalid", null, null))) {
                said.addAll(use(model, "refused" + number, secret.getKey(), Run.State.FAILED));
            }
        }
        String nobodys = "nob-" + UUID.randomUUID();
        try (Client stranger = new Client(stand.dataset.port(), stand.first.port(), nobodys)) {
            StatusRuntimeException refused =
                    assertThrows(StatusRuntimeException.class, () -> stranger.get("projects/p/runs/r"));
            said.add(refused.getMessage() + StatusProto.fromThrowable(refused) + refused.getTrailers());
        }
        Eventually.until(
                Duration.ofSeconds(60),
                "traces of runs have come",
                () -> text(stand.traces.received()).contains("run-shard"));

        Map<String, String> places = new LinkedHashMap<>(stand.logs());
        places.put("what the services said", String.join("\n", said));
        places.put("traces", text(stand.traces.received()));
        for (ServiceProcess process : List.of(stand.dataset, stand.first)) {
            places.put("metrics of " + process, process.metrics());
        }
        for (String database : List.of("dataset", "runner")) {
            places.putAll(new Dump(stand.postgres(), database).tables());
        }
        assertThat(places.get("runner: completion"))
                .as("the dump holds what is stored")
                .contains("secrets1");

        List<String> hidden = List.of(
                stand.secretInEnvironment,
                stand.secretInFile,
                stand.administratorToken,
                stand.serviceToken,
                nobodys,
                stand.postgres().password());
        places.forEach((place, text) -> {
            for (String secret : hidden) {
                assertThat(Stream.of(secret, secret.substring(0, PIECE), secret.substring(secret.length() - PIECE))
                                .filter(text::contains))
                        .as(place)
                        .isEmpty();
            }
        });
    }

    /** A run over a provider; what the service says of it. */
    private List<String> use(FakeModelServer model, String project, String credential, Run.State end) throws Exception {
        List<String> questions = new ArrayList<>();
        for (String kind : List.of("good", "error", "long", "page", "header", "success", "limit", "echo")) {
            questions.addAll(Ledger.questions(project + " " + kind, 2));
        }
        String version = stand.client.version(project, questions);
        stand.client.model(project, model.url(), 4, Client.policy(2, Duration.ofSeconds(30)), credential);
        String run = stand.client.start(project, version);
        Run ended = stand.client.ended(run);
        assertThat(ended.getState()).isEqualTo(end);
        List<String> said = new ArrayList<>();
        said.add(ended.toString());
        for (Completion completion : stand.client.completions(run)) {
            said.add(completion.toString());
        }
        said.add(stand.client
                .models()
                .getModel(GetModelRequest.newBuilder()
                        .setName("projects/" + project + "/models/m")
                        .build())
                .toString());
        return said;
    }

    /** Repeats the key in each place that a response has. */
    private static Reply indiscreet(ModelRequest request) {
        String key = key(request);
        return switch (request.prompt().split(" ", -1)[1]) {
            case "good" -> Reply.text("good");
            case "error" -> ApiErrors.invalidRequest("no such thing for " + key);
            case "long" -> ApiErrors.invalidRequest("x".repeat(KEPT - PIECE - 2) + " " + key);
            case "page" -> Reply.raw(400, "<p>" + "x".repeat(KEPT - PIECE - 5) + " " + key + "</p>");
            case "header" -> Reply.raw(302, "").withHeader("Location", "http://127.0.0.1:1/" + key);
            case "success" -> ApiErrors.error(200, "x".repeat(KEPT - PIECE - 40) + " " + key, "upstream", null, key);
            case "limit" -> ApiErrors.rateLimit().withHeader("x-key", key);
            default -> Reply.text("the key is " + key).withHeader("x-key", key);
        };
    }

    private static String key(ModelRequest request) {
        return request.header("authorization").substring("Bearer ".length());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
