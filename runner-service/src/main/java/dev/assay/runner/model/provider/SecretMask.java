package dev.assay.runner.model.provider;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.target.v1.CompleteResponse;
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

    /** The same for an application called over gRPC: in what it says with a status, and in answers as above. */
    static TargetReply masked(TargetReply reply, String secret) {
        if (secret.isEmpty()) {
            return reply;
        }
        return switch (reply) {
            case TargetReply.Refused refused ->
                new TargetReply.Refused(
                        refused.status(),
                        refused.message().replace(secret, "*".repeat(secret.length())),
                        refused.retryAfter());
            case TargetReply.Answered answered
            when secret.length() >= SHORTEST_IN_ANSWERS ->
                new TargetReply.Answered(masked(answered.response(), secret.getBytes(StandardCharsets.UTF_8)));
            case TargetReply.Answered answered -> answered;
            case TargetReply.Broken broken -> broken;
        };
    }

    /** Texts keep their length in bytes, so the message stays readable. */
    private static CompleteResponse masked(CompleteResponse response, byte[] secret) {
        byte[] bytes = response.toByteArray();
        mask(bytes, secret);
        try {
            return CompleteResponse.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
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
