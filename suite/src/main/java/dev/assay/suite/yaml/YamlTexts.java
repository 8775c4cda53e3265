package dev.assay.suite.yaml;

import dev.assay.suite.yaml.YamlNode.Entry;
import dev.assay.suite.yaml.YamlNode.Mapping;
import dev.assay.suite.yaml.YamlNode.Scalar;
import dev.assay.suite.yaml.YamlNode.ScalarKind;
import dev.assay.suite.yaml.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document (JSON is a part of it) into a tree. Built on the parser's events, so that depth is bounded here and
 * aliases never multiply: a node is kept once however often it is named.
 */
public final class YamlTexts {

    /** Collections inside each other. */
    public static final int MAX_DEPTH = 64;
    /** Nodes and characters once all aliases are written out. */
    public static final long MAX_WEIGHT = 8L << 20;

    private static final String CORE = "tag:yaml.org,2002:";

    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<Anchor, YamlNode> anchors = new HashMap<>();
    private @Nullable YamlNode root;

    private YamlTexts() {}

    /**
     * Reads a document.
     *
     * @return the root; empty when the text holds no document or an empty one
     * @throws YamlException when the text is not YAML, holds several documents, the same key twice, a tag, a key that is not a scalar,
     *     or goes beyond the limits
     */
    public static Optional<YamlNode> read(String text) throws YamlException {
        YamlTexts reader = new YamlTexts();
        LoadSettings settings = LoadSettings.builder()
                .setLabel("suite")
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        int documents = 0;
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                if (event instanceof DocumentStartEvent && ++documents > 1) {
                    throw new YamlException(
                            position(event.getStartMark()), "a second document begins; only one is allowed");
                }
                reader.accept(event);
            }
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(position(e.getProblemMark().or(e::getContextMark)), explain(e));
        } catch (YamlEngineException e) {
            throw new YamlException(new Position(1, 1), "not YAML: " + oneLine(String.valueOf(e.getMessage())));
        }
        return Optional.ofNullable(reader.root);
    }

    private void accept(Event event) throws YamlException {
        switch (event) {
            case AliasEvent alias -> value(alias(alias), alias);
            case ScalarEvent scalar -> value(scalar(scalar), scalar);
            case MappingStartEvent start -> push(start, start.getTag());
            case SequenceStartEvent start -> push(start, start.getTag());
            case MappingEndEvent end -> close();
            case SequenceEndEvent end -> close();
            default -> {
                // The ends and starts of the stream and of documents carry nothing.
            }
        }
    }

    private void push(NodeEvent event, Optional<String> tag) throws YamlException {
        Position at = position(event.getStartMark());
        if (tag.isPresent() && !tag.get().equals(CORE + "map") && !tag.get().equals(CORE + "seq")) {
            throw new YamlException(at, "tags such as " + tag.get() + " are not allowed");
        }
        if (open.size() >= MAX_DEPTH) {
            throw new YamlException(at, "nested deeper than " + MAX_DEPTH + " levels");
        }
        Open current = open.peek();
        if (current != null && current.isMapping && current.key == null) {
            throw new YamlException(at, "a key must be a single value, not a list or a mapping");
        }
        open.push(new Open(event, at));
    }

    private void close() throws YamlException {
        Open done = open.pop();
        value(done.finish(), done.event);
    }

    private void value(YamlNode node, NodeEvent event) throws YamlException {
        Position at = position(event.getStartMark());
        if (node.weight() > MAX_WEIGHT) {
            throw new YamlException(at, "aliases make this larger than " + MAX_WEIGHT + " nodes and characters");
        }
        if (!(event instanceof AliasEvent)) {
            event.getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
        }
        Open current = open.peek();
        if (current == null) {
            root = node;
        } else {
            current.add(node, at);
        }
    }

    private YamlNode alias(AliasEvent event) throws YamlException {
        Position at = position(event.getStartMark());
        YamlNode node = anchors.get(event.getAlias());
        if (node == null) {
            throw new YamlException(
                    at,
                    "there is no complete node with the anchor &"
                            + event.getAlias().getValue() + " before this alias");
        }
        return node;
    }

    private static YamlNode scalar(ScalarEvent event) throws YamlException {
        Position at = position(event.getStartMark());
        Optional<String> tag = event.getTag();
        if (tag.isPresent() && !tag.get().equals(CORE + "str") && !tag.get().equals("!")) {
            throw new YamlException(at, "tags such as " + tag.get() + " are not allowed");
        }
        ScalarKind kind = event.isPlain() && tag.isEmpty() ? ScalarKinds.of(event.getValue()) : ScalarKind.TEXT;
        return new Scalar(at, kind, event.getValue());
    }

    private static Position position(Optional<Mark> mark) {
        return mark.map(place -> new Position(place.getLine() + 1, place.getColumn() + 1))
                .orElse(new Position(1, 1));
    }

    private static String explain(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("'\\t(TAB)'")) {
            return "a tab cannot indent YAML; use spaces";
        }
        String context = e.getContext();
        return "not YAML: " + oneLine(context == null || context.isBlank() ? problem : context + ", " + problem);
    }

    private static String oneLine(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    /** A collection whose end has not come yet. */
    private static final class Open {
        private final NodeEvent event;
        private final Position at;
        private final boolean isMapping;
        private final List<YamlNode> items = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Set<String> keys = new HashSet<>();
        private long weight = 1;
        private @Nullable String key;
        private Position keyAt = Position.NOWHERE;

        Open(NodeEvent event, Position at) {
            this.event = event;
            this.at = at;
            this.isMapping = event instanceof MappingStartEvent;
        }

        void add(YamlNode node, Position place) throws YamlException {
            weight += node.weight();
            if (!isMapping) {
                items.add(node);
                return;
            }
            String name = key;
            if (name != null) {
                entries.add(new Entry(keyAt, name, node));
                key = null;
                return;
            }
            if (!(node instanceof Scalar scalar)) {
                throw new YamlException(place, "a key must be a single value, not a list or a mapping");
            }
            if (!keys.add(scalar.text())) {
                throw new YamlException(place, "\"" + scalar.text() + "\" is here twice");
            }
            key = scalar.text();
            keyAt = place;
        }

        YamlNode finish() {
            return isMapping ? new Mapping(at, entries, weight) : new Sequence(at, items, weight);
        }
    }
}
