package dev.assay.runner.model;

import com.google.protobuf.Duration;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.limit.Limiter;
import dev.assay.runner.model.limit.Quotas;
import dev.assay.runner.model.provider.Credentials;
import dev.assay.runner.model.provider.HttpChatModel;
import dev.assay.runner.model.provider.HttpSender;
import dev.assay.runner.model.provider.HttpTarget;
import dev.assay.runner.model.provider.RecordedModel;
import dev.assay.runner.model.provider.TargetModel;
import dev.assay.runner.model.provider.TargetSender;
import dev.assay.runner.model.retry.RetryBudget;
import dev.assay.runner.model.retry.RetryPolicy;
import dev.assay.runner.model.retry.RetryingModel;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.Model;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Makes something that can be called of a model's settings: protocol, under limits, under retries. */
public final class ChatModels {

    private final HttpSender sender;
    private final TargetSender targets;
    private final Credentials credentials;
    private final Limiter limiter;
    private final long maxAnswerBytes;
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    public ChatModels(
            HttpSender sender, TargetSender targets, Credentials credentials, Limiter limiter, long maxAnswerBytes) {
        this.sender = sender;
        this.targets = targets;
        this.credentials = credentials;
        this.limiter = limiter;
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /**
     * The model that {@code settings} describe.
     *
     * @param settings checked settings with the model's name
     */
    public ChatModel of(Model settings) {
        return switch (settings.getProvider()) {
            case RECORDED -> new RecordedModel(recordedName(settings));
            case OPENAI_CHAT ->
                guarded(
                        HttpChatModel.openAi(sender, credentials, target(settings), settings.getMaxTokensField()),
                        settings);
            case ANTHROPIC_MESSAGES ->
                guarded(HttpChatModel.anthropic(sender, credentials, target(settings)), settings);
            case GEMINI -> guarded(HttpChatModel.gemini(sender, credentials, target(settings)), settings);
            case OPENAI_COMPLETIONS ->
                guarded(HttpChatModel.completions(sender, credentials, target(settings)), settings);
            case HTTP_TEMPLATE ->
                guarded(
                        HttpChatModel.template(sender, credentials, target(settings), settings.getHttpTemplate()),
                        settings);
            case GRPC_TARGET -> guarded(new TargetModel(targets, credentials, target(settings)), settings);
            case PROVIDER_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("no provider: " + settings.getName());
        };
    }

    private ChatModel guarded(ChatModel protocol, Model settings) {
        ChatModel limited = limiter.limit(
                protocol,
                settings.getCredential(),
                settings.getEndpoint(),
                new Quotas(
                        settings.getLimits().getRequestsPerMinute(),
                        settings.getLimits().getTokensPerMinute(),
                        concurrency(settings)));
        RetryBudget budget = budgets.computeIfAbsent(
                settings.getCredential() + ' ' + settings.getEndpoint(), ignored -> new RetryBudget(System::nanoTime));
        return new RetryingModel(limited, retryPolicy(settings.getCallPolicy()), budget, Thread::sleep, RANDOM);
    }

    /** Calls that a run over this model can have open at once. */
    public static int concurrency(Model settings) {
        int given = settings.getLimits().getConcurrency();
        return given == 0 ? ModelRules.DEFAULT_CONCURRENCY : given;
    }

    /** The name that recorded answers are found under. */
    public static String recordedName(Model settings) {
        String name = settings.getName();
        return settings.getModelId().isEmpty() ? name.substring(name.lastIndexOf('/') + 1) : settings.getModelId();
    }

    private HttpTarget target(Model settings) {
        CallPolicy policy = settings.getCallPolicy();
        return new HttpTarget(
                URI.create(settings.getEndpoint()),
                settings.getModelId(),
                settings.getCredential(),
                orElse(policy.hasConnectTimeout(), policy.getConnectTimeout(), 10_000),
                orElse(policy.hasAttemptTimeout(), policy.getAttemptTimeout(), 120_000),
                maxAnswerBytes);
    }

    static RetryPolicy retryPolicy(CallPolicy policy) {
        return new RetryPolicy(
                policy.getMaxAttempts() == 0 ? ModelRules.DEFAULT_ATTEMPTS : policy.getMaxAttempts(),
                orElse(policy.hasTotalTimeout(), policy.getTotalTimeout(), 600_000),
                orElse(policy.hasInitialBackoff(), policy.getInitialBackoff(), 500),
                orElse(policy.hasMaxBackoff(), policy.getMaxBackoff(), 30_000));
    }

    private static java.time.Duration orElse(boolean given, Duration duration, long otherMillis) {
        return given
                ? java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos())
                : java.time.Duration.ofMillis(otherMillis);
    }

    /** Jitter must differ between threads and processes, so it has no seed; what is stored does not depend on it. */
    private static final RandomGenerator RANDOM = new RandomGenerator() {
        @Override
        public long nextLong() {
            return ThreadLocalRandom.current().nextLong();
        }
    };
}
