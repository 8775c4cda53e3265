package dev.assay.dataset.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names a value in a row: {@code answer}, {@code meta.source}, {@code choices[0]}, {@code "a.b".c}, and {@code outputs.*.text} where the star
 * stands for every key.
 */
final class ColumnPath {

    /** A step into a value. */
    sealed interface Step {}

    /** To the value of a key. */
    record Key(String name) implements Step {}

    /** To an element, from 0. */
    record Index(int index) implements Step {}

    /** To each value of an object. */
    record Star() implements Step {}

    private final String text;
    private final List<Step> steps;

    private ColumnPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException saying what is wrong with it, and where */
    static ColumnPath parse(String text) {
        return new ColumnPath(text, new Parser(text).steps());
    }

    /** Whether it holds a star. */
    boolean hasStar() {
        return star() >= 0;
    }

    /** The way to the object whose keys the star stands for. */
    ColumnPath beforeStar() {
        return new ColumnPath(text, steps.subList(0, star()));
    }

    /** The way from each of its values on. */
    ColumnPath afterStar() {
        return new ColumnPath(text, steps.subList(star() + 1, steps.size()));
    }

    /** The value; null when the row has no such place, a null node when it holds null. */
    @Nullable
    JsonNode in(JsonNode row) {
        JsonNode node = row;
        for (Step step : steps) {
            node = switch (step) {
                case Key(String name) -> node.isObject() ? node.get(name) : null;
                case Index(int index) -> node.isArray() ? node.get(index) : null;
                case Star() -> throw new IllegalStateException(text);
            };
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    private int star() {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Star) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Parser {

        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        List<Step> steps() {
            List<Step> steps = new ArrayList<>();
            steps.add(name());
            while (position < text.length()) {
                char sign = text.charAt(position);
                if (sign == '.') {
                    position++;
                    steps.add(name());
                } else if (sign == '[') {
                    position++;
                    steps.add(index());
                } else {
                    throw wrong("expected `.` or `[`");
                }
            }
            if (steps.stream().filter(Star.class::isInstance).count() > 1) {
                throw new IllegalArgumentException("more than one `*`");
            }
            return steps;
        }

        private Step name() {
            if (position < text.length() && text.charAt(position) == '"') {
                return new Key(quoted());
            }
            int start = position;
            while (position < text.length() && ".[]\"".indexOf(text.charAt(position)) < 0) {
                position++;
            }
            if (start == position) {
                throw wrong("a name is missing");
            }
            String name = text.substring(start, position);
            return name.equals("*") ? new Star() : new Key(name);
        }

        private String quoted() {
            StringBuilder name = new StringBuilder();
            for (position++; position < text.length(); position++) {
                char sign = text.charAt(position);
                if (sign == '"') {
                    position++;
                    return name.toString();
                }
                if (sign == '\\' && position + 1 < text.length()) {
                    sign = text.charAt(++position);
                }
                name.append(sign);
            }
            throw wrong("the closing quote is missing");
        }

        private Step index() {
            int end = text.indexOf(']', position);
            String digits = end < 0 ? "" : text.substring(position, end);
            if (!digits.matches("[0-9]{1,9}")) {
                throw wrong("a number and `]` are needed");
            }
            position = end + 1;
            return new Index(Integer.parseInt(digits));
        }

        private IllegalArgumentException wrong(String what) {
            return new IllegalArgumentException(what + " at character " + (position + 1) + " of `" + text + "`");
        }
    }
}
