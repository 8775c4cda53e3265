package dev.assay.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * A transformer encoder in ONNX Runtime: word pieces in, a vector for each of them out. Every text is a call of its own on one thread, so that
 * its vectors depend on nothing else; calls may come from any number of threads.
 */
final class OnnxEncoder implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int dimension;

    /**
     * Loads a model.
     *
     * @param model an ONNX model with the inputs {@code input_ids}, {@code attention_mask}, {@code token_type_ids} and the output
     *     {@code last_hidden_state}
     * @param bytes its exact size
     * @param dimension of its vectors
     * @throws IOException when it cannot be read or has another size, or this machine has no ONNX Runtime
     * @throws OrtException when ONNX Runtime refuses it
     */
    OnnxEncoder(InputStream model, long bytes, int dimension) throws IOException, OrtException {
        this.dimension = dimension;
        this.environment = OnnxLibrary.environment();
        // Outside the heap, and given back as soon as ONNX Runtime has its own copy.
        try (Arena arena = Arena.ofConfined();
                SessionOptions options = new SessionOptions()) {
            MemorySegment memory = read(model, bytes, arena);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
            options.setDeterministicCompute(true);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            this.session = environment.createSession(memory.asByteBuffer(), options);
        }
    }

    private static MemorySegment read(InputStream model, long bytes, Arena arena) throws IOException {
        MemorySegment memory = arena.allocate(bytes);
        byte[] chunk = new byte[CHUNK];
        long at = 0;
        int read = model.read(chunk);
        while (read >= 0) {
            if (at + read > bytes) {
                throw new IOException("the model has more than " + bytes + " bytes");
            }
            MemorySegment.copy(MemorySegment.ofArray(chunk), 0, memory, at, read);
            at += read;
            read = model.read(chunk);
        }
        if (at != bytes) {
            throw new IOException("the model has " + at + " bytes, not " + bytes);
        }
        return memory;
    }

    /** The mean of the pieces' vectors; not normalised. */
    double[] mean(long[] pieces) throws OrtException {
        long[] shape = {1, pieces.length};
        long[] ones = new long[pieces.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, LongBuffer.wrap(pieces), shape);
                OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.allocate(pieces.length), shape);
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
            FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
            double[] mean = new double[dimension];
            for (int piece = 0; piece < pieces.length; piece++) {
                for (int i = 0; i < dimension; i++) {
                    mean[i] += states.get(piece * dimension + i);
                }
            }
            for (int i = 0; i < dimension; i++) {
                mean[i] /= pieces.length;
            }
            return mean;
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
