package dev.assay.runner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.kit.error.AssayException;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompt templates (R5). */
class TemplateTest {

    @Test
    void fillsTextAndVariables() {
        Template template =
                Template.of(List.of(system("Be {{ tone }}."), user("{{question}} {{{{not a place}} {{n}}")));
        assertThat(template.variables()).containsExactly("n", "question", "tone");
        Struct values = Struct.newBuilder()
                .putFields("tone", text("kind {{n}}"))
                .putFields("question", text("Why?"))
                .putFields("n", Value.newBuilder().setNumberValue(3).build())
                .build();
        assertThat(template.render(new PromptInput.Variables(values)))
                .containsExactly(system("Be kind {{n}}."), user("Why? {{not a place}} 3"));
    }

    @Test
    void aConversationTakesThePlaceOfTheInput() {
        Template template = Template.of(List.of(system("S"), user("{{input}}")));
        List<Message> conversation = List.of(
                user("a"),
                Message.newBuilder(user("b")).setRole(Message.Role.ASSISTANT).build(),
                user("c"));
        assertThat(template.render(new PromptInput.Conversation(conversation)))
                .containsExactly(system("S"), conversation.get(0), conversation.get(1), conversation.get(2));
        assertThat(template.render(new PromptInput.Text("x"))).containsExactly(system("S"), user("x"));
    }

    @Test
    void aMissingVariableIsNamed() {
        Template template = Template.of(List.of(user("{{question}}")));
        for (PromptInput input : List.of(
                new PromptInput.Text("x"),
                new PromptInput.Variables(Struct.getDefaultInstance()),
                new PromptInput.Conversation(List.of()))) {
            assertThatThrownBy(() -> template.render(input)).isInstanceOfSatisfying(AssayException.class, e -> {
                assertThat(e.reason()).isEqualTo(ErrorReason.PROMPT_VARIABLE_MISSING);
                assertThat(e.message()).contains("{{question}}");
            });
        }
    }

    @Test
    void valuesReadAsJson() {
        Template template = Template.of(List.of(user("{{v}}")));
        Struct values = Struct.newBuilder()
                .putFields(
                        "v",
                        Value.newBuilder()
                                .setListValue(ListValue.newBuilder()
                                        .addValues(text("a\"b\u0001"))
                                        .addValues(Value.newBuilder().setNumberValue(1e21))
                                        .addValues(Value.newBuilder().setNumberValue(0.5))
                                        .addValues(Value.newBuilder().setBoolValue(true))
                                        .addValues(Value.newBuilder().setNullValueValue(0)))
                                .build())
                .build();
        assertThat(template.render(new PromptInput.Variables(values)))
                .containsExactly(user("[\"a\\\"b\\u0001\", 1000000000000000000000, 0.5, true, null]"));
    }

    @Test
    void badPlacesAreRefusedWithTheirPlace() {
        for (String bad : List.of("{{open", "{{}}", "{{a b}}", "{{1}}")) {
            assertThatThrownBy(() -> Template.of(List.of(user("ok"), user(bad))))
                    .isInstanceOfSatisfying(
                            AssayException.class,
                            e -> assertThat(e.message()).startsWith("prompt_template.messages[1].parts[0].text"));
        }
    }

    @Test
    void theSameContentHasTheSameDigest() {
        assertThat(Template.of(List.of(user("{{input}}"))).digest())
                .isEqualTo(Template.of(List.of(user("{{input}}"))).digest())
                .isNotEqualTo(Template.of(List.of(user("{{input}} "))).digest())
                .hasSize(64);
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Message user(String text) {
        return message(Message.Role.USER, text);
    }

    private static Message system(String text) {
        return message(Message.Role.SYSTEM, text);
    }

    private static Message message(Message.Role role, String text) {
        return Message.newBuilder()
                .setRole(role)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }
}
