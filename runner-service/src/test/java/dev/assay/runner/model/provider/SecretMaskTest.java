package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static String masked(int status, String body, String secret) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        SecretMask.apply(new HttpReply.Response(status, Map.of(), bytes, Duration.ZERO), secret);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
