package dev.assay.kit.name;

import dev.assay.kit.error.AssayException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The name of a resource taken apart by its pattern, for example {@code projects/{project}/datasets/{dataset}}. Immutable. */
public final class ResourceName {

    /** What the id of a resource looks like: 1–63 characters. */
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Ids of things that hang below a resource may be longer, for example {@code {example}-{sample_index}}. */
    private static final Pattern LONG_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,254}");

    private final String text;
    private final Map<String, String> ids;

    private ResourceName(String text, Map<String, String> ids) {
        this.text = text;
        this.ids = ids;
    }

    /**
     * Takes a name apart.
     *
     * @param pattern segments, of which those in braces are ids
     * @param name the name as it was sent
     * @param field path of the request's field, for the error
     * @throws AssayException INVALID_REQUEST naming the field and the pattern
     */
    public static ResourceName parse(String pattern, String name, String field) {
        if (name.isEmpty()) {
            throw AssayException.invalid(field, "required: " + pattern);
        }
        String[] expected = pattern.split("/", -1);
        String[] given = name.split("/", -1);
        if (expected.length != given.length) {
            throw AssayException.invalid(field, "expected " + pattern + ", found \"" + shorten(name) + "\"");
        }
        Map<String, String> ids = new LinkedHashMap<>();
        for (int i = 0; i < expected.length; i++) {
            if (expected[i].startsWith("{")) {
                boolean first = i <= 3;
                if (!(first ? ID : LONG_ID).matcher(given[i]).matches()) {
                    throw AssayException.invalid(
                            field, "\"" + shorten(given[i]) + "\" is not a valid id in " + pattern);
                }
                ids.put(expected[i].substring(1, expected[i].length() - 1), given[i]);
            } else if (!expected[i].equals(given[i])) {
                throw AssayException.invalid(field, "expected " + pattern + ", found \"" + shorten(name) + "\"");
            }
        }
        return new ResourceName(name, ids);
    }

    /**
     * Puts a name together.
     *
     * @param ids the ids in the order of the pattern
     * @throws IllegalArgumentException when their number differs from the pattern's
     */
    public static String format(String pattern, String... ids) {
        StringBuilder name = new StringBuilder();
        int next = 0;
        for (String segment : pattern.split("/", -1)) {
            if (!name.isEmpty()) {
                name.append('/');
            }
            if (!segment.startsWith("{")) {
                name.append(segment);
            } else if (next < ids.length) {
                name.append(ids[next++]);
            } else {
                throw new IllegalArgumentException(pattern + " takes more than " + ids.length + " ids");
            }
        }
        if (next != ids.length) {
            throw new IllegalArgumentException(pattern + " takes " + next + " ids, not " + ids.length);
        }
        return name.toString();
    }

    /**
     * Checks an id that a caller chose.
     *
     * @throws AssayException INVALID_REQUEST naming the field
     */
    public static String checkId(String id, String field) {
        if (id.isEmpty()) {
            throw AssayException.invalid(field, "required");
        }
        if (!ID.matcher(id).matches()) {
            throw AssayException.invalid(
                    field,
                    "\"" + shorten(id)
                            + "\" must be 1 to 63 of a-z, 0-9, '-', '_', '.', starting with a letter or digit");
        }
        return id;
    }

    /** One of the ids, by its name in the pattern. */
    public String get(String variable) {
        String id = ids.get(variable);
        if (id == null) {
            throw new IllegalArgumentException("no " + variable + " in " + text);
        }
        return id;
    }

    /** The whole name. */
    @Override
    public String toString() {
        return text;
    }

    private static String shorten(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
