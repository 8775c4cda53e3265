package dev.assay.scoring.api;

import dev.assay.kit.name.ResourceName;
import dev.assay.scoring.evaluation.Evaluation;
import dev.assay.scoring.suite.StoredSuite;

/** Names in requests. */
final class Names {

    private Names() {}

    static String project(String parent) {
        return ResourceName.parse("projects/{project}", parent, "parent").get("project");
    }

    static ResourceName suite(String name) {
        return ResourceName.parse(StoredSuite.PATTERN, name, "name");
    }

    static ResourceName evaluation(String name, String field) {
        return ResourceName.parse(Evaluation.PATTERN, name, field);
    }

    /** The key behind which a page of a list that is newest first goes on. */
    static long before(String cursor) {
        return cursor.isEmpty() ? Long.MAX_VALUE : Long.parseLong(cursor);
    }
}
