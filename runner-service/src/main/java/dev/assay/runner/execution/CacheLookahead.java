package dev.assay.runner.execution;

import com.google.protobuf.ByteString;
import dev.assay.runner.cache.CacheRepository;
import dev.assay.runner.v1.Completion;
import dev.assay.type.v1.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Kept answers to the questions that come next, looked up many at a time as they are reached. Without a cache it does nothing. */
final class CacheLookahead {

    private static final int AHEAD = 200;

    private final Optional<RunCache> cache;
    private final Caller caller;
    private final String runName;
    private final List<ShardWorker.Question> questions;
    private final WorkListener listener;
    private final List<ByteString> keys = new ArrayList<>();
    private Map<ByteString, Completion> found = Map.of();
    private int first;
    private int covered;

    CacheLookahead(ActiveRun active, Caller caller, List<ShardWorker.Question> questions, WorkListener listener) {
        this.cache = active.cache();
        this.caller = caller;
        this.runName = active.run().name();
        this.questions = questions;
        this.listener = listener;
    }

    /** The kept answer to the question at {@code index}; asked for in order. Empty too when it is not wanted any more. */
    Optional<Completion> at(int index, BooleanSupplier wanted) throws InterruptedException {
        if (cache.isEmpty()) {
            return Optional.empty();
        }
        if (index >= covered) {
            lookUp(cache.get(), index, wanted);
        }
        return index < covered ? Optional.ofNullable(found.get(keys.get(index - first))) : Optional.empty();
    }

    private void lookUp(RunCache from, int index, BooleanSupplier wanted) throws InterruptedException {
        keys.clear();
        first = index;
        String rendered = "";
        List<Message> messages = List.of();
        for (ShardWorker.Question question : questions.subList(index, Math.min(questions.size(), index + AHEAD))) {
            if (!question.example().getName().equals(rendered)) {
                messages = messages(question);
                rendered = question.example().getName();
            }
            keys.add(messages.isEmpty() ? ByteString.EMPTY : from.key(messages, question.sample()));
        }
        Optional<CacheRepository.Found> looked = Patience.with(runName, wanted, () -> from.find(keys));
        found = looked.map(CacheRepository.Found::answers).orElse(Map.of());
        covered = looked.map(l -> index + l.covered()).orElse(index);
        int asked = covered - first;
        int hits =
                (int) keys.subList(0, asked).stream().filter(found::containsKey).count();
        listener.lookedUp(hits, asked - hits);
    }

    /** What the model would be given; empty when that cannot be told, which the completion itself will say. */
    private List<Message> messages(ShardWorker.Question question) {
        try {
            return caller.render(question.example());
        } catch (RuntimeException e) {
            return List.of();
        }
    }
}
