package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.type.v1.ErrorReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No secret survives in a body, wherever it is and however often (R10). */
class SecretMaskTest {

    private static final String LONG = "sk-0123456789/abcdef";

    @Test
    void masksEachOccurrenceAndKeepsTheLength() {
        String stars = "*".repeat(LONG.length());
        assertThat(masked(400, LONG + "a" + LONG + LONG, LONG)).isEqualTo(stars + "a" + stars + stars);
        assertThat(masked(200, "my key is " + LONG, LONG)).isEqualTo("my key is " + stars);
        assertThat(masked(400, "{\"said\": \"sk-0123456789\\/abcdef\"}", LONG))
                .isEqualTo("{\"said\": \"*" + stars + "\"}");
        assertThat(masked(400, "ünknown: schlüssel", "schlüssel")).isEqualTo("ünknown: **********");
        assertThat(masked(400, LONG.substring(1), LONG)).isEqualTo(LONG.substring(1));
        assertThat(masked(400, "", LONG)).isEmpty();
        assertThat(masked(400, LONG, "")).isEqualTo(LONG);
    }

    @Test
    void leavesAnswersAloneThatHoldTheShortWordWhichIsTheCredential() {
        assertThat(masked(200, "none of these", "none")).isEqualTo("none of these");
        assertThat(masked(401, "none is wrong", "none")).isEqualTo("**** is wrong");
    }

    @Test
    void noMessageHoldsAnyPartOfTheShortestKey() {
        assertThat(message("HTTP 200: none of it: none", "none")).isEqualTo("HTTP 200: *** of it: ***");
        assertThat(message("malformed answer: not JSON: xno…", "none")).isEqualTo("malformed answer: not JSON: x***…");
        assertThat(message("refused (HTTP 200: a/b and a\\/b and a\\…)", "a/b"))
                .isEqualTo("refused (HTTP 200: *** and *** and ***…)");
        assertThat(message("nothing", "")).isEqualTo("nothing");
    }

    private static String message(String message, String secret) {
        ChatResult result = ChatResult.failed(
                Failure.transientOne(ErrorReason.MODEL_MALFORMED_ANSWER, message), CallTiming.NONE, 1);
        return ((ChatResult.Failed) SecretMask.inMessage(result, secret).outcome())
                .failure()
                .message();
    }

    private static String masked(int status, String body, String secret) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        SecretMask.apply(new HttpReply.Response(status, Map.of(), bytes, Duration.ZERO), secret);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
