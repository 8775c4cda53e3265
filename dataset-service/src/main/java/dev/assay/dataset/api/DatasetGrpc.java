package dev.assay.dataset.api;

import com.google.protobuf.Empty;
import dev.assay.dataset.dataset.Datasets;
import dev.assay.dataset.v1.CreateDatasetRequest;
import dev.assay.dataset.v1.Dataset;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.DeleteDatasetRequest;
import dev.assay.dataset.v1.GetDatasetRequest;
import dev.assay.dataset.v1.ListDatasetsRequest;
import dev.assay.dataset.v1.ListDatasetsResponse;
import dev.assay.dataset.v1.UpdateDatasetRequest;
import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.RequestIds;
import dev.assay.kit.name.ResourceName;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** {@code assay.dataset.v1.DatasetService}. */
@GrpcService
public class DatasetGrpc extends DatasetServiceGrpc.DatasetServiceImplBase {

    private final Datasets datasets;

    DatasetGrpc(Datasets datasets) {
        this.datasets = datasets;
    }

    @Override
    public void createDataset(CreateDatasetRequest request, StreamObserver<Dataset> observer) {
        Calls.unary(observer, () -> {
            String project = Names.project(request.getParent());
            String id = ResourceName.checkId(request.getDatasetId(), "dataset_id");
            return DatasetMessages.render(datasets.create(
                    project,
                    id,
                    DatasetMessages.description(request.getDataset()),
                    RequestIds.check(request.getRequestId()),
                    RequestIds.digest(request)));
        });
    }

    @Override
    public void getDataset(GetDatasetRequest request, StreamObserver<Dataset> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = Names.dataset(request.getName(), "name");
            return DatasetMessages.render(datasets.get(name.get("project"), name.get("dataset")));
        });
    }

    @Override
    public void listDatasets(ListDatasetsRequest request, StreamObserver<ListDatasetsResponse> observer) {
        Calls.unary(observer, () -> {
            String project = Names.project(request.getParent());
            String scope = "datasets of " + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            List<dev.assay.dataset.dataset.Dataset> found = datasets.list(project, page.cursor(), page.size() + 1);
            ListDatasetsResponse.Builder response = ListDatasetsResponse.newBuilder();
            found.stream().limit(page.size()).map(DatasetMessages::render).forEach(response::addDatasets);
            if (found.size() > page.size()) {
                response.setNextPageToken(
                        PageRequest.token(scope, found.get(page.size() - 1).id()));
            }
            return response.build();
        });
    }

    @Override
    public void updateDataset(UpdateDatasetRequest request, StreamObserver<Dataset> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = Names.dataset(request.getDataset().getName(), "dataset.name");
            return DatasetMessages.render(datasets.update(
                    name.get("project"),
                    name.get("dataset"),
                    request.getDataset().getEtag(),
                    DatasetMessages.change(request.getDataset(), request.getUpdateMask())));
        });
    }

    @Override
    public void deleteDataset(DeleteDatasetRequest request, StreamObserver<Empty> observer) {
        Calls.unary(observer, () -> {
            ResourceName name = Names.dataset(request.getName(), "name");
            datasets.delete(name.get("project"), name.get("dataset"), request.getEtag());
            return Empty.getDefaultInstance();
        });
    }
}
