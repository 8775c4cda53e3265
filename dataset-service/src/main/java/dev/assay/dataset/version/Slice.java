package dev.assay.dataset.version;

import java.util.List;

/**
 * A subset of examples; both conditions hold together.
 *
 * @param categories only examples of one of these; any when empty
 * @param tags only examples that have all of these
 */
public record Slice(List<String> categories, List<String> tags) {

    /** All examples. */
    public static final Slice ALL = new Slice(List.of(), List.of());

    /** Sorted and without repeats, so that equal slices are equal. */
    public Slice {
        categories = categories.stream().sorted().distinct().toList();
        tags = tags.stream().sorted().distinct().toList();
    }
}
