package dev.assay.metrics.statistics;

/**
 * The generator of everything random here: xoroshiro128++ (Blackman and Vigna 2021, ACM TOMS 47:4), seeded through SplitMix64 from a
 * seed and the number of a stream, so that each resample has its own stream and the number of threads cannot matter. Its output is
 * part of the contract: the same seed gives the same bytes on every machine and in every version.
 */
final class SeededRandom {

    private long s0;
    private long s1;

    SeededRandom(long seed, long stream) {
        long state = mix(seed + 0x9E3779B97F4A7C15L) ^ mix(stream + 0xD1B54A32D192ED03L);
        s0 = mix(state + 0x9E3779B97F4A7C15L);
        s1 = mix(state + 0x3C6EF372FE94F82AL);
        if ((s0 | s1) == 0) {
            s1 = 1;
        }
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        long a = s0;
        long b = s1;
        long result = Long.rotateLeft(a + b, 17) + a;
        b ^= a;
        s0 = Long.rotateLeft(a, 49) ^ b ^ (b << 21);
        s1 = Long.rotateLeft(b, 28);
        return result;
    }

    /** Uniform in [0, bound) by multiply-shift of 32 bits (Lemire 2019, ACM TOMACS 29:3); its bias is below bound/2³². */
    int nextInt(int bound) {
        return (int) (((nextLong() >>> 32) * bound) >>> 32);
    }

    /** Uniform in (0, 1). */
    double nextDouble() {
        return ((nextLong() >>> 11) + 0.5) * 0x1.0p-53;
    }
}
