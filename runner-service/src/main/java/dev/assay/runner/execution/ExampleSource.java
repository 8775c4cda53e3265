package dev.assay.runner.execution;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.Slice;
import java.util.List;

/** Where examples come from; a port. Throws DEPENDENCY_UNAVAILABLE when they cannot be had for now. */
public interface ExampleSource {

    /** Which examples, in which order. */
    record Query(String version, Slice slice, long seed) {}

    /**
     * A stretch of the order.
     *
     * @param examples in order
     * @param nextToken where it goes on
     * @param last whether there are none behind these
     */
    record Page(List<Example> examples, String nextToken, boolean last) {}

    /**
     * A stretch of the order, of which only the length is of interest.
     *
     * @param count examples in it
     * @param nextToken where it goes on
     * @param last whether there are none behind these
     */
    record Stretch(int count, String nextToken, boolean last) {}

    /** The version of that name, which may end in {@code latest}. */
    DatasetVersion version(String name);

    /** The next examples, at most {@code limit}, and fewer when they are large. */
    Page page(Query query, String token, int limit);

    /** As {@link #page}, always {@code limit} examples as far as there are, without keeping them. */
    Stretch skip(Query query, String token, int limit);
}
