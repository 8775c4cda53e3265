package dev.assay.suite;

import dev.assay.suite.Mapping.ExpectedType;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** Reads {@code data}. */
final class DataReader {

    private static final int MAX_COLUMNS = 200;
    private static final int MAX_PATH = 500;
    private static final Data NO_DATA =
            new Data("", Optional.empty(), Optional.empty(), Data.Format.JSONL, Mapping.NONE, 0);

    private DataReader() {}

    static Data read(Field field) {
        return field.section().map(DataReader::read).orElse(NO_DATA);
    }

    private static Data read(Section section) {
        Optional<String> given = section.field("dataset").flatMap(id -> id.text(Names.ID, Names.ID_FORM));
        if (section.has("file") == section.has("version")) {
            section.error(
                    section.has("file")
                            ? "\"file\" and \"version\" exclude each other; give one of them"
                            : "\"file\" or \"version\" is missing; give one of them");
        }
        Data data = section.has("version") && !section.has("file") ? version(section, given) : file(section, given);
        section.end();
        return data;
    }

    private static Data version(Section section, Optional<String> given) {
        Optional<Field> field = section.field("version");
        Optional<String> version = field.flatMap(
                name -> name.text(Names.VERSION, "the name of a version, projects/…/datasets/…/versions/…"));
        for (String name : new String[] {"format", "mapping", "max_bad_row_share"}) {
            section.refuse(name, "has a meaning only with \"file\": a version is imported already");
        }
        String dataset = "";
        if (version.isPresent()) {
            Matcher matcher = Names.VERSION.matcher(version.get());
            dataset = matcher.matches() ? matcher.group(1) : "";
            if (given.isPresent() && !given.get().equals(dataset)) {
                section.field("dataset").ifPresent(id -> id.error("is not the dataset of \"version\""));
            }
        }
        return new Data(dataset, Optional.empty(), version, Data.Format.JSONL, Mapping.NONE, 0);
    }

    private static Data file(Section section, Optional<String> given) {
        Optional<Field> field = section.field("file");
        Optional<String> file = field.flatMap(path -> path.text(4_096));
        section.field("version");
        Data.Format format = section.field("format")
                .flatMap(choice -> choice.choice(Data.Format.class))
                .orElse(Data.Format.JSONL);
        Mapping mapping = section.has("version")
                ? section.field("mapping").map(DataReader::mapping).orElse(Mapping.NONE)
                : section.required("mapping").map(DataReader::mapping).orElse(Mapping.NONE);
        double share = section.field("max_bad_row_share")
                .flatMap(number -> number.number(0, 1))
                .orElse(0.0);
        String dataset = given.or(() -> file.map(Names::idOf)).orElse("");
        if (dataset.isEmpty() && file.isPresent() && !section.has("dataset")) {
            field.get().error("no dataset id can be made from this name; give \"dataset\"");
        }
        return new Data(dataset, file, Optional.empty(), format, mapping, share);
    }

    private static Mapping mapping(Field field) {
        return field.section().map(DataReader::mapping).orElse(Mapping.NONE);
    }

    private static Mapping mapping(Section section) {
        if (section.has("input") == section.has("variables")) {
            section.error(
                    section.has("input")
                            ? "\"input\" and \"variables\" exclude each other; give one of them"
                            : "\"input\" or \"variables\" is missing; give one of them");
        }
        Mapping mapping = new Mapping(
                column(section, "input"),
                columns(section, "variables"),
                column(section, "expected"),
                section.field("expected_type")
                        .flatMap(type -> type.choice(ExpectedType.class))
                        .orElse(ExpectedType.AUTO),
                column(section, "category"),
                column(section, "tags"),
                columns(section, "groups"),
                column(section, "cluster"),
                column(section, "timestamp"),
                column(section, "weight"),
                columns(section, "metadata"),
                recorded(section));
        if (section.has("expected_type") && !section.has("expected")) {
            section.field("expected_type").ifPresent(type -> type.error("has a meaning only with \"expected\""));
        }
        section.end();
        return mapping;
    }

    private static Optional<String> column(Section section, String name) {
        return section.field(name).flatMap(DataReader::path);
    }

    private static Optional<String> path(Field field) {
        Optional<String> path = field.text(MAX_PATH);
        if (path.isPresent() && outsideQuotes(path.get(), '*') > 0) {
            field.error("\"*\" is possible in recorded_answers only");
            return Optional.empty();
        }
        return path;
    }

    private static SortedMap<String, String> columns(Section section, String name) {
        SortedMap<String, String> result = new TreeMap<>();
        section.field(name)
                .map(field -> field.named(Names.FREE, Names.FREE_FORM, MAX_COLUMNS))
                .orElseGet(TreeMap::new)
                .forEach((key, field) -> path(field).ifPresent(path -> result.put(key, path)));
        return result;
    }

    private static SortedMap<String, String> recorded(Section section) {
        SortedMap<String, String> result = new TreeMap<>();
        Map<String, Field> fields = section.field("recorded_answers")
                .map(field -> field.named(Names.FREE, Names.FREE_FORM, MAX_COLUMNS))
                .orElseGet(TreeMap::new);
        for (Map.Entry<String, Field> entry : fields.entrySet()) {
            Field field = entry.getValue();
            if (!entry.getKey().equals("*")) {
                path(field).ifPresent(path -> result.put(entry.getKey(), path));
                continue;
            }
            Optional<String> path = field.text(MAX_PATH);
            if (path.isPresent() && outsideQuotes(path.get(), '*') != 1) {
                field.error("the path of \"*\" must hold one \"*\", as in outputs.*.text");
            } else {
                path.ifPresent(value -> result.put("*", value));
            }
        }
        return result;
    }

    private static int outsideQuotes(String path, char wanted) {
        int count = 0;
        boolean quoted = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == wanted && !quoted) {
                count++;
            }
        }
        return count;
    }
}
