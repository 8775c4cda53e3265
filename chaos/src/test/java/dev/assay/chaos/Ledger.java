package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.runner.v1.Run;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.ModelRequest;
import java.util.List;
import java.util.stream.IntStream;

/** What must hold of every run, whatever was done to the processes. */
final class Ledger {

    private Ledger() {}

    /** {@code question 0}, {@code question 1}, …; the project makes them different from those of others. */
    static List<String> questions(String project, int count) {
        return IntStream.range(0, count).mapToObj(i -> project + " " + i).toList();
    }

    /** Each of {@code examples} has one completion, the counts are those of the rows, and the sequence has no gap. */
    static void assertComplete(Stand stand, Run ended, long examples) {
        Rows.Completions rows = stand.rows().completions(ended.getName());
        assertThat(rows.count()).as("completions stored").isEqualTo(examples);
        assertCounts(stand, ended);
    }

    /** The counts are those of the rows, no example has two, and the sequence has no gap. */
    static void assertCounts(Stand stand, Run run) {
        Rows.Completions rows = stand.rows().completions(run.getName());
        assertThat(rows.different()).as("one for each example").isEqualTo(rows.count());
        assertThat(rows.last()).as("a sequence without gaps").isEqualTo(rows.count());
        assertThat(run.getProgress().getSucceeded() + run.getProgress().getFailed())
                .as("counted in the run")
                .isEqualTo(rows.count());
    }

    /** Requests beyond the first of each prompt. */
    static long askedAgain(FakeModelServer model) {
        List<ModelRequest> requests = model.requests();
        return requests.size()
                - requests.stream().map(ModelRequest::prompt).distinct().count();
    }
}
