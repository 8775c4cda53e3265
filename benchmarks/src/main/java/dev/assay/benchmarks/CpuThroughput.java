package dev.assay.benchmarks;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Runs the text benchmarks by the CPU time of one thread instead of the clock, so that a machine that others use as well gives the same
 * figures: {@code CpuThroughput [name…]}. Prints pairs a CPU second, the best of several rounds, after a warm-up.
 */
final class CpuThroughput {

    private static final long WARM_UP_NANOS = 3_000_000_000L;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int ROUNDS = 5;
    private static final int BATCH = 500;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static double sink;

    private CpuThroughput() {}

    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        TextBenchmark benchmark = new TextBenchmark();
        benchmark.load();
        for (Map.Entry<String, DoubleSupplier> entry : benchmarks(benchmark).entrySet()) {
            if (args.length == 0 || java.util.List.of(args).contains(entry.getKey())) {
                out.printf(
                        Locale.ROOT,
                        "{\"metric\": \"%s\", \"per_s\": %.1f}%n",
                        entry.getKey(),
                        measure(entry.getValue()));
            }
        }
        out.println("checksum " + sink);
    }

    private static Map<String, DoubleSupplier> benchmarks(TextBenchmark b) {
        Map<String, DoubleSupplier> all = new LinkedHashMap<>();
        all.put("exactMatchTrimmed", () -> b.exactMatchTrimmed() ? 1 : 0);
        all.put("squadF1", b::squadF1);
        all.put("sentenceBleu", b::sentenceBleu);
        all.put("corpusBleu", () -> b.corpusBleu().hashCode());
        all.put("sentenceChrf", b::sentenceChrf);
        all.put("sentenceTer", b::sentenceTer);
        all.put("rougeLPlain", b::rougeLPlain);
        all.put("rougeLStemmed", b::rougeLStemmed);
        all.put("rouge12LStemmed", b::rouge12LStemmed);
        all.put("levenshteinNormalizedSimilarity", b::levenshteinNormalizedSimilarity);
        all.put("wordErrorRate", b::wordErrorRate);
        return all;
    }

    private static double measure(DoubleSupplier pair) {
        run(pair, WARM_UP_NANOS);
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, run(pair, ROUND_NANOS));
        }
        return best;
    }

    /** Pairs a CPU second. */
    private static double run(DoubleSupplier pair, long nanos) {
        long start = THREADS.getCurrentThreadCpuTime();
        long pairs = 0;
        long spent = 0;
        while (spent < nanos) {
            double sum = 0;
            for (int i = 0; i < BATCH; i++) {
                sum += pair.getAsDouble();
            }
            sink += sum;
            pairs += BATCH;
            spent = THREADS.getCurrentThreadCpuTime() - start;
        }
        return pairs * 1e9 / spent;
    }
}
