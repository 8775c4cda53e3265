package dev.assay.runner.prompt;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.RequestIds;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.MessageList;
import dev.assay.type.v1.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A conversation with places for an example's values. Immutable; the same messages have the same digest everywhere.
 */
public final class Template {

    /** The place of an example's text, or of its conversation. */
    public static final String INPUT = "input";

    private static final int MAX_MESSAGES = 1_000;

    private final MessageList messages;
    private final SequencedMap<String, List<Places.Piece>> parsed = new TreeMap<>();
    private final SortedSet<String> variables = new TreeSet<>();

    private Template(MessageList messages) {
        this.messages = messages;
    }

    /**
     * Reads a template.
     *
     * @throws AssayException INVALID_REQUEST naming the message at fault
     */
    public static Template of(List<Message> messages) {
        if (messages.isEmpty()) {
            throw AssayException.invalid("prompt_template.messages", "required");
        }
        if (messages.size() > MAX_MESSAGES) {
            throw AssayException.invalid("prompt_template.messages", "more than " + MAX_MESSAGES);
        }
        Template template =
                new Template(MessageList.newBuilder().addAllMessages(messages).build());
        for (int i = 0; i < messages.size(); i++) {
            String path = "prompt_template.messages[" + i + "]";
            Message message = messages.get(i);
            switch (message.getRole()) {
                case ROLE_UNSPECIFIED, UNRECOGNIZED -> throw AssayException.invalid(path + ".role", "required");
                case SYSTEM, USER, ASSISTANT, TOOL -> {
                    // Any of them may be said.
                }
            }
            for (int k = 0; k < message.getPartsCount(); k++) {
                Part part = message.getParts(k);
                if (part.hasText()) {
                    List<Places.Piece> pieces = Places.parse(part.getText(), path + ".parts[" + k + "].text");
                    template.parsed.put(part.getText(), pieces);
                    pieces.stream().filter(Places.Piece::variable).forEach(p -> template.variables.add(p.text()));
                }
            }
        }
        return template;
    }

    /** The messages as they were given. */
    public MessageList messages() {
        return messages;
    }

    /** The variables that the messages use, sorted. */
    public List<String> variables() {
        return List.copyOf(variables);
    }

    /** SHA-256 over the messages, 64 hex digits. */
    public String digest() {
        return RequestIds.digest(messages);
    }

    /**
     * Fills the places.
     *
     * @throws AssayException PROMPT_VARIABLE_MISSING naming the variable that the input lacks
     */
    public List<Message> render(PromptInput input) {
        List<Message> rendered = new ArrayList<>();
        for (Message message : messages.getMessagesList()) {
            if (isInput(message) && input instanceof PromptInput.Conversation(List<Message> conversation)) {
                rendered.addAll(conversation);
                continue;
            }
            Message.Builder copy = message.toBuilder();
            for (Part.Builder part : copy.getPartsBuilderList()) {
                if (part.hasText()) {
                    part.setText(fill(part.getText(), input));
                }
            }
            rendered.add(copy.build());
        }
        return rendered;
    }

    private String fill(String text, PromptInput input) {
        StringBuilder filled = new StringBuilder();
        for (Places.Piece piece : parsed.getOrDefault(text, List.of())) {
            filled.append(piece.variable() ? value(piece.text(), input) : piece.text());
        }
        return filled.toString();
    }

    private static String value(String variable, PromptInput input) {
        return switch (input) {
            case PromptInput.Text(String text) when variable.equals(INPUT) -> text;
            case PromptInput.Variables(Struct values) -> {
                Value value = values.getFieldsMap().get(variable);
                if (value == null || value.hasNullValue()) {
                    throw missing(variable);
                }
                yield Values.text(value);
            }
            case PromptInput.Conversation ignored
            when variable.equals(INPUT) ->
                throw new AssayException(
                        ErrorReason.PROMPT_VARIABLE_MISSING,
                        "{{input}} stands within a text, but the example's input is a conversation, which can only take the place of a whole message");
            case PromptInput.Text ignored -> throw missing(variable);
            case PromptInput.Conversation ignored -> throw missing(variable);
        };
    }

    private static AssayException missing(String variable) {
        return new AssayException(
                ErrorReason.PROMPT_VARIABLE_MISSING, "the example has no value for {{" + variable + "}}");
    }

    private static boolean isInput(Message message) {
        return message.getPartsCount() == 1
                && message.getParts(0).hasText()
                && message.getParts(0).getText().strip().equals("{{" + INPUT + "}}");
    }
}
