package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.suite.yaml.JsonTrees;
import dev.assay.suite.yaml.Position;
import dev.assay.suite.yaml.YamlNode;
import dev.assay.suite.yaml.YamlNode.Entry;
import dev.assay.suite.yaml.YamlNode.Mapping;
import dev.assay.suite.yaml.YamlNode.Scalar;
import dev.assay.suite.yaml.YamlNode.ScalarKind;
import dev.assay.suite.yaml.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A value under check. Each reading gives the value when it is right; otherwise it reports why not and gives nothing. */
record Field(YamlNode node, Position keyAt, String path, Problems problems) {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");
    private static final long LARGEST_WHOLE = 9007199254740991L;

    boolean isNull() {
        return node instanceof Scalar scalar && scalar.type() == ScalarKind.NULL;
    }

    boolean isEmptyCollection() {
        return (node instanceof Sequence sequence && sequence.items().isEmpty())
                || (node instanceof Mapping mapping && mapping.entries().isEmpty());
    }

    Position at() {
        return node.at();
    }

    void error(String message) {
        problems.error(node.at(), path, message);
    }

    private <T> Optional<T> wrong(String expected) {
        error(expected + " is expected, not " + node.kind());
        return Optional.empty();
    }

    Optional<Section> section() {
        if (node instanceof Mapping mapping) {
            return Optional.of(new Section(mapping, path, problems));
        }
        return wrong("a mapping");
    }

    /** A text of at least one and at most {@code max} characters. */
    Optional<String> text(int max) {
        return text(1, max);
    }

    Optional<String> text(int min, int max) {
        if (!(node instanceof Scalar scalar)) {
            return wrong("a text");
        }
        if (scalar.type() != ScalarKind.TEXT) {
            error("a text is expected; put it in quotes: \"" + scalar.text() + "\"");
            return Optional.empty();
        }
        int length = scalar.text().codePointCount(0, scalar.text().length());
        if (length < min) {
            error("is empty");
            return Optional.empty();
        }
        if (length > max) {
            error("has " + length + " characters; at most " + max + " are allowed");
            return Optional.empty();
        }
        if (scalar.text().indexOf('\0') >= 0) {
            error("holds the character U+0000, which cannot be stored");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    /** A text that has this form; {@code form} says it in words. */
    Optional<String> text(Pattern pattern, String form) {
        Optional<String> text = text(1_000);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            error("\"" + text.get() + "\" is not " + form);
            return Optional.empty();
        }
        return text;
    }

    Optional<Boolean> truth() {
        if (node instanceof Scalar scalar && scalar.type() == ScalarKind.BOOLEAN) {
            return Optional.of(scalar.text().toLowerCase(Locale.ROOT).equals("true"));
        }
        return wrong("true or false");
    }

    /** A finite number within bounds, both inclusive. */
    Optional<Double> number(double min, double max) {
        if (!(node instanceof Scalar scalar) || scalar.type() != ScalarKind.NUMBER) {
            return wrong("a number");
        }
        double value = Double.parseDouble(scalar.text()) + 0.0;
        if (value < min || value > max) {
            error(scalar.text() + " is not " + range(min, max));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** A whole number within bounds, both inclusive; {@code 4.0} is one. */
    Optional<Long> whole(long min, long max) {
        if (!(node instanceof Scalar scalar) || scalar.type() != ScalarKind.NUMBER) {
            return wrong("a whole number");
        }
        double value = Double.parseDouble(scalar.text());
        if (value != Math.rint(value)) {
            error(scalar.text() + " is not a whole number");
            return Optional.empty();
        }
        if (value < min || value > max || Math.abs(value) > LARGEST_WHOLE) {
            error(scalar.text() + " is not " + range(min, Math.min(max, LARGEST_WHOLE)));
            return Optional.empty();
        }
        return Optional.of((long) value);
    }

    private static String range(double min, double max) {
        if (Double.isInfinite(max)) {
            return "at least " + JsonTrees.number(min).asText();
        }
        return "between " + JsonTrees.number(min).asText() + " and "
                + JsonTrees.number(max).asText();
    }

    /** One of the constants, written in lower case. */
    <E extends Enum<E>> Optional<E> choice(Class<E> type) {
        Map<String, E> choices = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            choices.put(constant.name().toLowerCase(Locale.ROOT), constant);
        }
        Optional<String> text = text(1_000);
        if (text.isPresent() && !choices.containsKey(text.get())) {
            error("\"" + text.get() + "\" is not one of " + String.join(", ", choices.keySet())
                    + Suggestions.nearest(text.get(), choices.keySet())
                            .map(name -> "; did you mean \"" + name + "\"?")
                            .orElse(""));
        }
        return text.flatMap(name -> Optional.ofNullable(choices.get(name)));
    }

    /** A decimal number in plain notation, ≥ 0, exactly as it was written; with or without quotes. */
    Optional<String> decimal() {
        if (node instanceof Scalar scalar
                && (scalar.type() == ScalarKind.TEXT || scalar.type() == ScalarKind.NUMBER)
                && DECIMAL.matcher(scalar.text()).matches()) {
            return Optional.of(scalar.text());
        }
        return wrong("a decimal number such as \"0.15\"");
    }

    /** A time such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, above 0 and at most a day. */
    Optional<Duration> duration() {
        if (!(node instanceof Scalar scalar)) {
            return wrong("a time such as 10s");
        }
        Matcher matcher = DURATION.matcher(scalar.text());
        if (!matcher.matches()) {
            error("\"" + scalar.text() + "\" is not a time such as 500ms, 10s, 2m or 1h");
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration value = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
        if (value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
            error(scalar.text() + " is not above 0 and at most 24h");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    /** A list of fields, at most {@code max}. */
    List<Field> items(int max) {
        if (!(node instanceof Sequence sequence)) {
            wrong("a list");
            return List.of();
        }
        if (sequence.items().size() > max) {
            error("has " + sequence.items().size() + " entries; at most " + max + " are allowed");
            return List.of();
        }
        List<Field> result = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            result.add(new Field(item, item.at(), path + "[" + result.size() + "]", problems));
        }
        return result;
    }

    /** A list of different texts. */
    List<String> texts(int maxItems, int maxLength) {
        List<String> result = new ArrayList<>();
        for (Field item : items(maxItems)) {
            Optional<String> text = item.text(maxLength);
            if (text.isPresent() && result.contains(text.get())) {
                item.error("\"" + text.get() + "\" is here twice");
            } else {
                text.ifPresent(result::add);
            }
        }
        return result;
    }

    /** A mapping whose keys are names of this form; at most {@code max}. */
    TreeMap<String, Field> named(Pattern names, String form, int max) {
        TreeMap<String, Field> result = new TreeMap<>();
        if (!(node instanceof Mapping mapping)) {
            wrong("a mapping");
            return result;
        }
        if (mapping.entries().size() > max) {
            error("has " + mapping.entries().size() + " entries; at most " + max + " are allowed");
            return result;
        }
        for (Entry entry : mapping.entries()) {
            Field field = new Field(entry.value(), entry.at(), path + "." + entry.key(), problems);
            if (!names.matcher(entry.key()).matches()) {
                problems.error(entry.at(), path, "\"" + entry.key() + "\" is not " + form);
            } else if (field.isNull()) {
                problems.error(entry.at(), field.path(), "has no value; give one or remove the line");
            } else {
                result.put(entry.key(), field);
            }
        }
        return result;
    }

    /** The value as it is, for what another standard defines. */
    JsonNode json() {
        return JsonTrees.toJson(node);
    }
}
