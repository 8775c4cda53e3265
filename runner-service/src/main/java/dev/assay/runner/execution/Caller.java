package dev.assay.runner.execution;

import com.google.protobuf.Duration;
import dev.assay.dataset.v1.Example;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Hold;
import dev.assay.runner.model.chat.Usages;
import dev.assay.runner.prompt.PromptInput;
import dev.assay.runner.run.Draft;
import dev.assay.runner.v1.CallError;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.Timing;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Makes one completion: renders the prompt, calls the model, and puts together a record that holds all that scoring needs. */
final class Caller {

    private static final Logger LOG = Logger.getLogger(Caller.class);
    private static final java.time.Duration NO_OTHER_BOUND = java.time.Duration.ofDays(1);

    /**
     * One completion to make.
     *
     * @param position of the example in the seeded order
     * @param waited for a place
     */
    record Job(int shard, long epoch, Example example, long position, int sampleIndex, java.time.Duration waited) {}

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
        Completion.Builder completion = about(job);
        ChatResult result;
        try {
            List<Message> messages = render(job.example());
            completion.addAllMessages(messages);
            result = active.model()
                    .complete(
                            new ChatRequest(
                                    messages,
                                    spec().getGeneration(),
                                    job.sampleIndex(),
                                    job.example().getRecordedAnswersMap(),
                                    traceParent),
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

    /** The id of an example: the last part of its name. */
    static String id(Example example) {
        return example.getName().substring(example.getName().lastIndexOf('/') + 1);
    }

    private Run spec() {
        return active.run().specification();
    }

    private List<Message> render(Example example) {
        PromptInput input = switch (example.getInputCase()) {
            case TEXT -> new PromptInput.Text(example.getText());
            case MESSAGES -> new PromptInput.Conversation(example.getMessages().getMessagesList());
            case VARIABLES -> new PromptInput.Variables(example.getVariables());
            case INPUT_NOT_SET -> throw new AssayException(ErrorReason.INVALID_DATA, "the example has no input");
        };
        return active.template().map(template -> template.render(input)).orElseGet(input::asMessages);
    }

    private static Completion.Builder about(Job job) {
        Example example = job.example();
        Completion.Builder completion = Completion.newBuilder()
                .setExample(example.getName())
                .setSampleIndex(job.sampleIndex())
                .setPosition(job.position())
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
        Draft draft = new Draft(
                job.shard(),
                job.epoch(),
                id(job.example()),
                job.sampleIndex(),
                failure == null ? null : failure.reason(),
                failure == null ? "" : failure.message(),
                Math.max(0, result.attempts() - 1),
                result.usage(),
                cost.getAmount().isEmpty() ? BigDecimal.ZERO : new BigDecimal(cost.getAmount()),
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
