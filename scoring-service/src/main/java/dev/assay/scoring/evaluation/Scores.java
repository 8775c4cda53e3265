package dev.assay.scoring.evaluation;

import dev.assay.kit.error.AssayException;
import dev.assay.scoring.evaluation.ScoreRepository.Position;
import dev.assay.scoring.suite.Suites;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Reads the scores of an evaluation page by page. */
public final class Scores {

    private final ScoreRepository repository;
    private final Evaluations evaluations;

    public Scores(ScoreRepository repository, Evaluations evaluations) {
        this.repository = repository;
        this.evaluations = evaluations;
    }

    /** Names of the evaluation's scorers; a score holds an index into it. */
    public List<String> scorers(Evaluation evaluation) {
        return new ArrayList<>(
                Suites.parsed(evaluations.suite(evaluation)).scorers().keySet());
    }

    /**
     * At most {@code limit} scores in the order participant, scorer, position, sample.
     *
     * @param participant key of a participant, or empty for all
     * @param scorer name of a scorer, or empty for all
     * @param after where the page starts, from {@link #cursor}; empty for the first
     * @throws AssayException INVALID_REQUEST when there is no such participant or scorer
     */
    public List<StoredScore> list(Evaluation evaluation, String participant, String scorer, String after, int limit) {
        List<String> keys =
                evaluation.participants().stream().map(Participant::key).toList();
        return repository.list(
                evaluation.key(),
                index(keys, participant, "participant"),
                index(scorers(evaluation), scorer, "scorer"),
                position(after),
                limit);
    }

    /** Where the page behind a score starts. */
    public static String cursor(StoredScore last) {
        return last.participant() + "," + last.scorer() + "," + last.position() + "," + last.sample();
    }

    private static Position position(String cursor) {
        if (cursor.isEmpty()) {
            return Position.START;
        }
        String[] parts = cursor.split(",", -1);
        return new Position(
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
    }

    private static OptionalInt index(List<String> names, String name, String field) {
        if (name.isEmpty()) {
            return OptionalInt.empty();
        }
        int index = names.indexOf(name);
        if (index < 0) {
            throw AssayException.invalid(field, "there is no \"" + name + "\"; there are " + String.join(", ", names));
        }
        return OptionalInt.of(index);
    }
}
