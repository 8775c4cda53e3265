package dev.assay.suite;

import java.util.Optional;

/**
 * The examples: a file that is imported, or a version that is there. Exactly one of {@code file} and {@code version} is present.
 *
 * @param dataset id of the dataset
 * @param file path of the file, relative to the suite
 * @param version {@code projects/…/datasets/…/versions/…}
 * @param format of the file
 * @param mapping which column of the file becomes which field; empty with a version
 * @param maxBadRowShare the largest share of bad rows that is skipped and reported, in [0, 1]; 0 refuses the first bad row
 */
public record Data(
        String dataset,
        Optional<String> file,
        Optional<String> version,
        Format format,
        Mapping mapping,
        double maxBadRowShare) {

    /** Formats of files. */
    public enum Format {
        JSONL
    }
}
