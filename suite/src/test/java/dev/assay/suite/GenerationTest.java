package dev.assay.suite;

import static dev.assay.suite.Suites.SMALL;
import static dev.assay.suite.Suites.errors;
import static dev.assay.suite.Suites.valid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a suite asks of its models (R1, R5): each mistake is named by its place, and what a provider cannot be asked for as well. */
class GenerationTest {

    private static final String CALLED = "{ provider: openai_chat, endpoint: 'http://h', model: m }";

    @Test
    void namesEveryMistakeByItsPlace() {
        assertThat(errors(SMALL + """
                generation:
                  tools:
                    - { name: find, parameters: { type: object } }
                    - { name: find }
                    - { name: "two words", parameters: [] }
                    - { description: "no name", parmeters: {} }
                  response_schema: [object]
                  logprobs: "yes"
                  stream: 1
                  tool_choice: auto
                """))
                .containsExactly(
                        "19:15: generation.tools[1].name: the tool \"find\" is here twice",
                        "20:15: generation.tools[2].name: \"two words\" is not 1 to 128 of A-Z, a-z, 0-9, \"_\", \".\", \"-\"",
                        "20:40: generation.tools[2].parameters: a JSON Schema of an object is expected: a mapping such as"
                                + " {type: object, properties: {…}}",
                        "21:7: generation.tools[3]: \"name\" is missing",
                        "21:33: generation.tools[3]: unknown field \"parmeters\"; did you mean \"parameters\"?",
                        "22:20: generation.response_schema: a JSON Schema of an object is expected: a mapping such as"
                                + " {type: object, properties: {…}}",
                        "23:13: generation.logprobs: true or false is expected, not a text",
                        "24:11: generation.stream: true or false is expected, not a number",
                        "25:3: generation: unknown field \"tool_choice\"; there is logprobs, max_tokens,"
                                + " response_schema, seed, stop, stream, temperature, tools, top_p");
    }

    @Test
    void namesTheModelThatCannotBeAsked() {
        String all = """
                generation:
                  tools: [ { name: find } ]
                  response_schema: { type: object }
                  logprobs: true
                """;
        assertThat(errors(with(CALLED) + all)).isEmpty();
        assertThat(errors(with(CALLED.replace("openai_chat", "gemini")) + all)).isEmpty();
        assertThat(errors(with(CALLED.replace("openai_chat", "anthropic_messages")) + all))
                .containsExactly("19:13: generation.logprobs: cannot be asked of the model \"new\": "
                        + "there is no such thing with provider anthropic_messages");
        assertThat(errors(with(CALLED.replace("openai_chat", "openai_completions")) + all))
                .containsExactly(
                        "17:10: generation.tools: cannot be asked of the model \"new\": "
                                + "there is no such thing with provider openai_completions",
                        "18:20: generation.response_schema: cannot be asked of the model \"new\": "
                                + "there is no such thing with provider openai_completions");
        assertThat(errors(with("{ provider: grpc_target, endpoint: 'grpc://h:1' }") + all))
                .singleElement()
                .asString()
                .contains("generation.logprobs");
        String template =
                "{ provider: http_template, endpoint: 'http://h', template: { body: { q: '{{prompt}}', t: '{{ tools }}' }, answer: /a } }";
        assertThat(errors(with(template) + all.replace("  logprobs: true\n", "  max_tokens: 5\n")))
                .containsExactly(
                        "18:20: generation.response_schema: cannot be asked of the model \"new\": "
                                + "its template has no place {{response_schema}}",
                        "19:15: generation.max_tokens: cannot be asked of the model \"new\": "
                                + "its template has no place {{max_tokens}}");
        assertThat(errors(with(template) + "generation: { stream: true }\n"))
                .singleElement()
                .asString()
                .endsWith("generation.stream: cannot be asked of the model \"new\": its template has no stream");
        String streaming = template.replace("answer: /a }", "answer: /a, stream: { delta: /d, done_pointer: /end } }");
        assertThat(errors(with(streaming) + "generation: { stream: true }\n")).isEmpty();
        assertThat(errors(with("{ provider: grpc_target, endpoint: 'grpc://h:1' }") + "generation: { stream: true }\n"))
                .isEmpty();
        assertThat(errors(SMALL.replace(
                                "models:\n",
                                "models:\n  spare: { provider: openai_completions, endpoint: 'http://h', model: m }\n")
                        + all))
                .as("a model that takes no part may be anything")
                .isEmpty();
    }

    @Test
    void whatIsNotAskedForIsNotInTheDefinition() {
        assertThat(valid(SMALL + "generation: { tools: [], logprobs: false, stream: false }\n")
                        .digest())
                .isEqualTo(valid(SMALL).digest());
        assertThat(valid(SMALL + "generation: { stream: true }\n").digest())
                .isNotEqualTo(valid(SMALL).digest());
    }

    private static String with(String model) {
        return Suites.with("  new: { provider: recorded }", "  new: " + model);
    }
}
