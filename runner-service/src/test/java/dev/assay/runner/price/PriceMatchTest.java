package dev.assay.runner.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PriceRow;
import dev.assay.runner.v1.PriceTable;
import dev.assay.type.v1.Prices;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The most specific row that is valid counts, whatever the order of rows (R7). */
class PriceMatchTest {

    private static final List<PriceRow> ROWS = List.of(
            row("*", "", "1", 0),
            row("example-*", "", "2", 0),
            row("example-large-*", "", "3", 0),
            row("example-large-1", "", "4", 0),
            row("example-large-1", "*.cloud.test", "5", 0),
            row("example-large-1", "eu.cloud.test", "6", 0),
            row("example-large-1", "eu.cloud.test", "7", 1_000),
            row("example-large-1", "eu.cloud.test", "8", 2_000),
            row("gem", "", "9", 0).toBuilder()
                    .setProvider(Model.Provider.GEMINI)
                    .build(),
            row("gem", "", "10", 0));

    @ParameterizedTest
    @CsvSource({
        "other, api.test, 1",
        "example-small, api.test, 2",
        "example-large-2, api.test, 3",
        "example-large-1, api.test, 4",
        "example-large-1, us.cloud.test, 5",
        "example-large-1, cloud.test, 4",
        "example-large-1, notcloud.test, 4",
        "example-large-1, EU.cloud.test, 7",
        "EXAMPLE-large-1, api.test, 1",
        "gem, api.test, 10"
    })
    void theMostSpecificRowCounts(String id, String host, String price) {
        List<PriceRow> shuffled = new ArrayList<>(ROWS);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(PriceMatch.of(shuffled, model(id, host), time(1_500)))
                    .hasValueSatisfying(row ->
                            assertThat(row.getPrices().getInputPerMillion()).isEqualTo(price));
        }
    }

    @Test
    void nothingFitsNothing() {
        assertThat(PriceMatch.of(ROWS.subList(1, 10), model("other", "api.test"), time(1)))
                .isEmpty();
        assertThat(PriceMatch.of(List.of(row("other", "", "1", 1_000)), model("other", "api.test"), time(999)))
                .isEmpty();
    }

    @Test
    void aProtocolsOwnRowGoesFirst() {
        Model gemini = model("gem", "api.test").toBuilder()
                .setProvider(Model.Provider.GEMINI)
                .build();
        assertThat(PriceMatch.of(ROWS, gemini, time(1))
                        .orElseThrow()
                        .getPrices()
                        .getInputPerMillion())
                .isEqualTo("9");
    }

    @Test
    void badRowsAreNamed() {
        refused(row("", "", "1", 0), "price_table.rows[0].model_id");
        refused(row("a*b", "", "1", 0), "price_table.rows[0].model_id");
        refused(row("a", "https://h", "1", 0), "price_table.rows[0].endpoint_host");
        refused(row("a", "", "-1", 0), "price_table.rows[0].prices.input_per_million");
        refused(row("a", "", "1e3", 0), "price_table.rows[0].prices.input_per_million");
        assertThatThrownBy(() -> PriceRules.check(PriceTable.newBuilder()
                        .addRows(row("a", "H", "1", 0))
                        .addRows(row("a", "h", "2", 0))
                        .build()))
                .hasMessageContaining("rows[1]")
                .hasMessageContaining("rows[0]");
    }

    private static void refused(PriceRow row, String field) {
        assertThatThrownBy(() ->
                        PriceRules.check(PriceTable.newBuilder().addRows(row).build()))
                .isInstanceOfSatisfying(
                        AssayException.class,
                        e -> assertThat(e.violations().getFirst().field()).isEqualTo(field));
    }

    private static PriceRow row(String model, String host, String price, long from) {
        PriceRow.Builder row = PriceRow.newBuilder()
                .setModelId(model)
                .setEndpointHost(host)
                .setPrices(Prices.newBuilder()
                        .setCurrencyCode("USD")
                        .setInputPerMillion(price)
                        .setOutputPerMillion("1"));
        if (from > 0) {
            row.setValidFrom(time(from));
        }
        return row.build();
    }

    private static Model model(String id, String host) {
        return Model.newBuilder()
                .setProvider(Model.Provider.OPENAI_CHAT)
                .setModelId(id)
                .setEndpoint("https://" + host + "/v1")
                .build();
    }

    private static Timestamp time(long seconds) {
        return Timestamp.newBuilder().setSeconds(seconds).build();
    }
}
