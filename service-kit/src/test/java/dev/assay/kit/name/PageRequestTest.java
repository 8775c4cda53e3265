package dev.assay.kit.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.kit.error.AssayException;
import org.junit.jupiter.api.Test;

/** Pages of lists (P1). */
class PageRequestTest {

    @Test
    void aTokenCarriesItsCursor() {
        String token = PageRequest.token("projects/p/datasets", "größer als 我");

        assertThat(PageRequest.of(10, token, "projects/p/datasets")).isEqualTo(new PageRequest(10, "größer als 我"));
    }

    @Test
    void sizesHaveADefaultAndALimit() {
        assertThat(PageRequest.of(0, "", "s").size()).isEqualTo(50);
        assertThat(PageRequest.of(5_000, "", "s").size()).isEqualTo(1_000);
        assertThatThrownBy(() -> PageRequest.of(-1, "", "s"))
                .isInstanceOf(AssayException.class)
                .hasMessageContaining("page_size");
    }

    @Test
    void aTokenOfAnotherListOrOfNobodyIsRefused() {
        String token = PageRequest.token("projects/p/datasets", "c");

        for (String bad : new String[] {token, "x", "!!", token + "A", ""}) {
            if (bad.isEmpty()) {
                continue;
            }
            assertThatThrownBy(() -> PageRequest.of(10, bad, "projects/q/datasets"))
                    .isInstanceOf(AssayException.class)
                    .hasMessageContaining("page_token");
        }
    }
}
