package dev.assay.runner.model.provider;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a secret unreadable in what a server sends back, before anything is read, cut to length or stored. The body keeps its length, so that
 * places in it stay where they are.
 */
final class SecretMask {

    /** Shorter credentials, such as {@code none}, are ordinary words that an answer may hold. */
    private static final int SHORTEST_IN_ANSWERS = 16;

    private SecretMask() {}

    /** Masks the secret in the body of that reply: in each that is no answer, and in answers when it is long enough to be no coincidence. */
    static void apply(HttpReply reply, String secret) {
        if (secret.isEmpty()
                || !(reply instanceof HttpReply.Response response)
                || response.status() == 200 && secret.length() < SHORTEST_IN_ANSWERS) {
            return;
        }
        // Some writers of JSON escape slashes.
        List<String> spellings =
                Stream.of(secret, secret.replace("/", "\\/")).distinct().toList();
        for (String spelling : spellings) {
            mask(response.body(), spelling.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void mask(byte[] body, byte[] secret) {
        for (int i = 0; i + secret.length <= body.length; i++) {
            if (body[i] == secret[0] && Arrays.equals(body, i, i + secret.length, secret, 0, secret.length)) {
                Arrays.fill(body, i, i + secret.length, (byte) '*');
                i += secret.length - 1;
            }
        }
    }
}
