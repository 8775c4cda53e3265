package dev.assay.kit.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.dataset.v1.CreateDatasetRequest;
import dev.assay.dataset.v1.Dataset;
import dev.assay.kit.error.AssayException;
import org.junit.jupiter.api.Test;

/** Idempotency keys (R4). */
class RequestIdsTest {

    @Test
    void equalRequestsHaveEqualDigestsWhateverTheOrderOfTheirMaps() {
        Dataset ab =
                Dataset.newBuilder().putLabels("a", "1").putLabels("b", "2").build();
        Dataset ba =
                Dataset.newBuilder().putLabels("b", "2").putLabels("a", "1").build();

        assertThat(digest(ab)).hasSize(64).isEqualTo(digest(ba));
        assertThat(digest(ab.toBuilder().setTitle("x").build())).isNotEqualTo(digest(ab));
    }

    @Test
    void onlyUuidsAreAccepted() {
        assertThat(RequestIds.check("")).isEmpty();
        assertThat(RequestIds.check("7c9e6679-7425-40de-944b-e07fc1f90ae7"))
                .isEqualTo("7c9e6679-7425-40de-944b-e07fc1f90ae7");
        assertThatThrownBy(() -> RequestIds.check("again"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("request_id");
    }

    private static String digest(Dataset dataset) {
        return RequestIds.digest(
                CreateDatasetRequest.newBuilder().setDataset(dataset).build());
    }
}
