package dev.assay.runner.prompt;

import com.google.protobuf.Struct;
import dev.assay.kit.error.AssayException;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.util.List;

/** What an example asks, in one of three shapes. */
public sealed interface PromptInput {

    /** A plain text. */
    record Text(String text) implements PromptInput {}

    /** A conversation, oldest turn first. */
    record Conversation(List<Message> messages) implements PromptInput {}

    /** Named values for a template. */
    record Variables(Struct values) implements PromptInput {}

    /**
     * The messages for a model when there is no template: a text becomes the user's turn, a conversation stays as it is.
     *
     * @throws AssayException PROMPT_VARIABLE_MISSING for named values, which need a template
     */
    default List<Message> asMessages() {
        return switch (this) {
            case Text(String text) ->
                List.of(Message.newBuilder()
                        .setRole(Message.Role.USER)
                        .addParts(Part.newBuilder().setText(text))
                        .build());
            case Conversation(List<Message> messages) -> messages;
            case Variables ignored ->
                throw new AssayException(
                        ErrorReason.PROMPT_VARIABLE_MISSING,
                        "the example has named variables, which need a prompt template, and the run has none");
        };
    }
}
