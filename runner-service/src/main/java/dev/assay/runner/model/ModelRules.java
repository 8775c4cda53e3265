package dev.assay.runner.model;

import dev.assay.kit.error.AssayException;
import dev.assay.runner.model.provider.Credentials;
import dev.assay.runner.model.provider.TemplateRules;
import dev.assay.runner.price.PriceRules;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.type.v1.Prices;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a model's settings must be like, and what stands for what is not given. */
final class ModelRules {

    static final int DEFAULT_ATTEMPTS = 6;
    static final int DEFAULT_CONCURRENCY = 16;

    private static final int MAX_TITLE = 200;
    private static final int MAX_MODEL_ID = 500;
    private static final int MAX_CONCURRENCY = 4_096;
    private static final int MAX_ATTEMPTS = 100;
    private static final int MAX_REQUESTS_PER_MINUTE = 10_000_000;
    private static final int MAX_TOKENS_PER_MINUTE = 1_000_000_000;
    private static final int DAY_SECONDS = 86_400;

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)(^|&)[^=&]*(key|token|secret|password|signature|sig|code|credential)[^=&]*=");

    private ModelRules() {}

    /**
     * The settings without output-only fields.
     *
     * @throws AssayException INVALID_REQUEST naming the field at fault
     */
    static Model check(Model model) {
        if (model.getTitle().codePointCount(0, model.getTitle().length()) > MAX_TITLE) {
            throw AssayException.invalid("model.title", "longer than " + MAX_TITLE + " characters");
        }
        if (model.getModelId().length() > MAX_MODEL_ID) {
            throw AssayException.invalid("model.model_id", "longer than " + MAX_MODEL_ID + " characters");
        }
        switch (model.getProvider()) {
            case PROVIDER_UNSPECIFIED, UNRECOGNIZED -> throw AssayException.invalid("model.provider", "required");
            case RECORDED -> {
                if (!model.getEndpoint().isEmpty()) {
                    throw AssayException.invalid("model.endpoint", "not for recorded answers");
                }
            }
            case OPENAI_CHAT, OPENAI_COMPLETIONS, ANTHROPIC_MESSAGES, GEMINI -> {
                noQuery(httpEndpoint(model.getEndpoint()));
                if (model.getModelId().isEmpty()) {
                    throw AssayException.invalid(
                            "model.model_id", "required: the id that the provider knows the model by");
                }
                if (model.getProvider() == Model.Provider.GEMINI
                        && !model.getModelId().matches("[A-Za-z0-9._-]+")) {
                    throw AssayException.invalid("model.model_id", "must be of letters, digits, '.', '_', '-'");
                }
            }
            case HTTP_TEMPLATE -> {
                noSecret(httpEndpoint(model.getEndpoint()));
                TemplateRules.problem(model.getHttpTemplate(), model.getModelId())
                        .ifPresent(problem -> {
                            throw AssayException.invalid("model." + problem.field(), problem.reason());
                        });
            }
            case GRPC_TARGET -> grpcEndpoint(model.getEndpoint());
        }
        if (model.hasHttpTemplate() && model.getProvider() != Model.Provider.HTTP_TEMPLATE) {
            throw AssayException.invalid("model.http_template", "only for HTTP_TEMPLATE");
        }
        maxTokensField(model);
        if (!model.getCredential().isEmpty()) {
            Credentials.problem(model.getCredential()).ifPresent(problem -> {
                throw AssayException.invalid("model.credential", problem);
            });
        }
        limits(model.getLimits());
        if (!model.getPrices().equals(Prices.getDefaultInstance())) {
            PriceRules.check(model.getPrices(), "model.prices");
        }
        policy(model.getCallPolicy());
        return model.toBuilder()
                .clearName()
                .clearCreateTime()
                .clearUpdateTime()
                .clearEtag()
                .build();
    }

    private static void maxTokensField(Model model) {
        String name = model.getMaxTokensField();
        if (!name.isEmpty() && model.getProvider() != Model.Provider.OPENAI_CHAT) {
            throw AssayException.invalid("model.max_tokens_field", "only for OPENAI_CHAT");
        }
        if (!name.isEmpty() && !name.equals("max_tokens") && !name.equals("max_completion_tokens")) {
            throw AssayException.invalid("model.max_tokens_field", "must be max_tokens or max_completion_tokens");
        }
    }

    private static URI httpEndpoint(String endpoint) {
        URI uri = endpoint(endpoint, "https://api.example.com/v1");
        String scheme = scheme(uri);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw AssayException.invalid("model.endpoint", "must be an http or https URL with a host");
        }
        return uri;
    }

    private static void grpcEndpoint(String endpoint) {
        URI uri = endpoint(endpoint, "grpc://app.example.com:9000");
        String scheme = scheme(uri);
        if (!scheme.equals("grpc") && !scheme.equals("grpcs") || uri.getHost() == null) {
            throw AssayException.invalid("model.endpoint", "must be grpc://host:port, or grpcs://host:port with TLS");
        }
        noQuery(uri);
        if (scheme.equals("grpc") && uri.getPort() < 0 || !uri.getRawPath().isEmpty()) {
            throw AssayException.invalid("model.endpoint", "must have a port and no path");
        }
    }

    private static URI endpoint(String endpoint, String example) {
        if (endpoint.isEmpty()) {
            throw AssayException.invalid("model.endpoint", "required, for example " + example);
        }
        try {
            URI uri = new URI(endpoint);
            if (uri.getRawUserInfo() != null) {
                throw AssayException.invalid("model.endpoint", "must hold no user or password; use model.credential");
            }
            if (uri.getRawFragment() != null) {
                throw AssayException.invalid("model.endpoint", "must have no fragment");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw AssayException.invalid("model.endpoint", "not a URL");
        }
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static void noQuery(URI uri) {
        if (uri.getRawQuery() != null) {
            throw AssayException.invalid("model.endpoint", "must have no query");
        }
    }

    /** Endpoints are shown to whoever may see a model. */
    private static void noSecret(URI uri) {
        if (uri.getRawQuery() != null
                && SECRET_PARAMETER.matcher(uri.getRawQuery()).find()) {
            throw AssayException.invalid(
                    "model.endpoint", "must have no key or token in its query; use model.credential");
        }
    }

    private static void limits(Limits limits) {
        range("model.limits.requests_per_minute", limits.getRequestsPerMinute(), MAX_REQUESTS_PER_MINUTE);
        range("model.limits.tokens_per_minute", limits.getTokensPerMinute(), MAX_TOKENS_PER_MINUTE);
        range("model.limits.concurrency", limits.getConcurrency(), MAX_CONCURRENCY);
    }

    private static void range(String field, int value, int max) {
        if (value < 0 || value > max) {
            throw AssayException.invalid(field, "must be between 0 and " + max + ", is " + value);
        }
    }

    private static void policy(CallPolicy policy) {
        range("model.call_policy.max_attempts", policy.getMaxAttempts(), MAX_ATTEMPTS);
        if (policy.hasConnectTimeout()) {
            positive("connect_timeout", policy.getConnectTimeout());
        }
        if (policy.hasAttemptTimeout()) {
            positive("attempt_timeout", policy.getAttemptTimeout());
        }
        if (policy.hasTotalTimeout()) {
            positive("total_timeout", policy.getTotalTimeout());
        }
        if (policy.hasInitialBackoff()) {
            positive("initial_backoff", policy.getInitialBackoff());
        }
        if (policy.hasMaxBackoff()) {
            positive("max_backoff", policy.getMaxBackoff());
        }
    }

    private static void positive(String name, com.google.protobuf.Duration duration) {
        boolean tooShort = duration.getSeconds() < 0 || duration.getSeconds() == 0 && duration.getNanos() <= 0;
        if (tooShort || duration.getNanos() < 0 || duration.getSeconds() > DAY_SECONDS) {
            throw AssayException.invalid("model.call_policy." + name, "must be longer than 0 and at most a day");
        }
    }
}
