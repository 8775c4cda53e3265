package dev.assay.suite;

import dev.assay.suite.yaml.Position;
import dev.assay.suite.yaml.YamlNode;
import dev.assay.suite.yaml.YamlNode.Entry;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A mapping with fixed fields under check: each field that is asked for becomes known, and {@link #end()} reports all others. */
final class Section {

    private final Position at;
    private final String path;
    private final Problems problems;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    Section(YamlNode.Mapping mapping, String path, Problems problems) {
        this.at = mapping.at();
        this.path = path;
        this.problems = problems;
        for (Entry entry : mapping.entries()) {
            entries.put(entry.key(), entry);
        }
    }

    Position at() {
        return at;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The field; empty when it is not there, or has no value, which is an error. */
    Optional<Field> field(String name) {
        known.add(name);
        Entry entry = entries.get(name);
        if (entry == null) {
            return Optional.empty();
        }
        Field field = new Field(entry.value(), entry.at(), below(name), problems);
        if (field.isNull()) {
            field.error("has no value; give one or remove the line");
            return Optional.empty();
        }
        return Optional.of(field);
    }

    /** The field; its absence is an error. */
    Optional<Field> required(String name) {
        if (!has(name)) {
            known.add(name);
            error("\"" + name + "\" is missing");
            return Optional.empty();
        }
        return field(name);
    }

    /** A field that has no meaning here is known but refused. */
    void refuse(String name, String reason) {
        known.add(name);
        Entry entry = entries.get(name);
        if (entry != null) {
            problems.error(entry.at(), below(name), reason);
        }
    }

    void error(String message) {
        problems.error(at, path, message);
    }

    /** Reports every field that nobody asked for. */
    void end() {
        for (Entry entry : entries.values()) {
            if (!known.contains(entry.key())) {
                problems.error(
                        entry.at(), path, "unknown field \"" + entry.key() + "\"" + Suggestions.of(entry.key(), known));
            }
        }
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
