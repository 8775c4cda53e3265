package dev.assay.runner.model.provider;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
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

    /** Shorter credentials, such as {@code none}, are ordinary words that an answer may hold; an error never does. */
    private static final int SHORTEST_IN_ANSWERS = 16;

    private static final String STARS = "***";

    private SecretMask() {}

    /** Masks the secret in the body of that reply: in each that is no answer, and in answers when it is long enough to be no coincidence. */
    static void apply(HttpReply reply, String secret) {
        if (secret.isEmpty()
                || !(reply instanceof HttpReply.Response response)
                || response.isSuccess() && secret.length() < SHORTEST_IN_ANSWERS) {
            return;
        }
        for (String spelling : spellings(secret)) {
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
                new TargetReply.Answered(
                        masked(answered.response(), secret.getBytes(StandardCharsets.UTF_8)), answered.firstToken());
            case TargetReply.Answered answered -> answered;
            case TargetReply.Broken broken -> broken;
        };
    }

    /**
     * The result without the secret in its message, however short it is: an answer that cannot be read may repeat it, and its message holds the
     * beginning of the answer, cut anywhere.
     */
    static ChatResult inMessage(ChatResult result, String secret) {
        if (secret.isEmpty() || !(result.outcome() instanceof ChatResult.Failed(Failure failure))) {
            return result;
        }
        String message = failure.message();
        for (String spelling : spellings(secret)) {
            message = message.replace(spelling, STARS);
            for (int length = Math.min(spelling.length() - 1, message.length()); length > 0; length--) {
                message = message.replace(spelling.substring(0, length) + Lines.CUT, STARS + Lines.CUT);
            }
        }
        return message.equals(failure.message()) ? result : result.with(failure.with(failure.scope(), message));
    }

    /** Some writers of JSON escape slashes. */
    private static List<String> spellings(String secret) {
        return Stream.of(secret, secret.replace("/", "\\/")).distinct().toList();
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
