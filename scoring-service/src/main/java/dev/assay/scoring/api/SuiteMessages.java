package dev.assay.scoring.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assay.scoring.result.Structs;
import dev.assay.scoring.suite.StoredSuite;
import dev.assay.scoring.v1.CheckSuiteResponse;
import dev.assay.scoring.v1.Suite;
import dev.assay.scoring.v1.SuiteProblem;
import dev.assay.suite.Problem;
import dev.assay.suite.SuiteParse;

/** Suites as messages. */
final class SuiteMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SuiteMessages() {}

    static CheckSuiteResponse check(SuiteParse parse) {
        CheckSuiteResponse.Builder response = CheckSuiteResponse.newBuilder();
        parse.errors().forEach(problem -> response.addErrors(problem(problem)));
        parse.warnings().forEach(problem -> response.addWarnings(problem(problem)));
        parse.suite().ifPresent(suite -> response.setDefinition(Structs.toStruct(suite.definition())));
        return response.build();
    }

    private static SuiteProblem problem(Problem problem) {
        return SuiteProblem.newBuilder()
                .setLine(problem.line())
                .setColumn(problem.column())
                .setPath(problem.path())
                .setMessage(problem.message())
                .build();
    }

    static Suite suite(StoredSuite suite) {
        try {
            return Suite.newBuilder()
                    .setName(suite.name())
                    .setDigest(suite.digest())
                    .setSource(suite.source())
                    .setTitle(suite.title())
                    .setDefinition(Structs.toStruct(JSON.readTree(suite.definition())))
                    .setCreateTime(Times.timestamp(suite.createTime()))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(suite.name() + " is not JSON", e);
        }
    }
}
