package dev.assay.suite;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which column of a row becomes which field of an example. A column is named by a path such as {@code answer}, {@code meta.source},
 * {@code choices[0]} or {@code "a.b"}.
 *
 * @param input the column with the input; absent when there are variables
 * @param variables columns that become variables of the prompt, by the variable's name
 * @param expected the column with the expected answer
 * @param expectedType how {@code expected} is read
 * @param category the column with the category
 * @param tags the column with the tags
 * @param groups columns with group attributes, by the attribute's name
 * @param cluster the column with the cluster id
 * @param timestamp the column with the time
 * @param weight the column with the weight
 * @param metadata columns that are kept as metadata, by the name that they get
 * @param recordedAnswers columns with recorded answers, by the name of what gave them; {@code *} with a path that has one {@code *}
 */
public record Mapping(
        Optional<String> input,
        SortedMap<String, String> variables,
        Optional<String> expected,
        ExpectedType expectedType,
        Optional<String> category,
        Optional<String> tags,
        SortedMap<String, String> groups,
        Optional<String> cluster,
        Optional<String> timestamp,
        Optional<String> weight,
        SortedMap<String, String> metadata,
        SortedMap<String, String> recordedAnswers) {

    /** The mapping of data that are not imported. */
    public static final Mapping NONE = new Mapping(
            Optional.empty(),
            Suite.sorted(Map.of()),
            Optional.empty(),
            ExpectedType.AUTO,
            Optional.empty(),
            Optional.empty(),
            Suite.sorted(Map.of()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Suite.sorted(Map.of()),
            Suite.sorted(Map.of()));

    public Mapping {
        variables = Suite.sorted(variables);
        groups = Suite.sorted(groups);
        metadata = Suite.sorted(metadata);
        recordedAnswers = Suite.sorted(recordedAnswers);
    }

    /** How the expected answer is read. */
    public enum ExpectedType {
        /** From the JSON type: string and number become text, a list of strings accepted texts, anything else JSON. */
        AUTO,
        TEXT,
        TEXTS,
        JSON,
        LABEL,
        NUMBER,
        TOOL_CALLS
    }
}
