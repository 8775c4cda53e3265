package dev.assay.dataset.dataset;

import dev.assay.kit.error.AssayException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What can be done with datasets. */
public final class Datasets {

    private final DatasetRepository repository;

    public Datasets(DatasetRepository repository) {
        this.repository = repository;
    }

    /**
     * Creates a dataset without versions.
     *
     * @param requestId idempotency key, or empty
     * @param requestDigest digest of the request that came with it
     * @return the new dataset, or the one that the first call with this request id made
     * @throws AssayException RESOURCE_ALREADY_EXISTS or REQUEST_ID_REUSED
     */
    public Dataset create(
            String project, String id, DatasetDescription description, String requestId, String requestDigest) {
        boolean made = repository.insert(project, id, description, requestId, requestId.isEmpty() ? "" : requestDigest);
        if (!made && !requestId.isEmpty()) {
            Optional<DatasetRepository.Creation> first = repository.byRequest(project, requestId);
            if (first.isPresent()) {
                if (!first.get().requestDigest().equals(requestDigest)) {
                    throw AssayException.requestIdReused(requestId);
                }
                return first.get().dataset();
            }
        }
        if (!made) {
            throw AssayException.alreadyExists(Dataset.name(project, id));
        }
        return get(project, id);
    }

    /** @throws AssayException RESOURCE_NOT_FOUND */
    public Dataset get(String project, String id) {
        return repository.get(project, id).orElseThrow(() -> AssayException.notFound(Dataset.name(project, id)));
    }

    /** At most {@code limit} datasets of a project by id, after {@code afterId}. */
    public List<Dataset> list(String project, String afterId, int limit) {
        return repository.list(project, afterId, limit);
    }

    /**
     * Changes what is said about a dataset.
     *
     * @param etag the etag that the caller knows, or empty to change whatever there is
     * @param change is given what is said now
     * @throws AssayException RESOURCE_NOT_FOUND or ETAG_MISMATCH
     */
    public Dataset update(String project, String id, String etag, UnaryOperator<DatasetDescription> change) {
        return repository
                .update(
                        project,
                        id,
                        current -> change.apply(checked(current, etag).description()))
                .orElseThrow(() -> AssayException.notFound(Dataset.name(project, id)));
    }

    /**
     * Deletes a dataset with all its versions.
     *
     * @param etag the etag that the caller knows, or empty to delete whatever there is
     * @throws AssayException RESOURCE_NOT_FOUND or ETAG_MISMATCH
     */
    public void delete(String project, String id, String etag) {
        if (!repository.delete(project, id, current -> checked(current, etag))) {
            throw AssayException.notFound(Dataset.name(project, id));
        }
    }

    private static Dataset checked(Dataset current, String etag) {
        if (!etag.isEmpty() && !etag.equals(current.etag())) {
            throw AssayException.etagMismatch(current.name());
        }
        return current;
    }
}
