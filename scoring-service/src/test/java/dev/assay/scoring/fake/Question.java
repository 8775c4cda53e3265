package dev.assay.scoring.fake;

import dev.assay.type.v1.Target;
import java.util.List;
import java.util.Map;

/** An example of a fake data set with the answers that models give; a model without an answer fails. */
public record Question(
        String id, String input, Target target, String category, List<String> tags, Map<String, String> answers) {

    public static Question of(String id, String input, String expected, String category, Map<String, String> answers) {
        return new Question(id, input, Target.newBuilder().setText(expected).build(), category, List.of(), answers);
    }
}
