package dev.assay.embedding;

import ai.onnxruntime.OrtException;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.text.embedding.Embedding;
import dev.assay.metrics.text.embedding.EmbeddingModel;
import dev.assay.metrics.text.embedding.TextEmbedding;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The sentence embedding all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) in this process, as sentence-transformers computes it:
 * the mean of the vectors of at most 256 word pieces, start and end mark included, scaled to length 1. English; of other scripts it knows
 * little more than letters. The weights are loaded when the first text comes, once; making an instance costs nothing. Thread-safe.
 */
public final class MiniLm implements TextEmbedding, AutoCloseable {

    /** Most word pieces of a text, start and end mark included. */
    public static final int MAX_PIECES = 256;

    /** The first twelve digits of the weights' SHA-256 are part of the version. */
    public static final EmbeddingModel MODEL = new EmbeddingModel("all-MiniLM-L6-v2", "fp32-759c3cd2b7fe", 384);

    static final String WEIGHTS = "/all-minilm-l6-v2.onnx";
    static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";
    private static final long WEIGHTS_BYTES = 90_387_606;

    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable Loaded loaded;

    private sealed interface Loaded {}

    private record Ready(WordPieceTokenizer tokenizer, OnnxEncoder encoder) implements Loaded {}

    private record Broken(String reason) implements Loaded {}

    @Override
    public EmbeddingModel model() {
        return MODEL;
    }

    @Override
    public List<Embedding> embed(List<String> texts) {
        Ready model = ready();
        return texts.stream().map(text -> embed(model, text)).toList();
    }

    private static Embedding embed(Ready model, String text) {
        WordPieceTokenizer.Pieces pieces = model.tokenizer().encode(text);
        if (pieces.isEmpty()) {
            throw MetricException.undefined("a text without words has no embedding");
        }
        try {
            return new Embedding(unit(model.encoder().mean(pieces.ids())), pieces.truncated());
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model " + MODEL + " failed: " + e.getMessage(), e);
        }
    }

    private static float[] unit(double[] vector) {
        double squares = 0;
        for (double component : vector) {
            squares += component * component;
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    private Ready ready() {
        Loaded state = loaded;
        if (state == null) {
            loading.lock();
            try {
                state = loaded;
                if (state == null) {
                    state = load();
                    loaded = state;
                }
            } finally {
                loading.unlock();
            }
        }
        return switch (state) {
            case Ready ready -> ready;
            case Broken broken -> throw MetricException.unavailable(broken.reason());
        };
    }

    /** What fails once fails always: a library that this machine cannot load, or a model that is not there. */
    private static Loaded load() {
        try (InputStream vocabulary = resource(TOKENIZER);
                InputStream weights = resource(WEIGHTS)) {
            WordPieceTokenizer tokenizer =
                    new WordPieceTokenizer(BertCharacters.load(), Vocabulary.read(vocabulary), MAX_PIECES);
            return new Ready(tokenizer, new OnnxEncoder(weights, WEIGHTS_BYTES, MODEL.dimension()));
        } catch (IOException | OrtException | RuntimeException | LinkageError e) {
            return new Broken("the embedding model " + MODEL + " cannot be loaded on " + System.getProperty("os.name")
                    + " " + System.getProperty("os.arch") + ": " + cause(e));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream resource = MiniLm.class.getResourceAsStream(name);
        if (resource == null) {
            throw new FileNotFoundException(name.substring(1) + " is not on the class path");
        }
        return resource;
    }

    private static String cause(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getClass().getSimpleName() + ": " + innermost.getMessage();
    }

    /** Gives the model's memory back. Only when nobody embeds any more. */
    @Override
    public void close() {
        loading.lock();
        try {
            if (loaded instanceof Ready ready) {
                loaded = new Broken("the embedding model " + MODEL + " has been closed");
                ready.encoder().close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("the embedding model " + MODEL + " could not be closed", e);
        } finally {
            loading.unlock();
        }
    }
}
