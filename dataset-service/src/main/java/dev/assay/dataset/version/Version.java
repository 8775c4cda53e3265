package dev.assay.dataset.version;

import dev.assay.dataset.dataset.Dataset;
import dev.assay.kit.name.ResourceName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A version as it is stored; complete and immutable.
 *
 * @param key the table's key; never leaves the service
 * @param project the tenant
 * @param dataset id of its dataset
 * @param id the first 32 hex digits of the digest
 * @param digest 64 hex digits over the ordered ids of its examples
 * @param number 1 for the dataset's first version, then upwards
 * @param content what is in it
 * @param lineage how it came to be
 * @param createTime when it was created
 */
public record Version(
        long key,
        String project,
        String dataset,
        String id,
        String digest,
        int number,
        Content content,
        Lineage lineage,
        Instant createTime) {

    /** Pattern of the name. */
    public static final String PATTERN = "projects/{project}/datasets/{dataset}/versions/{version}";

    /** Stands for the version made last wherever a version is named. */
    public static final String LATEST = "latest";

    /**
     * What is in a version.
     *
     * @param exampleCount examples, at least 1
     * @param categoryCounts examples by category, at most 1,000 of them; those without one count under the empty text
     * @param recordedAnswerCounts examples by the name of what answered them, at most 1,000
     * @param sizeBytes bytes of the canonical form of all examples
     */
    public record Content(
            long exampleCount,
            Map<String, Long> categoryCounts,
            Map<String, Long> recordedAnswerCounts,
            long sizeBytes) {}

    /**
     * How a version came to be.
     *
     * @param operation for example {@code import}
     * @param parents names of the versions it was made from
     * @param parameters settings of the operation as a JSON object
     * @param skippedRowCount rows that were left out because they were bad
     */
    public record Lineage(String operation, List<String> parents, String parameters, long skippedRowCount) {}

    /** The full name. */
    public String name() {
        return name(project, dataset, id);
    }

    /** The full name of a version. */
    public static String name(String project, String dataset, String id) {
        return ResourceName.format(PATTERN, project, dataset, id);
    }

    /** The full name of its dataset. */
    public String datasetName() {
        return Dataset.name(project, dataset);
    }
}
