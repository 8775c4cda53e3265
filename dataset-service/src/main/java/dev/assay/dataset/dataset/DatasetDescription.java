package dev.assay.dataset.dataset;

import dev.assay.kit.error.AssayException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people write about a dataset. Checked: whoever has one need not look again.
 *
 * @param title at most 200 characters
 * @param description at most 10,000 characters
 * @param license SPDX expression or words, at most 200 characters
 * @param labels at most 64; keys of 1 to 63 characters, values of at most 200; sorted
 */
public record DatasetDescription(String title, String description, String license, Map<String, String> labels) {

    /** Nothing said yet. */
    public static final DatasetDescription EMPTY = new DatasetDescription("", "", "", Map.of());

    private static final int MAX_LABELS = 64;

    /** @throws AssayException INVALID_REQUEST naming the field of the request that is too long */
    public DatasetDescription {
        check("dataset.title", title, 200);
        check("dataset.description", description, 10_000);
        check("dataset.license", license, 200);
        if (labels.size() > MAX_LABELS) {
            throw AssayException.invalid("dataset.labels", "more than 64 labels");
        }
        labels.forEach((key, value) -> {
            if (key.isEmpty()) {
                throw AssayException.invalid("dataset.labels", "a label without a key");
            }
            check("dataset.labels", key, 63);
            check("dataset.labels[" + key + "]", value, 200);
        });
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    private static void check(String field, String text, int limit) {
        if (text.codePointCount(0, text.length()) > limit) {
            throw AssayException.invalid(field, "longer than " + limit + " characters");
        }
        if (text.indexOf('\0') >= 0) {
            throw AssayException.invalid(field, "holds the character U+0000");
        }
    }
}
