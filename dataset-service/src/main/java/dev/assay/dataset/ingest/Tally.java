package dev.assay.dataset.ingest;

import dev.assay.dataset.v1.Example;
import dev.assay.dataset.version.Version;
import java.util.Map;
import java.util.TreeMap;

/** Counts what an import brings. Memory is bounded: the row with one name too many is bad. */
final class Tally {

    private static final int MAX_NAMES = 1_000;

    private final Map<String, Long> categories = new TreeMap<>();
    private final Map<String, Long> answers = new TreeMap<>();
    private long examples;
    private long bytes;

    void add(Example example, int canonicalBytes) throws BadRowException {
        if (categories.size() == MAX_NAMES && !categories.containsKey(example.getCategory())) {
            throw new BadRowException(
                    "category", "more than " + MAX_NAMES + " categories; is the column one of ids or texts?");
        }
        for (String name : example.getRecordedAnswersMap().keySet()) {
            if (answers.size() == MAX_NAMES && !answers.containsKey(name)) {
                throw new BadRowException("recorded_answers", "more than " + MAX_NAMES + " names of recorded answers");
            }
        }
        categories.merge(example.getCategory(), 1L, Long::sum);
        example.getRecordedAnswersMap().keySet().forEach(name -> answers.merge(name, 1L, Long::sum));
        examples++;
        bytes += canonicalBytes;
    }

    Version.Content content() {
        return new Version.Content(examples, new TreeMap<>(categories), new TreeMap<>(answers), bytes);
    }
}
