package dev.assay.dataset.api;

import dev.assay.dataset.ingest.ImportRequest;
import dev.assay.dataset.v1.ImportExamplesRequest;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.RequestIds;
import dev.assay.kit.name.ResourceName;
import java.util.Iterator;

/** The messages of an import: one specification, checked, then the bytes. */
final class ImportChunks implements Iterator<byte[]> {

    private final Iterator<ImportExamplesRequest> messages;
    private final ImportRequest request;

    /** Takes the first message. */
    ImportChunks(Iterator<ImportExamplesRequest> messages) {
        this.messages = messages;
        ImportExamplesRequest first = messages.hasNext() ? messages.next() : ImportExamplesRequest.getDefaultInstance();
        if (!first.hasSpecification()) {
            throw AssayException.invalid("specification", "required in the first message");
        }
        this.request = request(first.getSpecification());
    }

    ImportRequest request() {
        return request;
    }

    @Override
    public boolean hasNext() {
        return messages.hasNext();
    }

    @Override
    public byte[] next() {
        ImportExamplesRequest message = messages.next();
        if (!message.hasChunk()) {
            throw AssayException.invalid("chunk", "required in every message after the first");
        }
        return message.getChunk().toByteArray();
    }

    private static ImportRequest request(ImportSpecification specification) {
        ResourceName dataset = Names.dataset(specification.getDataset(), "specification.dataset");
        if (specification.getFormat() != ImportSpecification.Format.JSONL) {
            throw AssayException.invalid("specification.format", "must be JSONL");
        }
        double share = specification.getMaxBadRowShare();
        // Not a number is refused too.
        if (!(share >= 0 && share <= 1)) {
            throw AssayException.invalid("specification.max_bad_row_share", "must be in [0, 1], is " + share);
        }
        if (specification.getSource().length() > 1_000
                || specification.getSource().indexOf('\0') >= 0) {
            throw AssayException.invalid("specification.source", "longer than 1000 characters or with U+0000");
        }
        return new ImportRequest(
                dataset.get("project"),
                dataset.get("dataset"),
                specification.getMapping(),
                share,
                specification.getSource(),
                RequestIds.check(specification.getRequestId()),
                RequestIds.digest(specification));
    }
}
