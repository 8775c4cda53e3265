package dev.assay.dataset.api;

import dev.assay.dataset.dataset.Dataset;
import dev.assay.kit.name.ResourceName;

/** Takes the names in requests apart. */
final class Names {

    private Names() {}

    static String project(String parent) {
        return ResourceName.parse("projects/{project}", parent, "parent").get("project");
    }

    static ResourceName dataset(String name, String field) {
        return ResourceName.parse(Dataset.PATTERN, name, field);
    }
}
