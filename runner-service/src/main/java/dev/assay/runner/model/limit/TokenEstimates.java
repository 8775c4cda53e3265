package dev.assay.runner.model.limit;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.Failure;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import java.util.Optional;

/**
 * How many tokens a request will use, before it is known: bytes of the prompt times the tokens a byte that were seen so far, and the average
 * answer so far. Before anything was seen, the longest answer that the request allows. Safe for use by many threads.
 */
final class TokenEstimates {

    private static final double FIRST_TOKENS_PER_BYTE = 0.3;

    /** Hardly any text has fewer; a prompt is refused on no weaker grounds. */
    private static final double FEWEST_TOKENS_PER_BYTE = 0.12;

    private static final double FIRST_ANSWER = 512;
    private static final long PICTURE = 1_000;
    private static final double FRAME = 4;
    private static final double ERRORS_COVERED = 2;

    /** Of a prompt or an answer that is learnt from. */
    private static final long MOST = 2_000_000;

    private static final double WEIGHT = 0.05;

    private double tokensPerByte = FIRST_TOKENS_PER_BYTE;
    private double answer = FIRST_ANSWER;
    private double error;
    private int seen;

    /**
     * What can be said of a request without knowing how the model counts.
     *
     * @param longest answer in tokens that it allows
     */
    record Size(long bytes, long pictures, double longest) {}

    /** The size of a request. */
    static Size size(ChatRequest request) {
        return new Size(
                bytes(request),
                pictures(request),
                request.generation().hasMaxTokens() ? request.generation().getMaxTokens() : Double.MAX_VALUE);
    }

    /**
     * Tokens of prompt and answer, with what covers the error of all that are under way together: for independent errors it grows with the
     * root of their number.
     *
     * @param size of the request
     * @param underWay calls whose usage is not known yet
     */
    synchronized long of(Size size, int underWay) {
        double longest = size.longest();
        double expected = seen == 0 && longest < Double.MAX_VALUE ? longest : Math.min(longest, answer);
        double cover = ERRORS_COVERED * error / Math.sqrt(Math.max(1, underWay));
        return (long) Math.ceil(prompt(size) + Math.min(longest, expected + cover));
    }

    /** Why the request can never be sent under a limit of tokens a minute, if so. */
    Optional<Failure> refusal(Size size, int tokensPerMinute) {
        double fewest;
        synchronized (this) {
            fewest = size.bytes() * Math.min(tokensPerByte, FEWEST_TOKENS_PER_BYTE);
        }
        if (fewest <= tokensPerMinute) {
            return Optional.empty();
        }
        return Optional.of(Failure.permanent(
                ErrorReason.LIMIT_EXCEEDED,
                "the prompt has about " + Math.round(fewest) + " tokens or more, but the model's limit is "
                        + tokensPerMinute + " tokens a minute (limits.tokens_per_minute)"));
    }

    /** A request used so many. */
    synchronized void learn(Size size, TokenUsage usage) {
        // A server that says something absurd must not stop everybody.
        double input = Math.min(input(usage), MOST);
        double output = Math.clamp(usage.getOutput(), 0, MOST);
        if (input <= 0) {
            return;
        }
        // The first few are averaged evenly.
        double weight = Math.max(WEIGHT, 1.0 / (seen + 1));
        if (seen > 0) {
            error += weight * (Math.abs(input + output - prompt(size) - answer) - error);
        }
        if (size.bytes() > 0 && size.pictures() == 0) {
            tokensPerByte += weight * (Math.max(0, input - FRAME) / size.bytes() - tokensPerByte);
        }
        answer += weight * (output - answer);
        seen = Math.min(seen + 1, Integer.MAX_VALUE - 1);
    }

    /** All tokens of a prompt, cached ones too. */
    static long input(TokenUsage usage) {
        return usage.getInput() + usage.getCachedInput() + usage.getCacheWrite();
    }

    private double prompt(Size size) {
        return size.bytes() * tokensPerByte + size.pictures() * PICTURE + FRAME;
    }

    private static long bytes(ChatRequest request) {
        long bytes = 0;
        for (Message message : request.messages()) {
            for (Part part : message.getPartsList()) {
                bytes += switch (part.getContentCase()) {
                    case TEXT -> utf8(part.getText());
                    case TOOL_CALL, TOOL_RESULT -> part.getSerializedSize();
                    case IMAGE, CONTENT_NOT_SET -> 0;
                };
            }
        }
        if (request.generation().getToolsCount() > 0 || request.generation().hasResponseSchema()) {
            bytes += request.generation().getSerializedSize();
        }
        return bytes;
    }

    private static long pictures(ChatRequest request) {
        long pictures = 0;
        for (Message message : request.messages()) {
            for (Part part : message.getPartsList()) {
                pictures += part.hasImage() ? 1 : 0;
            }
        }
        return pictures;
    }

    private static long utf8(String text) {
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair has four bytes, two for each half.
            bytes += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return bytes;
    }
}
