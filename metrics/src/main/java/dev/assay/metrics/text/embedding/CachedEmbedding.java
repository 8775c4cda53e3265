package dev.assay.metrics.text.embedding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers the embeddings of the texts that were last asked for. A text's embedding depends on the text alone, so that nobody sees a
 * difference but in time. Thread-safe.
 */
public final class CachedEmbedding implements TextEmbedding {

    private final TextEmbedding embedding;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Embedding> recent;

    /**
     * Remembers what a model says.
     *
     * @param texts most that are remembered, ≥ 1; those that have not been asked for longest go first
     */
    public CachedEmbedding(TextEmbedding embedding, int texts) {
        if (texts < 1) {
            throw new IllegalArgumentException("texts: expected at least 1, found " + texts);
        }
        this.embedding = embedding;
        this.recent = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Embedding> eldest) {
                return size() > texts;
            }
        };
    }

    @Override
    public EmbeddingModel model() {
        return embedding.model();
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        Map<String, Embedding> found = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        lock.lock();
        try {
            for (String text : texts) {
                Embedding known = recent.get(text);
                if (known == null) {
                    missing.add(text);
                } else {
                    found.put(text, known);
                }
            }
        } finally {
            lock.unlock();
        }
        if (!missing.isEmpty()) {
            List<String> asked = List.copyOf(missing);
            List<Embedding> made = embedding.embed(asked);
            for (int i = 0; i < asked.size(); i++) {
                found.put(asked.get(i), made.get(i));
            }
            remember(asked, made);
        }
        List<Embedding> result = new ArrayList<>(texts.size());
        texts.forEach(text -> result.add(Objects.requireNonNull(found.get(text))));
        return result;
    }

    private void remember(List<String> texts, List<Embedding> embeddings) {
        lock.lock();
        try {
            for (int i = 0; i < texts.size(); i++) {
                recent.put(texts.get(i), embeddings.get(i));
            }
        } finally {
            lock.unlock();
        }
    }
}
