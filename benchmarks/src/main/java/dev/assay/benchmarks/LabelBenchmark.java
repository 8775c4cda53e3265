package dev.assay.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.label.BinaryScores;
import dev.assay.metrics.label.ConfusionMatrix;
import dev.assay.metrics.number.Kendall;
import dev.assay.metrics.structure.JsonSchema;
import dev.assay.metrics.structure.JsonText;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Metrics of labels and structures on one thread, in rows or documents a second. The data have the shape of those that the Python
 * side of {@code docs/benchmarks.md} uses.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class LabelBenchmark {

    private static final int ROWS = 1_000_000;
    private static final int DOCUMENTS = 10_000;
    private static final String SCHEMA = """
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
             "required": ["name", "age", "tags", "address"], "additionalProperties": false,
             "properties": {
               "name": {"type": "string", "minLength": 1},
               "age": {"type": "integer", "minimum": 0, "maximum": 150},
               "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]+$"}, "maxItems": 10},
               "address": {"type": "object", "required": ["city"],
                 "properties": {"city": {"type": "string"}, "zip": {"type": "string", "pattern": "^[0-9]{5}$"}}}}}
            """;

    private final boolean[] truth = new boolean[ROWS];
    private final double[] score = new double[ROWS];
    private final double[] other = new double[ROWS];
    private final int[] label = new int[ROWS];
    private final int[] answered = new int[ROWS];
    private final String[] documents = new String[DOCUMENTS];
    private final JsonSchema schema = JsonSchema.compile(parsed(SCHEMA));

    @Setup
    public void load() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < ROWS; i++) {
            truth[i] = random.nextBoolean();
            score[i] = Math.min(1, (truth[i] ? 0.3 : 0) + random.nextDouble() * 0.7);
            other[i] = random.nextDouble();
            label[i] = random.nextInt(5);
            answered[i] = random.nextInt(5);
        }
        for (int i = 0; i < DOCUMENTS; i++) {
            documents[i] = String.format(
                    Locale.ROOT,
                    "{\"name\": \"n%d\", \"age\": %d, \"tags\": [\"red\", \"blue\", \"%s\"], \"address\": {\"city\": \"Oslo\", \"zip\":"
                            + " \"%05d\"}}",
                    i,
                    i % 160,
                    i % 7 == 0 ? "X9" : "x",
                    i);
        }
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double rocAuc() {
        return BinaryScores.of(truth, score).rocAuc();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double averagePrecision() {
        return BinaryScores.of(truth, score).averagePrecision();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double macroF1OfFiveClasses() {
        return ConfusionMatrix.of(label, answered, 5).macro(1, 0).f();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double kendall() {
        return Kendall.of(score, other).tauB();
    }

    /** Parses each document and validates it against the compiled schema. */
    @Benchmark
    @OperationsPerInvocation(DOCUMENTS)
    public int jsonSchemaParseAndValidate() {
        int valid = 0;
        for (String document : documents) {
            valid += schema.isValid(parsed(document)) ? 1 : 0;
        }
        return valid;
    }

    private static JsonNode parsed(String text) {
        return switch (JsonText.read(text)) {
            case JsonText.Parsed parsed -> parsed.value();
            case JsonText.Malformed malformed -> throw new IllegalArgumentException(malformed.toString());
        };
    }
}
