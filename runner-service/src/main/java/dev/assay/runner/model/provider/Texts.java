package dev.assay.runner.model.provider;

import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.ToolCall;

/**
 * Texts as they can be stored and sent on. JSON may hold half of a surrogate pair, where a server cut an emoji in two, and UTF-8 cannot: it
 * becomes U+FFFD, as in any decoder.
 */
final class Texts {

    private static final char REPLACEMENT = '\ufffd';

    private Texts() {}

    /** The text itself when it is well-formed, else a copy in which it is. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHalf(text, i)) {
                return mended(text);
            }
        }
        return text;
    }

    /** The answer with all its texts well-formed. The arguments of its tool calls are so already. */
    static Answer wellFormed(Answer answer) {
        Answer.Builder built = answer.toBuilder()
                .setFinishReason(wellFormed(answer.getFinishReason()))
                .setServedModel(wellFormed(answer.getServedModel()));
        for (Part.Builder part : built.getMessageBuilder().getPartsBuilderList()) {
            if (part.hasText()) {
                part.setText(wellFormed(part.getText()));
            } else if (part.hasToolCall()) {
                ToolCall.Builder call = part.getToolCallBuilder();
                call.setId(wellFormed(call.getId()))
                        .setName(wellFormed(call.getName()))
                        .setInvalidArguments(wellFormed(call.getInvalidArguments()));
            }
        }
        for (TokenLogprob.Builder token : built.getLogprobsBuilderList()) {
            token.setToken(wellFormed(token.getToken()));
        }
        return built.build();
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (isHalf(text, i)) {
                mended.setCharAt(i, REPLACEMENT);
            }
        }
        return mended.toString();
    }

    private static boolean isHalf(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
