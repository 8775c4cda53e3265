package dev.assay.suite;

import java.util.List;

/**
 * A named subset of the examples; both conditions hold together.
 *
 * @param categories one of these; any when empty
 * @param tags all of these
 */
public record SliceSpec(List<String> categories, List<String> tags) {
    public SliceSpec {
        categories = List.copyOf(categories);
        tags = List.copyOf(tags);
    }
}
