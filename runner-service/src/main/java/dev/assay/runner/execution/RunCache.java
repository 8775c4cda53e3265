package dev.assay.runner.execution;

import com.google.protobuf.ByteString;
import dev.assay.runner.cache.AnswerCache;
import dev.assay.runner.cache.CacheEntry;
import dev.assay.runner.cache.CacheKeys;
import dev.assay.runner.cache.CacheRepository;
import dev.assay.runner.cache.WholeAnswers;
import dev.assay.runner.run.Run;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;
import dev.assay.type.v1.Message;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cache as one run may use it. */
final class RunCache {

    private final AnswerCache cache;
    private final CacheKeys keys;
    private final String project;
    private final GenerationParameters generation;
    private final boolean writes;
    private final boolean silent;

    private RunCache(AnswerCache cache, Run run, boolean writes) {
        this.cache = cache;
        this.generation = run.specification().getGeneration();
        this.keys = CacheKeys.of(run.specification().getModelSnapshot(), generation);
        this.project = run.project();
        this.writes = writes;
        this.silent = switch (run.specification().getModelSnapshot().getProvider()) {
            case HTTP_TEMPLATE, GRPC_TARGET -> true;
            case OPENAI_CHAT,
                    OPENAI_COMPLETIONS,
                    ANTHROPIC_MESSAGES,
                    GEMINI,
                    RECORDED,
                    PROVIDER_UNSPECIFIED,
                    UNRECOGNIZED -> false;
        };
    }

    /** The cache for that run; empty when it is off, and for recorded answers. */
    static Optional<RunCache> of(Run run, AnswerCache cache) {
        if (run.specification().getModelSnapshot().getProvider() == Model.Provider.RECORDED) {
            return Optional.empty();
        }
        return switch (run.specification().getCache()) {
            case CACHE_MODE_UNSPECIFIED, OFF, UNRECOGNIZED -> Optional.empty();
            case READ -> Optional.of(new RunCache(cache, run, false));
            case READ_WRITE -> Optional.of(new RunCache(cache, run, true));
        };
    }

    /** The key of a question. */
    ByteString key(List<Message> messages, int sampleIndex) {
        return keys.key(messages, sampleIndex);
    }

    /** Answers for the first of these keys. */
    CacheRepository.Found find(List<ByteString> wanted) {
        return cache.find(project, wanted);
    }

    /** What is to be kept of a completion, which has its name; null for nothing. */
    @Nullable
    CacheEntry entry(Completion completion) {
        return writes && completion.hasAnswer() && WholeAnswers.test(completion.getAnswer(), generation, silent)
                ? cache.entry(project, key(completion.getMessagesList(), completion.getSampleIndex()), completion)
                        .orElse(null)
                : null;
    }
}
