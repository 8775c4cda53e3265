package dev.assay.suite;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.suite.yaml.JsonTrees;
import dev.assay.suite.yaml.Position;
import dev.assay.suite.yaml.YamlException;
import dev.assay.suite.yaml.YamlNode;
import dev.assay.suite.yaml.YamlTexts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads suites: YAML, of which JSON is a part. */
public final class SuiteParser {

    private static final Position START = new Position(1, 1);

    private SuiteParser() {}

    /**
     * Reads and checks a suite as a whole.
     *
     * @param yaml at most {@link Suite#MAX_BYTES} in UTF-8; a byte order mark in front is allowed
     */
    public static SuiteParse parse(String yaml) {
        Problems problems = new Problems();
        if (yaml.length() > Suite.MAX_BYTES || yaml.getBytes(StandardCharsets.UTF_8).length > Suite.MAX_BYTES) {
            problems.error(START, "", "is larger than 1 MiB");
            return result(problems, Optional.empty());
        }
        String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
        try {
            Optional<YamlNode> root = YamlTexts.read(text);
            if (root.isEmpty()
                    || (root.get() instanceof YamlNode.Scalar scalar
                            && scalar.text().isEmpty())) {
                problems.error(START, "", "the suite is empty");
                return result(problems, Optional.empty());
            }
            return check(root.get(), problems);
        } catch (YamlException e) {
            problems.error(e.at(), "", String.valueOf(e.getMessage()));
            return result(problems, Optional.empty());
        }
    }

    static SuiteParse check(JsonNode json) {
        return check(JsonTrees.toYaml(json), new Problems());
    }

    private static SuiteParse check(YamlNode root, Problems problems) {
        if (!(root instanceof YamlNode.Mapping mapping)) {
            problems.error(root.at(), "", "a mapping is expected, not " + root.kind());
            return result(problems, Optional.empty());
        }
        Section section = new Section(mapping, "", problems);
        if (!formatIsKnown(section)) {
            return result(problems, Optional.empty());
        }
        Suite suite = SuiteReader.read(section, problems);
        return result(problems, Optional.of(suite));
    }

    /** A text of another format is not judged by the rules of this one. */
    private static boolean formatIsKnown(Section section) {
        Optional<Field> field = section.required("assay");
        Optional<Long> format = field.flatMap(number -> number.whole(1, 1_000_000));
        if (format.isPresent() && format.get() != Suite.FORMAT) {
            field.get()
                    .error("format " + format.get() + " is not known here; this version of Assay reads format "
                            + Suite.FORMAT);
            return false;
        }
        return true;
    }

    private static SuiteParse result(Problems problems, Optional<Suite> suite) {
        List<Problem> errors = problems.errors();
        return new SuiteParse(errors, problems.warnings(), errors.isEmpty() ? suite : Optional.empty());
    }
}
