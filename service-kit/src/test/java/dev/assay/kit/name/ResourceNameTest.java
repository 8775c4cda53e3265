package dev.assay.kit.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.kit.error.AssayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of resources (P1). */
class ResourceNameTest {

    private static final String DATASET = "projects/{project}/datasets/{dataset}";

    @Test
    void takesANameApartAndPutsItTogether() {
        ResourceName name = ResourceName.parse(DATASET, "projects/p/datasets/gsm8k-v1.2_x", "name");

        assertThat(name.get("project")).isEqualTo("p");
        assertThat(name.get("dataset")).isEqualTo("gsm8k-v1.2_x");
        assertThat(ResourceName.format(DATASET, "p", "gsm8k-v1.2_x")).isEqualTo(name.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "datasets/d",
                "projects/p/datasets/",
                "projects/p/datasets/D",
                "projects/p/datasets/a b",
                "projects/p/datasets/ü",
                "projects/p/datasets/-a",
                "projects/p/datasets/d/",
                "projects//datasets/d",
                "projects/p/models/d",
                "projects/../datasets/d"
            })
    void refusesOtherNamesNamingTheField(String name) {
        assertThatThrownBy(() -> ResourceName.parse(DATASET, name, "dataset.name"))
                .isInstanceOf(AssayException.class)
                .hasMessageStartingWith("dataset.name: ");
    }

    @Test
    void aLongIdIsRefusedWithoutRepeatingItAll() {
        assertThatThrownBy(() -> ResourceName.checkId("x".repeat(1_000_000), "dataset_id"))
                .isInstanceOf(AssayException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void formatRefusesAWrongNumberOfIds() {
        assertThatThrownBy(() -> ResourceName.format(DATASET, "p")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResourceName.format(DATASET, "p", "d", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
