package dev.assay.runner.model;

import com.google.protobuf.FieldMask;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.PageRequest;
import dev.assay.kit.name.RequestIds;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.v1.CreateModelRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** What may be done with models. */
@ApplicationScoped
public class Models {

    private static final Set<String> CHANGEABLE = Set.of(
            "title",
            "provider",
            "endpoint",
            "model_id",
            "credential",
            "limits",
            "prices",
            "call_policy",
            "http_template");

    private final ModelRepository repository;

    Models(ModelRepository repository) {
        this.repository = repository;
    }

    /** Registers a model; the same request id with the same body returns the model that the first call made. */
    public Model create(CreateModelRequest request) {
        String project = ResourceName.parse("projects/{project}", request.getParent(), "parent")
                .get("project");
        String id = ResourceName.checkId(request.getModelId(), "model_id");
        String requestId = RequestIds.check(request.getRequestId());
        String digest = RequestIds.digest(request);
        byte[] settings = ModelRules.check(request.getModel()).toByteArray();
        return repository.inTransaction(() -> {
            boolean inserted = repository.insert(project, id, settings, now(), requestId, digest);
            if (!inserted && !requestId.isEmpty()) {
                var made = repository.findByRequest(project, requestId);
                if (made.isPresent()) {
                    if (!digest.equals(made.get().requestDigest())) {
                        throw AssayException.requestIdReused(requestId);
                    }
                    return made.get().model();
                }
            }
            String name = ResourceName.format(Model.PATTERN, project, id);
            if (!inserted) {
                throw AssayException.alreadyExists(name);
            }
            return repository.find(project, id).orElseThrow(() -> AssayException.notFound(name));
        });
    }

    /**
     * The model of that name.
     *
     * @param field the request's field that holds the name, for errors
     */
    public Model get(String name, String field) {
        ResourceName parsed = ResourceName.parse(Model.PATTERN, name, field);
        return repository
                .find(parsed.get("project"), parsed.get("model"))
                .orElseThrow(() -> AssayException.notFound(name));
    }

    /** A page of models by id; one more than the page holds when there is another page. */
    List<Model> list(String project, PageRequest page) {
        return repository.list(project, page);
    }

    /** Changes the fields of the mask, or all that can be changed when it is empty. */
    public Model update(dev.assay.runner.v1.Model wanted, FieldMask mask) {
        ResourceName name = ResourceName.parse(Model.PATTERN, wanted.getName(), "model.name");
        for (String path : mask.getPathsList()) {
            if (!CHANGEABLE.contains(path)) {
                throw AssayException.invalid(
                        "update_mask",
                        "\"" + path + "\" is not one of "
                                + CHANGEABLE.stream().sorted().toList());
            }
        }
        return repository.inTransaction(() -> {
            Model model = lock(name, wanted.getEtag());
            dev.assay.runner.v1.Model.Builder changed = model.settings().toBuilder();
            for (String path : mask.getPathsCount() == 0 ? CHANGEABLE : Set.copyOf(mask.getPathsList())) {
                var field = dev.assay.runner.v1.Model.getDescriptor().findFieldByName(path);
                if (field.hasPresence() && !wanted.hasField(field)) {
                    changed.clearField(field);
                } else {
                    changed.setField(field, wanted.getField(field));
                }
            }
            return repository.update(model, ModelRules.check(changed.build()), now());
        });
    }

    /** Removes a model; its runs stay, with their snapshots of it. */
    public void delete(String name, String etag) {
        ResourceName parsed = ResourceName.parse(Model.PATTERN, name, "name");
        repository.inTransaction(() -> {
            repository.remove(lock(parsed, etag));
            return true;
        });
    }

    private Model lock(ResourceName name, String etag) {
        Model model = repository
                .lock(name.get("project"), name.get("model"))
                .orElseThrow(() -> AssayException.notFound(name.toString()));
        if (!etag.isEmpty() && !etag.equals(model.etag())) {
            throw AssayException.etagMismatch(name.toString());
        }
        return model;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
