package dev.assay.dataset.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.kit.error.AssayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A column mapping whose paths have been read. It remembers which columns any row had, so that a misspelt one is told apart from one that is
 * often empty. Used by one import.
 */
final class Mapping {

    private static final String FIELD = "specification.mapping.";

    /** A mapped column. */
    static final class Column {
        private final String field;
        private final ColumnPath path;
        private boolean seen;

        private Column(String field, ColumnPath path) {
            this.field = field;
            this.path = path;
        }

        /** Its value; null when the row has none or holds null. */
        @Nullable
        JsonNode in(JsonNode row) {
            JsonNode node = path.in(row);
            seen |= node != null;
            return node == null || node.isNull() ? null : node;
        }

        /** Its value, which may be a null node. */
        JsonNode required(JsonNode row) throws BadRowException {
            JsonNode node = path.in(row);
            if (node == null) {
                throw new BadRowException(path.toString(), "missing; the row has " + columns(row));
            }
            seen = true;
            return node;
        }

        ColumnPath path() {
            return path;
        }

        /** The path as it was given. */
        @Override
        public String toString() {
            return path.toString();
        }

        private static String columns(JsonNode row) {
            List<String> names = new ArrayList<>();
            row.fieldNames().forEachRemaining(names::add);
            return names.isEmpty()
                    ? "none"
                    : String.join(", ", names.subList(0, Math.min(20, names.size())))
                            + (names.size() > 20 ? ", …" : "");
        }
    }

    private final List<Column> all = new ArrayList<>();

    final Optional<Column> input;
    final Map<String, Column> variables;
    final Optional<Column> expected;
    final ColumnMapping.TargetType expectedType;
    final Optional<Column> category;
    final Optional<Column> tags;
    final Map<String, Column> groups;
    final Optional<Column> cluster;
    final Optional<Column> timestamp;
    final Optional<Column> weight;
    final Map<String, Column> metadata;
    final Map<String, Column> recordedAnswers;

    /** @throws AssayException INVALID_REQUEST naming the field of the mapping that is wrong */
    Mapping(ColumnMapping mapping) {
        this.input = column("input", mapping.getInput());
        this.variables = columns("variables", mapping.getVariablesMap());
        if (input.isPresent() != variables.isEmpty()) {
            throw AssayException.invalid(FIELD + "input", "give either input or variables");
        }
        this.expected = column("expected", mapping.getExpected());
        this.expectedType = mapping.getExpectedType();
        if (expectedType == ColumnMapping.TargetType.UNRECOGNIZED) {
            throw AssayException.invalid(FIELD + "expected_type", "not known");
        }
        this.category = column("category", mapping.getCategory());
        this.tags = column("tags", mapping.getTags());
        this.groups = columns("groups", mapping.getGroupsMap());
        this.cluster = column("cluster", mapping.getCluster());
        this.timestamp = column("timestamp", mapping.getTimestamp());
        this.weight = column("weight", mapping.getWeight());
        this.metadata = columns("metadata", mapping.getMetadataMap());
        this.recordedAnswers = columns("recorded_answers", mapping.getRecordedAnswersMap());
    }

    /** A line for each mapped column that no row had. */
    List<AssayException.Violation> neverSeen() {
        return all.stream()
                .filter(column -> !column.seen)
                .map(column -> new AssayException.Violation(column.field, "no row has the column `" + column + "`"))
                .toList();
    }

    private Optional<Column> column(String field, String path) {
        return path.isEmpty() ? Optional.empty() : Optional.of(parse(FIELD + field, path, false));
    }

    private Map<String, Column> columns(String field, Map<String, String> paths) {
        Map<String, Column> columns = new TreeMap<>();
        paths.forEach((name, path) -> {
            String place = FIELD + field + "[" + name + "]";
            if (name.isEmpty() || name.length() > 200 || name.indexOf('\0') >= 0) {
                throw AssayException.invalid(place, "names have 1 to 200 characters");
            }
            columns.put(name, parse(place, path, field.equals("recorded_answers") && name.equals("*")));
        });
        return columns;
    }

    private Column parse(String field, String path, boolean star) {
        ColumnPath parsed;
        try {
            parsed = ColumnPath.parse(path);
        } catch (IllegalArgumentException e) {
            throw AssayException.invalid(field, String.valueOf(e.getMessage()));
        }
        if (parsed.hasStar() != star) {
            throw AssayException.invalid(
                    field,
                    star
                            ? "a path with `*` is needed, such as outputs.*.text"
                            : "`*` is only for recorded answers, with `*` as their name");
        }
        Column column = new Column(field, parsed);
        all.add(column);
        return column;
    }

    /** The answers that a star stands for: the object with their names as keys; null when the row has none. */
    static @Nullable JsonNode starred(Column column, JsonNode row) {
        JsonNode node = column.path.beforeStar().in(row);
        column.seen |= node != null && node.isObject();
        return node == null || !node.isObject() ? null : node;
    }
}
