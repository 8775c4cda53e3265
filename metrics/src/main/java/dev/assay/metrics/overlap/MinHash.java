package dev.assay.metrics.overlap;

import dev.assay.metrics.MetricException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Set;

/**
 * Signatures of sets whose agreement estimates the Jaccard similarity: of {@code k} permutations, the share of equal minima, with a
 * standard error of {@code sqrt(j (1 - j) / k)}. Immutable and thread-safe; the same seed gives the same signatures everywhere.
 *
 * <p>Source: Broder 1997. Elements are hashed with the first 32 bits of SHA-1, mixed by MurmurHash3's finalizer and permuted by odd
 * affine maps modulo 2^32; datasketch 2.0.0 gives the same signatures (its default scheme affine32, for seeds below 2^32).
 */
public final class MinHash {

    /** Most permutations. */
    public static final int MAX_PERMUTATIONS = 4096;

    private final int[] multipliers;
    private final int[] increments;

    /**
     * Draws the permutations.
     *
     * @param permutations length of the signatures, 1 to {@value #MAX_PERMUTATIONS}; 256 is usual
     */
    public MinHash(int permutations, int seed) {
        if (permutations < 1 || permutations > MAX_PERMUTATIONS) {
            throw MetricException.invalid("num_perm", "must be from 1 to " + MAX_PERMUTATIONS + ", is " + permutations);
        }
        MersenneTwister random = new MersenneTwister(seed);
        this.multipliers = new int[permutations];
        this.increments = new int[permutations];
        for (int k = 0; k < permutations; k++) {
            multipliers[k] = (random.next() & 0x7FFFFFFF) * 2 + 1;
        }
        for (int k = 0; k < permutations; k++) {
            increments[k] = random.next();
        }
    }

    /** Length of the signatures. */
    public int permutations() {
        return multipliers.length;
    }

    /** The signature of a set; that of the empty set is all ones. Values are unsigned. */
    public int[] signature(Set<String> elements) {
        // Kept with the sign bit flipped, so that signed comparison orders them as unsigned numbers.
        int[] minima = new int[multipliers.length];
        Arrays.fill(minima, Integer.MAX_VALUE);
        MessageDigest digest = sha1();
        for (String element : elements) {
            int hash = mix(first32(digest.digest(element.getBytes(StandardCharsets.UTF_8))));
            for (int k = 0; k < minima.length; k++) {
                minima[k] = Math.min(minima[k], (multipliers[k] * hash + increments[k]) ^ Integer.MIN_VALUE);
            }
        }
        for (int k = 0; k < minima.length; k++) {
            minima[k] ^= Integer.MIN_VALUE;
        }
        return minima;
    }

    /** The estimated Jaccard similarity of two sets by their signatures, from 0 to 1. */
    public static double similarity(int[] a, int[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("signatures of different lengths");
        }
        int equal = 0;
        for (int k = 0; k < a.length; k++) {
            if (a[k] == b[k]) {
                equal++;
            }
        }
        return (double) equal / a.length;
    }

    private static int first32(byte[] digest) {
        return (digest[0] & 0xFF) | (digest[1] & 0xFF) << 8 | (digest[2] & 0xFF) << 16 | (digest[3] & 0xFF) << 24;
    }

    private static int mix(int hash) {
        int h = hash;
        h ^= h >>> 16;
        h *= 0x85EBCA6B;
        h ^= h >>> 13;
        h *= 0xC2B2AE35;
        return h ^ (h >>> 16);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
