package dev.assay.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.kit.error.ErrorStatus;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.ListPriceTablesRequest;
import dev.assay.runner.v1.ListPricesRequest;
import dev.assay.runner.v1.PriceRow;
import dev.assay.runner.v1.PriceTable;
import dev.assay.runner.v1.Run;
import dev.assay.runner.v1.SetPricesRequest;
import dev.assay.testing.model.Answer;
import dev.assay.testing.model.FakeModelServer;
import dev.assay.testing.model.Reply;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Prices;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Price tables are versions, and a run says which one it was billed by (R7). */
@QuarkusTest
class PriceServiceTest extends ServiceTest {

    @Test
    void aRunIsBilledByTheVersionThatWasCurrentWhenItWasCreated() {
        datasets.put("projects/t1/datasets/d/versions/v1", Client.texts(10));
        try (FakeModelServer server = FakeModelServer.start(
                request -> Reply.answer(Answer.of("x").withUsage(new Answer.Usage(1_000, 100, 400, 60))))) {
            client.model("t1", "m", server.url(), Limits.getDefaultInstance());
            Run before = client.run("t1", "v1");
            assertThat(before.hasCost()).isFalse();
            assertThat(before.getPriceTable()).isEmpty();

            PriceTable first = set("t1", "", "2", "1");
            assertThat(first.getName()).isEqualTo("projects/t1/priceTables/v1");
            Run cheap = client.run("t1", "v1");
            assertThat(cheap.getPriceTable()).isEqualTo(first.getName());
            // 600 · 2 + 400 · 0.5 + 40 · 10 + 60 · 20 for each of ten, all for a million.
            assertThat(cheap.getCost().getAmount()).isEqualTo("0.03");

            PriceTable second = set("t1", "v1", "20", "1");
            assertThat(second.getName()).isEqualTo("projects/t1/priceTables/v2");
            List<Completion> completions = new ArrayList<>();
            Run dear = client.follow(client.start("t1", "v1").getName(), completions);
            assertThat(dear.getPriceTable()).isEqualTo(second.getName());
            assertThat(dear.getModelSnapshot().getPrices().getInputPerMillion()).isEqualTo("20");
            assertThat(dear.getCost().getAmount()).isEqualTo("0.138");
            assertThat(completions).allMatch(c -> c.getCost().getAmount().equals("0.0138"));
            assertThat(client.get(cheap.getName()).getCost()).isEqualTo(cheap.getCost());
        }
    }

    @Test
    void versionsAreKeptAndTheSameAgainIsNone() {
        PriceTable first = set("t2", "v0", "1", "a");
        assertThat(set("t2", "", "1", "a")).isEqualTo(first);
        PriceTable second = set("t2", "v1", "2", "a");
        assertThat(list("t2", "latest")).isEqualTo(second);
        assertThat(list("t2", "v1")).isEqualTo(first);
        assertThat(client.prices
                        .listPriceTables(ListPriceTablesRequest.newBuilder()
                                .setParent("projects/t2")
                                .build())
                        .getPriceTablesList())
                .containsExactly(
                        second.toBuilder().clearRows().build(),
                        first.toBuilder().clearRows().build());
    }

    @Test
    void whatIsWrongIsNamed() {
        set("t3", "", "1", "a");
        reason(() -> set("t3", "v7", "2", "a"), ErrorReason.ETAG_MISMATCH);
        reason(() -> list("t3", "v2"), ErrorReason.RESOURCE_NOT_FOUND);
        reason(() -> list("t3", "x"), ErrorReason.RESOURCE_NOT_FOUND);
        reason(() -> list("t4", "latest"), ErrorReason.RESOURCE_NOT_FOUND);
        reason(() -> set("t3", "", "one", "a"), ErrorReason.INVALID_REQUEST);
    }

    private static void reason(Runnable call, ErrorReason reason) {
        assertThatThrownBy(call::run)
                .satisfies(e -> assertThat(ErrorStatus.of(e).reason()).isEqualTo(reason));
    }

    private PriceTable list(String project, String version) {
        return client.prices.listPrices(ListPricesRequest.newBuilder()
                .setParent("projects/" + project + "/priceTables/" + version)
                .build());
    }

    private PriceTable set(String project, String etag, String price, String note) {
        return client.prices.setPrices(SetPricesRequest.newBuilder()
                .setParent("projects/" + project)
                .setEtag(etag)
                .setPriceTable(PriceTable.newBuilder()
                        .setNote(note)
                        .addRows(PriceRow.newBuilder()
                                .setModelId("fak*")
                                .setEndpointHost("127.0.0.1")
                                .setPrices(Prices.newBuilder()
                                        .setCurrencyCode("USD")
                                        .setInputPerMillion(price)
                                        .setCachedInputPerMillion("0.5")
                                        .setOutputPerMillion("10")
                                        .setReasoningPerMillion("20"))))
                .build());
    }
}
