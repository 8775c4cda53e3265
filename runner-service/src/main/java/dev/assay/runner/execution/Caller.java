package dev.assay.runner.execution;

import com.google.protobuf.Duration;
import dev.assay.dataset.v1.Example;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.cache.CacheEntry;
import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.runner.model.chat.Usages;
import dev.assay.runner.prompt.PromptInput;
import dev.assay.runner.run.Draft;
import dev.assay.runner.run.Shard;
import dev.assay.runner.v1.CacheHit;
import dev.assay.runner.v1.CallError;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.Timing;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes one completion: renders the prompt, calls the model, and puts together a record that holds all that scoring needs. */
final class Caller {

    private static final Logger LOG = Logger.getLogger(Caller.class);
    private static final java.time.Duration NO_OTHER_BOUND = java.time.Duration.ofDays(1);

    /**
     * One completion to make.
     *
     * @param waited for a place
     */
    record Job(Shard shard, ShardWorker.Question question, java.time.Duration waited) {}

    /**
     * What became of it.
     *
     * @param draft to be stored
     * @param fatal why no other completion of the run can succeed either; the draft is not stored then
     * @param hold to be released when the draft is stored or dropped
     */
    record Made(Draft draft, @Nullable Failure fatal, Hold hold) {}

    private final ActiveRun active;
    private final String traceParent;

    private final WorkListener listener;

    Caller(ActiveRun active, String traceParent, WorkListener listener) {
        this.active = active;
        this.traceParent = traceParent;
        this.listener = listener;
    }

    Made make(Job job) throws InterruptedException {
        Completion.Builder completion = about(job.question());
        ChatResult result;
        try {
            List<Message> messages = render(job.question().example());
            completion.addAllMessages(messages);
            result = active.model()
                    .complete(
                            new ChatRequest(
                                    messages,
                                    spec().getGeneration(),
                                    job.question().sample(),
                                    job.question().example().getRecordedAnswersMap(),
                                    traceParent,
                                    repeats(job),
                                    wanted(job)),
                            NO_OTHER_BOUND);
        } catch (AssayException e) {
            result = ChatResult.failed(Failure.permanent(e.reason(), e.message()), CallTiming.NONE, 0);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "%s: a completion failed for a reason that should not be",
                    active.run().name());
            result = ChatResult.failed(
                    Failure.permanent(ErrorReason.INTERNAL_ERROR, "internal error; the service's log has the details"),
                    CallTiming.NONE,
                    0);
        }
        boolean handedOn = false;
        try {
            listener.made(spec().getModelSnapshot().getProvider().name().toLowerCase(Locale.ROOT), result);
            Made made = made(job, completion, result);
            handedOn = true;
            return made;
        } finally {
            if (!handedOn) {
                result.hold().release();
            }
        }
    }

    /** A completion whose answer was found in the cache: nothing was called, nothing is owed, and nobody waited for a model. */
    Draft found(Shard shard, ShardWorker.Question question, Completion kept) {
        Completion completion = about(question)
                .addAllMessages(render(question.example()))
                .setAnswer(kept.getAnswer())
                .setTiming(timing(CallTiming.NONE))
                .setCacheHit(CacheHit.newBuilder()
                        .setCompletion(kept.getName())
                        .setCreateTime(kept.getCreateTime())
                        .setUsage(kept.getUsage()))
                .build();
        return new Draft(
                shard.index(),
                shard.epoch(),
                id(question.example()),
                question.sample(),
                null,
                "",
                0,
                TokenUsage.getDefaultInstance(),
                BigDecimal.ZERO,
                true,
                null,
                completion.toByteArray());
    }

    /** What later runs may find of a completion that was called. */
    private @Nullable CacheEntry kept(Completion.Builder completion) {
        if (active.cache().isEmpty()) {
            return null;
        }
        String name = active.run().name() + "/completions/"
                + completion.getExample().substring(completion.getExample().lastIndexOf('/') + 1) + "-"
                + completion.getSampleIndex();
        return active.cache().get().entry(completion.clone().setName(name).build());
    }

    /** The id of an example: the last part of its name. */
    static String id(Example example) {
        return example.getName().substring(example.getName().lastIndexOf('/') + 1);
    }

    /** What an attempt that failed has cost is missing in what was set aside for the next one. */
    private ChatRequest.Repeats repeats(Job job) {
        return active.budget()
                .<ChatRequest.Repeats>map(budget -> failed -> {
                    BigDecimal cost = amount(Usages.cost(
                            failed.usage(), spec().getModelSnapshot().getPrices()));
                    Draft.Key key = new Draft.Key(
                            id(job.question().example()), job.question().sample());
                    return cost.signum() == 0 || budget.again(key, cost, wanted(job))
                            ? Optional.empty()
                            : Optional.of(Failure.ofRun(ErrorReason.BUDGET_EXHAUSTED, budget.message(), 0));
                })
                .orElse(ChatRequest.Repeats.ALLOWED);
    }

    private BooleanSupplier wanted(Job job) {
        return () -> active.writer().wanted(job.shard().index());
    }

    private static BigDecimal amount(Cost cost) {
        return cost.getAmount().isEmpty() ? BigDecimal.ZERO : new BigDecimal(cost.getAmount());
    }

    private Run spec() {
        return active.run().specification();
    }

    /** The input of an example. */
    static PromptInput input(Example example) {
        return switch (example.getInputCase()) {
            case TEXT -> new PromptInput.Text(example.getText());
            case MESSAGES -> new PromptInput.Conversation(example.getMessages().getMessagesList());
            case VARIABLES -> new PromptInput.Variables(example.getVariables());
            case INPUT_NOT_SET -> throw new AssayException(ErrorReason.INVALID_DATA, "the example has no input");
        };
    }

    /** The prompt for an example. */
    List<Message> render(Example example) {
        PromptInput input = input(example);
        return active.template().map(template -> template.render(input)).orElseGet(input::asMessages);
    }

    private static Completion.Builder about(ShardWorker.Question question) {
        Example example = question.example();
        Completion.Builder completion = Completion.newBuilder()
                .setExample(example.getName())
                .setSampleIndex(question.sample())
                .setPosition(question.position())
                .setCategory(example.getCategory())
                .addAllTags(example.getTagsList())
                .setCluster(example.getCluster())
                .putAllGroups(example.getGroupsMap());
        if (example.hasTarget()) {
            completion.setTarget(example.getTarget());
        }
        if (example.hasWeight()) {
            completion.setWeight(example.getWeight());
        }
        return completion;
    }

    private Made made(Job job, Completion.Builder completion, ChatResult result) {
        Cost cost = Usages.cost(result.usage(), spec().getModelSnapshot().getPrices());
        completion.setTiming(timing(result.timing().plusLimited(job.waited()))).setAttempts(result.attempts());
        if (!result.usage().equals(result.usage().getDefaultInstanceForType())) {
            completion.setUsage(result.usage());
        }
        if (!cost.getCurrencyCode().isEmpty()) {
            completion.setCost(cost);
        }
        @Nullable Failure failure = null;
        switch (result.outcome()) {
            case ChatResult.Answered(var answer) -> completion.setAnswer(answer);
            case ChatResult.Failed(Failure why) -> {
                failure = why;
                completion.setError(CallError.newBuilder()
                        .setReason(why.reason())
                        .setMessage(why.message())
                        .setHttpStatus(why.httpStatus()));
            }
        }
        ShardWorker.Question question = job.question();
        Draft draft = new Draft(
                job.shard().index(),
                job.shard().epoch(),
                id(question.example()),
                question.sample(),
                failure == null ? null : failure.reason(),
                failure == null ? "" : failure.message(),
                Math.max(0, result.attempts() - 1),
                result.usage(),
                amount(cost),
                false,
                kept(completion),
                completion.build().toByteArray());
        boolean fatal = failure != null && failure.scope() == Failure.Scope.RUN;
        return new Made(draft, fatal ? failure : null, result.hold());
    }

    private static Timing timing(CallTiming timing) {
        Timing.Builder built = Timing.newBuilder()
                .setLimited(duration(timing.limited()))
                .setBackoff(duration(timing.backoff()))
                .setFailedAttempts(duration(timing.failedAttempts()));
        java.time.Duration latency = timing.latency();
        if (latency != null) {
            built.setLatency(duration(latency));
        }
        java.time.Duration firstToken = timing.firstToken();
        if (firstToken != null) {
            built.setFirstToken(duration(firstToken));
        }
        return built.build();
    }

    private static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }
}
