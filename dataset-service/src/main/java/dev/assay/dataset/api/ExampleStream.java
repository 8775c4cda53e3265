package dev.assay.dataset.api;

import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesRequest.Order;
import dev.assay.dataset.v1.StreamExamplesResponse;
import dev.assay.dataset.version.Examples;
import dev.assay.dataset.version.Slice;
import dev.assay.dataset.version.StoredExample;
import dev.assay.dataset.version.Version;
import dev.assay.kit.call.Sink;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.PageRequest;
import java.sql.SQLException;
import java.util.List;

/** A request for a stream of examples, checked, and how it is answered. */
final class ExampleStream {

    private final Version version;
    private final Order order;
    private final long seed;
    private final Slice slice;
    private final long limit;
    private final String scope;
    private final Examples.Resume resume;

    /** @throws AssayException INVALID_REQUEST naming the field that is wrong */
    ExampleStream(StreamExamplesRequest request, Version version) {
        if (request.getOrder() == Order.UNRECOGNIZED) {
            throw AssayException.invalid("order", "not known");
        }
        if (request.getLimit() < 0) {
            throw AssayException.invalid("limit", "must not be negative, is " + request.getLimit());
        }
        this.version = version;
        this.order = request.getOrder() == Order.SEEDED ? Order.SEEDED : Order.STORED;
        this.seed = request.getSeed();
        this.slice = VersionMessages.slice(request.getSlice());
        this.limit = request.getLimit() == 0 ? Long.MAX_VALUE : request.getLimit();
        this.scope = "stream of " + version.name() + " in " + slice + (order == Order.SEEDED ? " by " + seed : "");
        this.resume = resume(request.getResumeToken());
    }

    void run(Examples examples, Sink<StreamExamplesResponse> sink) throws SQLException, InterruptedException {
        Examples.BatchSink batches = (first, batch) -> sink.send(render(first, batch));
        if (order == Order.SEEDED) {
            examples.streamSeeded(version, slice, seed, resume, limit, batches);
        } else {
            examples.streamStored(version, slice, resume, limit, batches);
        }
    }

    private StreamExamplesResponse render(long first, List<StoredExample> batch) {
        StreamExamplesResponse.Builder response =
                StreamExamplesResponse.newBuilder().setFirstPosition(first);
        batch.forEach(example -> response.addExamples(VersionMessages.render(version, example)));
        String cursor = (first + batch.size()) + ":" + batch.getLast().ordinal();
        return response.setResumeToken(PageRequest.token(scope, cursor)).build();
    }

    private Examples.Resume resume(String token) {
        if (token.isEmpty()) {
            return Examples.Resume.START;
        }
        try {
            String[] cursor = PageRequest.of(0, token, scope).cursor().split(":", -1);
            return new Examples.Resume(Long.parseLong(cursor[0]), Integer.parseInt(cursor[1]));
        } catch (AssayException e) {
            throw AssayException.invalid("resume_token", "not a token of this version, order, seed and slice");
        }
    }
}
