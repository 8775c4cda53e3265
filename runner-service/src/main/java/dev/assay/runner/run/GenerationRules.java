package dev.assay.runner.run;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;

/** What each provider can be asked for. What it cannot be asked for is refused, rather than left out without a word; only seeds are left out. */
final class GenerationRules {

    private static final String AT = "run.generation.";

    private GenerationRules() {}

    /** @throws AssayException INVALID_REQUEST naming the parameter that does not fit */
    static void checkFits(GenerationParameters generation, Model model) {
        Model.Provider provider = model.getProvider();
        switch (provider) {
            case RECORDED, OPENAI_CHAT, PROVIDER_UNSPECIFIED, UNRECOGNIZED -> {
                // Whatever there is.
            }
            case ANTHROPIC_MESSAGES -> refuse(generation.getLogprobs(), "logprobs", provider + " gives none");
            case GEMINI ->
                refuse(
                        generation.hasSeed() && generation.getSeed() != (int) generation.getSeed(),
                        "seed",
                        "must fit into 32 bits for GEMINI");
            case OPENAI_COMPLETIONS -> {
                refuse(generation.getToolsCount() > 0, "tools", "not for " + provider);
                refuse(generation.hasResponseSchema(), "response_schema", "not for " + provider);
            }
            case HTTP_TEMPLATE -> {
                refuse(generation.getLogprobs(), "logprobs", "not for " + provider);
                refuse(generation.getStream(), "stream", "not for " + provider);
                Struct body = model.getHttpTemplate().getBody();
                place(generation.hasTemperature(), "temperature", body);
                place(generation.hasTopP(), "top_p", body);
                place(generation.hasMaxTokens(), "max_tokens", body);
                place(generation.getStopCount() > 0, "stop", body);
                place(generation.getToolsCount() > 0, "tools", body);
                place(generation.hasResponseSchema(), "response_schema", body);
            }
            case GRPC_TARGET -> {
                refuse(generation.getLogprobs(), "logprobs", "not for " + provider);
                refuse(generation.getStream(), "stream", "not for " + provider);
            }
        }
    }

    private static void place(boolean asked, String name, Struct body) {
        boolean has = has(Value.newBuilder().setStructValue(body).build(), "{{" + name + "}}");
        refuse(asked && !has, name, "the model's template has no place {{" + name + "}}");
    }

    private static boolean has(Value value, String place) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> value.getStringValue().replace(" ", "").contains(place);
            case STRUCT_VALUE ->
                value.getStructValue().getFieldsMap().values().stream().anyMatch(v -> has(v, place));
            case LIST_VALUE -> value.getListValue().getValuesList().stream().anyMatch(v -> has(v, place));
            case NULL_VALUE, NUMBER_VALUE, BOOL_VALUE, KIND_NOT_SET -> false;
        };
    }

    private static void refuse(boolean asked, String parameter, String reason) {
        if (asked) {
            throw AssayException.invalid(AT + parameter, reason);
        }
    }
}
