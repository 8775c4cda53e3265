package dev.assay.scoring.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.ResourceName;
import dev.assay.suite.Problem;
import dev.assay.suite.Suite;
import dev.assay.suite.SuiteParse;
import dev.assay.suite.SuiteParser;
import dev.assay.type.v1.ErrorReason;
import java.util.List;

/** What can be done with suites. */
public final class Suites {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int ID_LENGTH = 32;

    private final SuiteRepository repository;

    public Suites(SuiteRepository repository) {
        this.repository = repository;
    }

    /** Checks a text as a whole. */
    public SuiteParse check(String source) {
        return SuiteParser.parse(source);
    }

    /**
     * Stores a suite, or returns the one of the same content.
     *
     * @throws AssayException INVALID_SUITE with a violation for each error
     */
    public StoredSuite create(String project, String source) {
        SuiteParse parse = check(source);
        Suite suite = parse.suite().orElseThrow(() -> invalid(parse.errors()));
        String digest = suite.digest();
        String hex = digest.substring(digest.indexOf(':') + 1);
        String id = hex.substring(0, ID_LENGTH);
        repository.insert(
                project, id, digest, suite.title(), source, suite.definition().toString());
        return get(project, id);
    }

    /** @throws AssayException RESOURCE_NOT_FOUND */
    public StoredSuite get(String project, String id) {
        return repository
                .get(project, id)
                .orElseThrow(() -> AssayException.notFound(ResourceName.format(StoredSuite.PATTERN, project, id)));
    }

    /** At most {@code limit} suites of a project, newest first, older than {@code beforeKey}. */
    public List<StoredSuite> list(String project, long beforeKey, int limit) {
        return repository.list(project, beforeKey, limit);
    }

    /** The suite that was stored. */
    public static Suite parsed(StoredSuite stored) {
        try {
            return Suite.fromDefinition(JSON.readTree(stored.definition()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(stored.name() + " is not JSON", e);
        }
    }

    private static AssayException invalid(List<Problem> errors) {
        Problem first = errors.getFirst();
        String more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
        AssayException error = new AssayException(
                ErrorReason.INVALID_SUITE,
                "line " + first.line() + ", column " + first.column() + ": "
                        + (first.path().isEmpty() ? "" : first.path() + ": ") + first.message() + more);
        errors.forEach(problem -> error.field(
                problem.path(), "line " + problem.line() + ", column " + problem.column() + ": " + problem.message()));
        return error;
    }
}
