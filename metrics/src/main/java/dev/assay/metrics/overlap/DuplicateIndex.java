package dev.assay.metrics.overlap;

import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds texts that are nearly the same as one that was added before. MinHash signatures are cut into bands; texts that agree in a band
 * are candidates, and a candidate is reported when its exact Jaccard similarity reaches the threshold. So there are no false reports;
 * a pair at the threshold is missed with a probability of at most {@value #MISS}. Texts without shingles match nothing.
 *
 * <p>Takes about {@code 8 * shingles + 32 * bands} bytes a text. A band that more than {@value #MAX_BUCKET} texts share keeps the
 * first ones; their duplicates are still found through them. Not thread-safe. The same texts in the same order give the same result.
 *
 * <p>Source: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3.
 */
public final class DuplicateIndex {

    /** Highest probability that a pair exactly at the threshold is missed. */
    public static final double MISS = 1e-4;

    private static final int MAX_BUCKET = 1000;

    /**
     * Two texts that are nearly the same.
     *
     * @param first number of the text that was added before, from 0
     * @param second number of the later text
     * @param jaccard exact similarity of their shingles, from the threshold to 1
     */
    public record Pair(int first, int second, double jaccard) {}

    private final Shingles shingles;
    private final double threshold;
    private final MinHash minHash;
    private final int rows;
    private final List<Map<Long, int[]>> bands = new ArrayList<>();
    private final List<long[]> elements = new ArrayList<>();

    /**
     * An empty index.
     *
     * @param threshold lowest Jaccard similarity of a pair, above 0 to 1
     */
    public DuplicateIndex(Shingles shingles, double threshold, MinHash minHash) {
        if (!(threshold > 0 && threshold <= 1)) {
            throw MetricException.invalid("threshold", "must be above 0 and at most 1, is " + threshold);
        }
        this.shingles = shingles;
        this.threshold = threshold;
        this.minHash = minHash;
        this.rows = rows(minHash.permutations(), threshold);
        for (int band = 0; band < minHash.permutations() / rows; band++) {
            bands.add(new HashMap<>());
        }
    }

    /** The most rows a band may have so that a pair at the threshold is rarely missed; at least 1. */
    static int rows(int permutations, double threshold) {
        int rows = 1;
        while (rows < permutations && Math.pow(1 - Math.pow(threshold, rows + 1), permutations / (rows + 1)) <= MISS) {
            rows++;
        }
        return rows;
    }

    /** Number of texts added. */
    public int size() {
        return elements.size();
    }

    /** Adds a text under the next number, and returns its pairs with the texts before it, in their order. */
    public List<Pair> add(String text) {
        Set<String> set = shingles.of(text);
        long[] hashes = hashes(set);
        int number = elements.size();
        elements.add(hashes);
        if (hashes.length == 0) {
            return List.of();
        }
        int[] signature = minHash.signature(set);
        Set<Integer> candidates = new TreeSet<>();
        for (int band = 0; band < bands.size(); band++) {
            long key = key(signature, band * rows);
            Map<Long, int[]> buckets = bands.get(band);
            int[] bucket = buckets.get(key);
            if (bucket == null) {
                buckets.put(key, new int[] {number});
                continue;
            }
            for (int candidate : bucket) {
                candidates.add(candidate);
            }
            if (bucket.length < MAX_BUCKET) {
                int[] longer = Arrays.copyOf(bucket, bucket.length + 1);
                longer[bucket.length] = number;
                buckets.put(key, longer);
            }
        }
        List<Pair> pairs = new ArrayList<>();
        for (int candidate : candidates) {
            double jaccard = jaccard(elements.get(candidate), hashes);
            if (jaccard >= threshold) {
                pairs.add(new Pair(candidate, number, jaccard));
            }
        }
        return Collections.unmodifiableList(pairs);
    }

    private long key(int[] signature, int from) {
        long key = from;
        for (int k = from; k < from + rows; k++) {
            key = (key ^ signature[k]) * 0x9E3779B97F4A7C15L;
            key ^= key >>> 29;
        }
        return key;
    }

    private static long[] hashes(Set<String> set) {
        long[] hashes = new long[set.size()];
        int n = 0;
        for (String shingle : set) {
            long h = shingle.length();
            for (int i = 0; i < shingle.length(); i++) {
                h = (h ^ shingle.charAt(i)) * 0x9E3779B97F4A7C15L;
                h ^= h >>> 32;
            }
            hashes[n++] = h;
        }
        Arrays.sort(hashes);
        return hashes;
    }

    private static double jaccard(long[] a, long[] b) {
        int i = 0;
        int j = 0;
        int shared = 0;
        while (i < a.length && j < b.length) {
            if (a[i] == b[j]) {
                shared++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return (double) shared / (a.length + b.length - shared);
    }
}
