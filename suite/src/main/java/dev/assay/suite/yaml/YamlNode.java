package dev.assay.suite.yaml;

import java.util.List;

/** A node of YAML with its place. Immutable; an alias is the node that it stands for, shared. */
public sealed interface YamlNode {

    /** Where the node begins. */
    Position at();

    /** Nodes and characters of the node with all aliases written out; what a reader that visits everything has to bear. */
    long weight();

    /** The kind of node as a person would say it, with its article. */
    String kind();

    /** What a scalar is by the core schema of YAML 1.2. */
    enum ScalarKind {
        TEXT,
        NUMBER,
        BOOLEAN,
        NULL
    }

    /**
     * A single value.
     *
     * @param text as it was written, without quotes and escapes
     */
    record Scalar(Position at, ScalarKind type, String text) implements YamlNode {
        @Override
        public long weight() {
            return 1L + text.length();
        }

        @Override
        public String kind() {
            return switch (type) {
                case TEXT -> "a text";
                case NUMBER -> "a number";
                case BOOLEAN -> "a truth value";
                case NULL -> "nothing";
            };
        }
    }

    /** A list. */
    record Sequence(Position at, List<YamlNode> items, long weight) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Fields in the order of the text; no two have the same key. */
    record Mapping(Position at, List<Entry> entries, long weight) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** A field of a mapping. */
    record Entry(Position at, String key, YamlNode value) {}
}
