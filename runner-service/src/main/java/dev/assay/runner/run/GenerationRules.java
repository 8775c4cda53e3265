package dev.assay.runner.run;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;
import java.net.URI;

/** What each provider can be asked for. What it cannot be asked for is refused, rather than left out without a word; only seeds are left out. */
final class GenerationRules {

    private static final String AT = "run.generation.";
    private static final int OPENAI_STOPS = 4;
    private static final int GEMINI_STOPS = 5;

    private GenerationRules() {}

    /** @throws AssayException INVALID_REQUEST naming the parameter that does not fit */
    static void checkFits(GenerationParameters generation, Model model) {
        Model.Provider provider = model.getProvider();
        switch (provider) {
            case RECORDED, PROVIDER_UNSPECIFIED, UNRECOGNIZED -> {
                // Whatever there is.
            }
            case OPENAI_CHAT -> openAi(generation, model);
            case ANTHROPIC_MESSAGES -> {
                refuse(generation.getLogprobs(), "logprobs", provider + " gives none");
                if (isAt(model, "api.anthropic.com")) {
                    refuse(generation.getTemperature() > 1, "temperature", "must be at most 1 for Anthropic");
                    refuse(
                            generation.getStopList().stream().anyMatch(String::isBlank),
                            "stop",
                            "must not be of white space only for Anthropic");
                }
            }
            case GEMINI -> {
                refuse(
                        generation.hasSeed() && generation.getSeed() != (int) generation.getSeed(),
                        "seed",
                        "must fit into 32 bits for GEMINI");
                refuse(generation.getStopCount() > GEMINI_STOPS, "stop", "more than " + GEMINI_STOPS + " for GEMINI");
            }
            case OPENAI_COMPLETIONS -> {
                openAi(generation, model);
                refuse(generation.getToolsCount() > 0, "tools", "not for " + provider);
                refuse(generation.hasResponseSchema(), "response_schema", "not for " + provider);
            }
            case HTTP_TEMPLATE -> {
                refuse(generation.getLogprobs(), "logprobs", "not for " + provider);
                refuse(
                        generation.getStream() && !model.getHttpTemplate().hasStream(),
                        "stream",
                        "the model's template has no stream");
                Struct body = model.getHttpTemplate().getBody();
                place(generation.hasTemperature(), "temperature", body);
                place(generation.hasTopP(), "top_p", body);
                place(generation.hasMaxTokens(), "max_tokens", body);
                place(generation.getStopCount() > 0, "stop", body);
                place(generation.getToolsCount() > 0, "tools", body);
                place(generation.hasResponseSchema(), "response_schema", body);
            }
            case GRPC_TARGET -> refuse(generation.getLogprobs(), "logprobs", "not for " + provider);
        }
    }

    /** Other servers of these protocols have limits of their own, or none. */
    private static void openAi(GenerationParameters generation, Model model) {
        if (isAt(model, "api.openai.com")) {
            refuse(generation.getStopCount() > OPENAI_STOPS, "stop", "more than " + OPENAI_STOPS + " for OpenAI");
            refuse(generation.getTemperature() > 2, "temperature", "must be at most 2 for OpenAI");
        }
    }

    private static boolean isAt(Model model, String host) {
        return host.equalsIgnoreCase(URI.create(model.getEndpoint()).getHost());
    }

    /** Whether the length of an answer can be limited. */
    static boolean takesMaxTokens(Model model) {
        return model.getProvider() != Model.Provider.HTTP_TEMPLATE
                || hasPlace("max_tokens", model.getHttpTemplate().getBody());
    }

    private static void place(boolean asked, String name, Struct body) {
        refuse(asked && !hasPlace(name, body), name, "the model's template has no place {{" + name + "}}");
    }

    private static boolean hasPlace(String name, Struct body) {
        return has(Value.newBuilder().setStructValue(body).build(), "{{" + name + "}}");
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
