package dev.assay.scoring.comparison;

import dev.assay.metrics.statistics.Clusters;
import dev.assay.scoring.evaluation.CompletionRow;
import dev.assay.suite.SliceSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What is known about the examples, whoever answers them: categories, slices, clusters. A few bytes an example. */
public final class Population {

    private static final int NOT_SEEN = -1;

    private final SortedMap<String, SliceSpec> sliceSpecs;
    private final List<BitSet> members = new ArrayList<>();
    private final int[] category;
    private final int[] cluster;
    private final Map<String, Integer> categoryIds = new HashMap<>();
    private final Map<String, Integer> clusterIds = new HashMap<>();
    private boolean clustered;

    public Population(int examples, SortedMap<String, SliceSpec> slices) {
        this.sliceSpecs = slices;
        this.category = new int[examples];
        this.cluster = new int[examples];
        Arrays.fill(category, NOT_SEEN);
        slices.values().forEach(slice -> members.add(new BitSet(examples)));
    }

    /** Learns about the row's example; rows of one example say the same. */
    void add(CompletionRow row) {
        int example = row.position();
        if (category[example] != NOT_SEEN) {
            return;
        }
        category[example] = categoryIds.computeIfAbsent(row.category(), name -> categoryIds.size());
        // Examples without a cluster are clusters of their own, numbered below zero.
        cluster[example] = row.cluster().isEmpty()
                ? -1 - example
                : clusterIds.computeIfAbsent(row.cluster(), name -> clusterIds.size());
        clustered |= !row.cluster().isEmpty();
        int index = 0;
        for (SliceSpec slice : sliceSpecs.values()) {
            boolean in = (slice.categories().isEmpty() || slice.categories().contains(row.category()))
                    && row.tags().containsAll(slice.tags());
            members.get(index++).set(example, in);
        }
    }

    public int size() {
        return category.length;
    }

    /** The whole data. */
    public Slice whole() {
        return slice("", new BitSet());
    }

    /** The categories as slices, by name; none when no example has one. */
    public List<Slice> categories() {
        List<Slice> slices = new ArrayList<>();
        new TreeMap<>(categoryIds).forEach((name, id) -> {
            if (!name.isEmpty()) {
                BitSet in = new BitSet(category.length);
                for (int i = 0; i < category.length; i++) {
                    in.set(i, category[i] == id);
                }
                slices.add(slice("category=" + name, in));
            }
        });
        return slices;
    }

    /** The parts of the categories that lie in a slice, by name; without those that do not. */
    public List<Slice> categoriesWithin(Slice slice) {
        if (slice.name().isEmpty()) {
            return categories();
        }
        BitSet in = new BitSet(category.length);
        Arrays.stream(slice.examples()).forEach(in::set);
        return categories().stream()
                .map(part -> new Slice(
                        part.name(),
                        Arrays.stream(part.examples()).filter(in::get).toArray()))
                .filter(part -> part.examples().length > 0)
                .toList();
    }

    /** The named slices of the suite, by name. */
    public List<Slice> named() {
        List<Slice> slices = new ArrayList<>();
        int index = 0;
        for (String name : sliceSpecs.keySet()) {
            slices.add(slice(name, members.get(index++)));
        }
        return slices;
    }

    /** The named slice; the whole data when there is no name. */
    public Slice slice(Optional<String> name) {
        return name.map(n -> named().stream()
                        .filter(slice -> slice.name().equals(n))
                        .findFirst()
                        .orElseThrow())
                .orElseGet(this::whole);
    }

    private Slice slice(String name, BitSet in) {
        int[] examples = name.isEmpty()
                ? IntStream.range(0, category.length).toArray()
                : in.stream().toArray();
        return new Slice(name, examples);
    }

    /** The clusters of these examples; absent when nothing is clustered. */
    Optional<Clusters> clusters(int[] examples) {
        if (!clustered) {
            return Optional.empty();
        }
        long[] ids = new long[examples.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = cluster[examples[i]];
        }
        return Optional.of(Clusters.of(ids));
    }

    /** Whether every example has been seen. */
    public boolean isComplete() {
        for (int id : category) {
            if (id == NOT_SEEN) {
                return false;
            }
        }
        return true;
    }

    /**
     * A subset of the examples.
     *
     * @param name empty for the whole data
     * @param examples their positions, ascending
     */
    public record Slice(String name, int[] examples) {}
}
