package dev.assay.suite;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code prompt}. */
final class PromptReader {

    private static final int MAX_TEXT = 200_000;
    private static final String INPUT = "{{input}}";

    private PromptReader() {}

    /** @param data decides which variables there are; those of a version that is there already cannot be known here */
    static Optional<Prompt> read(Field field, Data data) {
        return field.section().map(section -> {
            Optional<String> system = section.field("system").flatMap(text -> template(text, data));
            Optional<String> user = section.field("user").flatMap(text -> template(text, data));
            section.end();
            return new Prompt(system, user.orElse(INPUT));
        });
    }

    private static Optional<String> template(Field field, Data data) {
        Optional<String> text = field.text(MAX_TEXT);
        if (text.isEmpty()) {
            return text;
        }
        Set<String> known = data.file().isEmpty() || data.mapping().equals(Mapping.NONE)
                ? Set.of()
                : data.mapping().input().isPresent()
                        ? Set.of("input")
                        : new TreeSet<>(data.mapping().variables().keySet());
        String rest = text.get().replace("{{{{", "");
        int from = rest.indexOf("{{");
        while (from >= 0) {
            int to = rest.indexOf("}}", from);
            if (to < 0) {
                field.error("\"{{\" is not closed; write \"{{{{\" for a literal one");
                return Optional.empty();
            }
            String name = rest.substring(from + 2, to).strip();
            if (name.isEmpty()) {
                field.error("\"{{}}\" names no variable");
            } else if (!known.isEmpty() && !known.contains(name)) {
                field.error("unknown variable \"" + name + "\"" + Suggestions.of(name, known));
            }
            from = rest.indexOf("{{", to);
        }
        return text;
    }
}
