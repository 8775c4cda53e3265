package dev.assay.runner.price;

import com.google.protobuf.Timestamp;
import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.v1.ListPriceTablesRequest;
import dev.assay.runner.v1.ListPriceTablesResponse;
import dev.assay.runner.v1.ListPricesRequest;
import dev.assay.runner.v1.PriceServiceGrpc;
import dev.assay.runner.v1.PriceTable;
import dev.assay.runner.v1.SetPricesRequest;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** The gRPC face of price tables. */
@GrpcService
public class PriceGrpc extends PriceServiceGrpc.PriceServiceImplBase {

    private final PriceTables tables;

    PriceGrpc(PriceTables tables) {
        this.tables = tables;
    }

    @Override
    public void setPrices(SetPricesRequest request, StreamObserver<PriceTable> observer) {
        Calls.unary(
                observer,
                () -> render(tables.set(project(request.getParent()), request.getPriceTable(), request.getEtag())));
    }

    @Override
    public void listPrices(ListPricesRequest request, StreamObserver<PriceTable> observer) {
        Calls.unary(observer, () -> render(tables.get(request.getParent(), "parent")));
    }

    @Override
    public void listPriceTables(ListPriceTablesRequest request, StreamObserver<ListPriceTablesResponse> observer) {
        Calls.unary(observer, () -> {
            String project = project(request.getParent());
            String scope = "priceTables/" + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            int before = page.cursor().isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(page.cursor());
            List<PriceTables.Version> found = tables.list(project, before, page.size() + 1);
            List<PriceTables.Version> shown = found.subList(0, Math.min(found.size(), page.size()));
            ListPriceTablesResponse.Builder response = ListPriceTablesResponse.newBuilder();
            shown.forEach(version ->
                    response.addPriceTables(render(version).toBuilder().clearRows()));
            if (found.size() > page.size()) {
                response.setNextPageToken(PageRequest.token(
                        scope, Integer.toString(shown.getLast().number())));
            }
            return response.build();
        });
    }

    private static String project(String parent) {
        return ResourceName.parse("projects/{project}", parent, "parent").get("project");
    }

    private static PriceTable render(PriceTables.Version version) {
        return version.content().toBuilder()
                .setName(version.name())
                .setCreateTime(Timestamp.newBuilder()
                        .setSeconds(version.createTime().getEpochSecond())
                        .setNanos(version.createTime().getNano()))
                .build();
    }
}
