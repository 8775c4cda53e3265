package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Streams of events as servers write them, and when their pieces came: R1, R7. */
class ServerEventTest {

    @Test
    void linesOfOneEventAreJoinedAndOthersStayApart() {
        assertThat(data("data: a\ndata: b\n\nevent: x\ndata:c\n\n: comment\n\ndata: d"))
                .containsExactly("a\nb", "c", "d");
        assertThat(data("data: {\"a\":1}\ndata: {\"b\":2}\ndata: [DONE]\n\n"))
                .containsExactly("{\"a\":1}", "{\"b\":2}", "[DONE]");
        assertThat(data("data: {\r\ndata: \"a\": \"é\"}\r\n\r\ndata: 2\r\r")).containsExactly("{\n\"a\": \"é\"}", "2");
        assertThat(data("")).isEmpty();
        assertThat(data("\ufeffdata: a\n\n")).containsExactly("a");
        assertThat(data("event: error\ndata: {\"message\":\"no\"}\n\nevent: error\ndata: {\"error\":1}\n\ndata: {}"))
                .containsExactly("{\"error\":{\"message\":\"no\"}}", "{\"error\":1}", "{}");
    }

    @Test
    void onlyStreamsAreTakenForOnes() {
        for (String stream : List.of(
                "data: {}",
                "\n".repeat(100) + ": keep-alive\n",
                "\ufeffdata: 1",
                ": ping\n\ndata: {}",
                "event: message_start\n",
                "id: 1\n",
                "\n\ndata: 1")) {
            assertThat(ServerEvent.isStream(stream.getBytes(StandardCharsets.UTF_8)))
                    .as(stream)
                    .isTrue();
        }
        for (String whole : List.of("", "{\"data\":1}", "[{}]", "<html>", "database")) {
            assertThat(ServerEvent.isStream(whole.getBytes(StandardCharsets.UTF_8)))
                    .as(whole)
                    .isFalse();
        }
    }

    @Test
    void whatComesFirstIsNotTheFirstToken() throws Exception {
        String thoughts = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
        String token =
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n";
        Joined joined = new OpenAiStream().join((thoughts + token).getBytes(StandardCharsets.UTF_8));
        assertThat(joined.answerBegins()).isBetween(thoughts.length(), thoughts.length() + token.length());
        assertThat(Arrivals.at(Duration.ofMillis(5)).of(joined.answerBegins())).isEqualTo(Duration.ofMillis(5));
        Arrivals.Recorder recorder = new Arrivals.Recorder();
        recorder.arrived(thoughts.length());
        Duration first = recorder.arrivals().of(0);
        recorder.arrived(thoughts.length() + token.length());
        assertThat(recorder.arrivals().of(0)).isEqualTo(first);
        assertThat(recorder.arrivals().of(joined.answerBegins())).isGreaterThan(first);
    }

    private static List<String> data(String body) {
        return ServerEvent.of(body.getBytes(StandardCharsets.UTF_8)).stream()
                .map(ServerEvent::data)
                .toList();
    }
}
