package dev.assay.runner.execution;

import com.google.protobuf.ByteString;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.cache.AnswerCache;
import dev.assay.runner.cache.CacheKeys;
import dev.assay.runner.model.ChatModels;
import dev.assay.runner.model.chat.Usages;
import dev.assay.runner.prompt.PromptInput;
import dev.assay.runner.prompt.Prompts;
import dev.assay.runner.prompt.Template;
import dev.assay.runner.run.RunEstimator;
import dev.assay.runner.run.RunHistory;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.TokenUsage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the first examples of a run and at what its model answered before, and says what the run would take. The seeded order is fair to
 * categories, so its first examples stand for all.
 */
@ApplicationScoped
public class Estimator implements RunEstimator {

    private static final int PROMPTS = 200;
    private static final int ANSWERS = 300;
    private static final int KEYS = 2_000;
    private static final int STRETCH = 100_000;

    private final ExampleSource examples;
    private final Prompts prompts;
    private final AnswerCache cache;
    private final RunHistory history;

    Estimator(ExampleSource examples, Prompts prompts, AnswerCache cache, RunHistory history) {
        this.examples = examples;
        this.prompts = prompts;
        this.cache = cache;
        this.history = history;
    }

    @Override
    public RunEstimate estimate(String project, Run specification) {
        ExampleSource.Query query = new ExampleSource.Query(
                specification.getDatasetVersion(), specification.getSlice(), specification.getOrderSeed());
        long count = count(specification, query);
        long completions = count * specification.getSamplesPerExample();
        RunEstimate.Builder estimate = RunEstimate.newBuilder()
                .setExamples(count)
                .setCompletions(completions)
                .setPriceTable(specification.getPriceTable());
        if (count == 0) {
            return estimate.build();
        }
        List<Example> sample =
                examples.page(query, "", (int) Math.min(PROMPTS, count)).examples();
        List<List<Message>> rendered = render(specification, sample);
        boolean recorded = specification.getModelSnapshot().getProvider() == Model.Provider.RECORDED;
        long cached = recorded ? 0 : Math.round(completions * cachedShare(project, specification, rendered));
        List<Completion> earlier = recorded
                ? recorded(specification, sample, rendered)
                : history.answers(project, specification.getModel(), ANSWERS);
        forecast(specification, completions - cached, count, rendered, earlier).onto(estimate);
        return estimate.setCached(cached)
                .setSampledPrompts(rendered.size())
                .setEarlierCompletions(recorded ? 0 : earlier.size())
                .build();
    }

    private long count(Run specification, ExampleSource.Query query) {
        if (specification.getProgress().hasTotal()) {
            return specification.getProgress().getTotal() / specification.getSamplesPerExample();
        }
        long most = specification.getMaxExamples() == 0 ? Long.MAX_VALUE : specification.getMaxExamples();
        long count = 0;
        String token = "";
        ExampleSource.Stretch stretch;
        do {
            stretch = examples.skip(query, token, (int) Math.min(STRETCH, most - count));
            count += stretch.count();
            token = stretch.nextToken();
        } while (!stretch.last() && count < most);
        return count;
    }

    /** What cannot be rendered fails without a call, and costs nothing. */
    private List<List<Message>> render(Run specification, List<Example> sample) {
        Optional<Template> template = specification.getPromptTemplate().isEmpty()
                ? Optional.empty()
                : Optional.of(prompts.get(specification.getPromptTemplate(), "run.prompt_template")
                        .template());
        List<List<Message>> rendered = new ArrayList<>();
        for (Example example : sample) {
            try {
                PromptInput input = Caller.input(example);
                rendered.add(template.map(t -> t.render(input)).orElseGet(input::asMessages));
            } catch (AssayException e) {
                rendered.add(List.of());
            }
        }
        return rendered;
    }

    private double cachedShare(String project, Run specification, List<List<Message>> rendered) {
        boolean reads = switch (specification.getCache()) {
            case READ, READ_WRITE -> true;
            case OFF, CACHE_MODE_UNSPECIFIED, UNRECOGNIZED -> false;
        };
        if (!reads || rendered.isEmpty()) {
            return 0;
        }
        CacheKeys keys = CacheKeys.of(specification.getModelSnapshot(), specification.getGeneration());
        List<ByteString> asked = new ArrayList<>();
        int samples = specification.getSamplesPerExample();
        for (int i = 0; i < rendered.size() && asked.size() + samples <= KEYS; i++) {
            for (int index = 0; index < samples; index++) {
                asked.add(keys.key(rendered.get(i), index));
            }
        }
        return asked.isEmpty() ? 0 : (double) cache.count(project, asked) / asked.size();
    }

    private static Forecast forecast(
            Run specification, long calls, long all, List<List<Message>> rendered, List<Completion> earlier) {
        TokenUsage used =
                earlier.stream().map(Completion::getUsage).reduce(TokenUsage.getDefaultInstance(), Usages::plus);
        List<Completion> told = earlier.stream()
                .filter(completion -> input(completion.getUsage()) > 0)
                .toList();
        return new Forecast(
                specification,
                calls,
                Sample.of(rendered.stream().map(Estimator::bytes).toList(), all),
                Sample.of(
                        told.stream()
                                .map(c -> (double) bytes(c.getMessagesList()) / input(c.getUsage()))
                                .toList(),
                        Long.MAX_VALUE),
                Sample.of(earlier.stream().map(c -> c.getUsage().getOutput()).toList(), Long.MAX_VALUE),
                Sample.of(
                        earlier.stream()
                                .filter(c -> c.getTiming().hasLatency())
                                .map(c -> c.getTiming().getLatency().getSeconds()
                                        + c.getTiming().getLatency().getNanos() / 1e9)
                                .toList(),
                        Long.MAX_VALUE),
                used);
    }

    /** Recorded answers know what they used, and are all that there will be. */
    private static List<Completion> recorded(Run specification, List<Example> sample, List<List<Message>> rendered) {
        String name = ChatModels.recordedName(specification.getModelSnapshot());
        List<Completion> recorded = new ArrayList<>();
        for (int i = 0; i < sample.size(); i++) {
            RecordedAnswer answer = sample.get(i).getRecordedAnswersMap().get(name);
            if (answer != null && answer.hasUsage()) {
                recorded.add(Completion.newBuilder()
                        .addAllMessages(rendered.get(i))
                        .setUsage(answer.getUsage())
                        .build());
            }
        }
        return recorded;
    }

    private static int bytes(List<Message> messages) {
        return messages.stream().mapToInt(Message::getSerializedSize).sum();
    }

    private static long input(TokenUsage usage) {
        return usage.getInput() + usage.getCachedInput() + usage.getCacheWrite();
    }
}
