package dev.assay.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.embedding.MiniLm;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** How many texts the embedding model takes a CPU second: {@code EmbeddingThroughput FILE…}, one text a line. The best of three rounds. */
final class EmbeddingThroughput {

    private static final int ROUNDS = 3;
    private static final double NANOS = 1e9;

    private EmbeddingThroughput() {}

    public static void main(String[] files) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (MiniLm model = new MiniLm()) {
            double before = cpuSeconds();
            model.embed(List.of("loads the model"));
            out.printf(Locale.ROOT, "loading: %.2f CPU seconds%n", cpuSeconds() - before);
            for (String file : files) {
                List<String> texts = Files.readAllLines(Path.of(file), StandardCharsets.UTF_8).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
                double best = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    double start = cpuSeconds();
                    texts.forEach(text -> model.embed(List.of(text)));
                    best = Math.max(best, texts.size() / (cpuSeconds() - start));
                }
                out.printf(Locale.ROOT, "%s: %.1f texts a CPU second%n", file, best);
            }
        }
    }

    /** Of all threads, native ones too. */
    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / NANOS;
    }
}
