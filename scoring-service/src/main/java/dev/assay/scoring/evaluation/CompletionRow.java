package dev.assay.scoring.evaluation;

import dev.assay.scoring.scorer.Completion.Measures;
import java.util.List;

/**
 * What scoring keeps of a completion.
 *
 * @param participant its index
 * @param position the example's position, from 0; the same for all participants
 * @param example the example's resource name
 * @param failed whether the model gave no answer
 */
public record CompletionRow(
        int participant,
        int position,
        int sample,
        String example,
        String category,
        List<String> tags,
        String cluster,
        boolean failed,
        Measures measures) {

    public CompletionRow {
        tags = List.copyOf(tags);
    }
}
