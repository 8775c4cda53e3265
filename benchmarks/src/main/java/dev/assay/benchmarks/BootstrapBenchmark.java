package dev.assay.benchmarks;

import dev.assay.metrics.statistics.BootstrapInterval;
import dev.assay.metrics.statistics.Estimate;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds for one interval of a mean, 10,000 resamples, on all cores of the common pool. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Threads(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BootstrapBenchmark {

    private static final int RESAMPLES = 10_000;

    @Param({"1000", "10000"})
    private int items;

    private double[] scores = {};
    private long seed;

    @Setup
    public void load() {
        SplittableRandom random = new SplittableRandom(1);
        scores = new double[items];
        for (int i = 0; i < items; i++) {
            scores[i] = random.nextDouble() < 0.8 ? 1 : 0;
        }
    }

    @Benchmark
    public Estimate percentile() {
        return BootstrapInterval.ofMean(scores, BootstrapInterval.Kind.PERCENTILE, RESAMPLES, seed++)
                .at(0.95);
    }

    @Benchmark
    public Estimate biasCorrectedAndAccelerated() {
        return BootstrapInterval.ofMean(scores, BootstrapInterval.Kind.BCA, RESAMPLES, seed++)
                .at(0.95);
    }
}
