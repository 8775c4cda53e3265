package dev.assay.runner.model;

import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.v1.CreateModelRequest;
import dev.assay.runner.v1.DeleteModelRequest;
import dev.assay.runner.v1.GetModelRequest;
import dev.assay.runner.v1.ListModelsRequest;
import dev.assay.runner.v1.ListModelsResponse;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.UpdateModelRequest;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.time.Instant;
import java.util.List;

/** The gRPC face of models. */
@GrpcService
public class ModelGrpc extends ModelServiceGrpc.ModelServiceImplBase {

    private final Models models;

    ModelGrpc(Models models) {
        this.models = models;
    }

    @Override
    public void createModel(CreateModelRequest request, StreamObserver<dev.assay.runner.v1.Model> observer) {
        Calls.unary(observer, () -> render(models.create(request)));
    }

    @Override
    public void getModel(GetModelRequest request, StreamObserver<dev.assay.runner.v1.Model> observer) {
        Calls.unary(observer, () -> render(models.get(request.getName(), "name")));
    }

    @Override
    public void listModels(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
        Calls.unary(observer, () -> {
            String project = ResourceName.parse("projects/{project}", request.getParent(), "parent")
                    .get("project");
            String scope = "models/" + project;
            PageRequest page = PageRequest.of(request.getPageSize(), request.getPageToken(), scope);
            List<Model> found = models.list(project, page);
            List<Model> shown = found.subList(0, Math.min(found.size(), page.size()));
            ListModelsResponse.Builder response = ListModelsResponse.newBuilder();
            shown.forEach(model -> response.addModels(render(model)));
            if (found.size() > page.size()) {
                response.setNextPageToken(
                        PageRequest.token(scope, shown.getLast().id()));
            }
            return response.build();
        });
    }

    @Override
    public void updateModel(UpdateModelRequest request, StreamObserver<dev.assay.runner.v1.Model> observer) {
        Calls.unary(observer, () -> render(models.update(request.getModel(), request.getUpdateMask())));
    }

    @Override
    public void deleteModel(DeleteModelRequest request, StreamObserver<Empty> observer) {
        Calls.unary(observer, () -> {
            models.delete(request.getName(), request.getEtag());
            return Empty.getDefaultInstance();
        });
    }

    private static dev.assay.runner.v1.Model render(Model model) {
        return model.settings().toBuilder()
                .setName(model.name())
                .setCreateTime(timestamp(model.createTime()))
                .setUpdateTime(timestamp(model.updateTime()))
                .setEtag(model.etag())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
