package dev.assay.suite;

import dev.assay.suite.ModelSpec.Calls;
import dev.assay.suite.ModelSpec.Limits;
import dev.assay.suite.ModelSpec.Prices;
import dev.assay.suite.ModelSpec.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code models}. */
final class ModelReader {

    private static final int MAX_MODELS = 100;
    private static final int MAX_WHOLE = 1_000_000_000;
    private static final Pattern CREDENTIAL = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]{0,199}|file:/.{1,1000}");
    private static final Pattern GRPC = Pattern.compile("grpcs?://[^/?#@]{1,500}");
    private static final Pattern LIMIT_NAME = Pattern.compile("max_tokens|max_completion_tokens");
    static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final String ONLY_CALLED = "has no meaning for recorded answers: nothing is called";

    private ModelReader() {}

    static SortedMap<String, ModelSpec> read(Field field) {
        SortedMap<String, ModelSpec> result = new TreeMap<>();
        TreeMap<String, Field> named = field.named(Names.ID, Names.ID_FORM, MAX_MODELS);
        named.forEach((key, model) -> model.section().ifPresent(section -> {
            ModelSpec spec = model(key, section);
            result.put(key, spec);
        }));
        if (field.isEmptyCollection()) {
            field.error("names no model");
        }
        // A key stays known even when its settings are wrong, so that one mistake is reported once.
        named.keySet().forEach(key -> result.computeIfAbsent(key, ModelReader::unread));
        return result;
    }

    private static ModelSpec unread(String key) {
        return new ModelSpec(
                Provider.RECORDED,
                Optional.empty(),
                key,
                Optional.empty(),
                Limits.DEFAULT,
                Optional.empty(),
                Calls.DEFAULT,
                Optional.empty(),
                Optional.empty());
    }

    private static ModelSpec model(String key, Section section) {
        Optional<Provider> provider = section.required("provider").flatMap(field -> field.choice(Provider.class));
        Optional<Prices> prices =
                section.field("prices").flatMap(Field::section).map(ModelReader::prices);
        ModelSpec spec;
        if (provider.isPresent() && provider.get() == Provider.RECORDED) {
            String recordedAs = section.field("recorded_as")
                    .flatMap(field -> field.text(200))
                    .orElse(key);
            section.refuse("model", "has no meaning for recorded answers; their name is \"recorded_as\"");
            for (String name :
                    new String[] {"endpoint", "credential", "limits", "calls", "template", "max_tokens_field"}) {
                section.refuse(name, ONLY_CALLED);
            }
            spec = new ModelSpec(
                    Provider.RECORDED,
                    Optional.empty(),
                    recordedAs,
                    Optional.empty(),
                    Limits.DEFAULT,
                    prices,
                    Calls.DEFAULT,
                    Optional.empty(),
                    Optional.empty());
        } else {
            spec = called(key, section, provider, prices);
        }
        section.end();
        return spec;
    }

    private static ModelSpec called(String key, Section section, Optional<Provider> provider, Optional<Prices> prices) {
        boolean known = provider.isPresent();
        Provider how = provider.orElse(Provider.OPENAI_CHAT);
        boolean named = how != Provider.HTTP_TEMPLATE && how != Provider.GRPC_TARGET;
        Optional<Field> endpoint = known ? section.required("endpoint") : section.field("endpoint");
        Optional<Field> model = known && named ? section.required("model") : section.field("model");
        Optional<ModelSpec.Template> template = Optional.empty();
        Optional<String> maxTokensField = section.field("max_tokens_field")
                .flatMap(field -> field.text(LIMIT_NAME, "max_tokens or max_completion_tokens"));
        if (known) {
            if (how != Provider.OPENAI_CHAT) {
                section.refuse("max_tokens_field", "has a meaning only with \"provider: openai_chat\"");
            }
            section.refuse("recorded_as", "has a meaning only with \"provider: recorded\"");
            if (how == Provider.HTTP_TEMPLATE) {
                template = section.required("template").flatMap(Field::section).map(TemplateReader::read);
            } else {
                section.refuse("template", "has a meaning only with \"provider: http_template\"");
            }
        } else {
            section.field("recorded_as");
            section.field("template");
        }
        return new ModelSpec(
                how,
                endpoint.flatMap(field -> endpoint(field, how)),
                model.flatMap(field -> field.text(500)).orElse(named ? key : ""),
                section.field("credential").flatMap(ModelReader::credential),
                section.field("limits")
                        .flatMap(Field::section)
                        .map(ModelReader::limits)
                        .orElse(Limits.DEFAULT),
                prices,
                section.field("calls")
                        .flatMap(Field::section)
                        .map(ModelReader::calls)
                        .orElse(Calls.DEFAULT),
                template,
                maxTokensField);
    }

    private static Optional<String> credential(Field field) {
        Optional<String> text = field.text(1_000);
        if (text.isPresent() && !CREDENTIAL.matcher(text.get()).matches()) {
            // The value is not repeated: it may be the secret itself.
            field.error("must say where the secret is, env:NAME or file:/path, and never be the secret itself");
            return Optional.empty();
        }
        return text;
    }

    private static Optional<String> endpoint(Field field, Provider provider) {
        return switch (provider) {
            case GRPC_TARGET -> field.text(GRPC, "grpc://host:port, or grpcs://host:port with TLS");
            case HTTP_TEMPLATE -> httpEndpoint(field, true);
            case RECORDED, OPENAI_CHAT, OPENAI_COMPLETIONS, ANTHROPIC_MESSAGES, GEMINI -> httpEndpoint(field, false);
        };
    }

    private static Optional<String> httpEndpoint(Field field, boolean query) {
        Optional<String> text = field.text(2_000);
        if (text.isEmpty()) {
            return text;
        }
        try {
            URI uri = new URI(text.get());
            String scheme = uri.getScheme();
            if (scheme == null || !(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
                field.error("is not an http or https URL with a host");
                return Optional.empty();
            }
            if (uri.getRawUserInfo() != null || !query && uri.getRawQuery() != null || uri.getRawFragment() != null) {
                field.error("must not hold a user, a query or a fragment; credentials go to \"credential\"");
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            field.error("is not a URL");
            return Optional.empty();
        }
        return text;
    }

    private static Limits limits(Section section) {
        Limits limits = new Limits(
                whole(section, "requests_per_minute", 0, Limits.DEFAULT.requestsPerMinute(), MAX_WHOLE),
                whole(section, "tokens_per_minute", 0, Limits.DEFAULT.tokensPerMinute(), MAX_WHOLE),
                whole(section, "concurrency", 1, Limits.DEFAULT.concurrency(), 4_096));
        section.end();
        return limits;
    }

    private static Prices prices(Section section) {
        Prices prices = new Prices(
                section.required("currency")
                        .flatMap(field -> field.text(CURRENCY, "an ISO 4217 code such as USD"))
                        .orElse(""),
                section.required("input_per_million").flatMap(Field::decimal).orElse(""),
                section.field("cached_input_per_million").flatMap(Field::decimal),
                section.field("cache_write_per_million").flatMap(Field::decimal),
                section.required("output_per_million").flatMap(Field::decimal).orElse(""),
                section.field("reasoning_per_million").flatMap(Field::decimal));
        section.end();
        return prices;
    }

    private static Calls calls(Section section) {
        Calls calls = new Calls(
                whole(section, "max_attempts", 1, Calls.DEFAULT.maxAttempts(), 100),
                time(section, "connect_timeout", Calls.DEFAULT.connectTimeout()),
                time(section, "attempt_timeout", Calls.DEFAULT.attemptTimeout()),
                time(section, "total_timeout", Calls.DEFAULT.totalTimeout()),
                time(section, "initial_backoff", Calls.DEFAULT.initialBackoff()),
                time(section, "max_backoff", Calls.DEFAULT.maxBackoff()));
        if (calls.attemptTimeout().compareTo(calls.totalTimeout()) > 0) {
            section.error("attempt_timeout is longer than total_timeout");
        }
        section.end();
        return calls;
    }

    private static int whole(Section section, String name, int min, int otherwise, int max) {
        return section.field(name)
                .flatMap(field -> field.whole(min, max))
                .map(Math::toIntExact)
                .orElse(otherwise);
    }

    private static Duration time(Section section, String name, Duration otherwise) {
        return section.field(name).flatMap(Field::duration).orElse(otherwise);
    }
}
