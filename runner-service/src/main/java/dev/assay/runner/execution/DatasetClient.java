package dev.assay.runner.execution;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesResponse;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.quarkus.grpc.GrpcClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Examples from dataset-service. Each call is short and has a deadline, so that slow models hold nothing open over there. */
@ApplicationScoped
public class DatasetClient implements ExampleSource {

    private static final int PAGE_BYTES = 4 << 20;
    private static final int DEADLINE_SECONDS = 60;

    private final DatasetVersionServiceGrpc.DatasetVersionServiceBlockingStub stub;

    DatasetClient(@GrpcClient("dataset") Channel channel) {
        this.stub = DatasetVersionServiceGrpc.newBlockingStub(channel);
    }

    @Override
    public DatasetVersion version(String name) {
        return inOwnContext(() -> stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .getDatasetVersion(
                        GetDatasetVersionRequest.newBuilder().setName(name).build()));
    }

    @Override
    public Page page(Query query, String token, int limit) {
        List<Example> examples = new ArrayList<>();
        int[] bytes = new int[1];
        Stretch read = read(query, token, limit, response -> {
            examples.addAll(response.getExamplesList());
            bytes[0] += response.getSerializedSize();
            return bytes[0] < PAGE_BYTES;
        });
        return new Page(examples, read.nextToken(), read.last());
    }

    @Override
    public Stretch skip(Query query, String token, int limit) {
        return read(query, token, limit, response -> true);
    }

    private Stretch read(Query query, String token, int limit, Predicate<StreamExamplesResponse> goOn) {
        StreamExamplesRequest request = StreamExamplesRequest.newBuilder()
                .setParent(query.version())
                .setOrder(StreamExamplesRequest.Order.SEEDED)
                .setSeed(query.seed())
                .setSlice(query.slice())
                .setResumeToken(token)
                .setLimit(limit)
                .build();
        return inOwnContext(() -> {
            Iterator<StreamExamplesResponse> responses =
                    stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).streamExamples(request);
            int count = 0;
            String next = token;
            while (responses.hasNext()) {
                StreamExamplesResponse response = responses.next();
                count += response.getExamplesCount();
                next = response.getResumeToken().isEmpty() ? next : response.getResumeToken();
                if (!goOn.test(response)) {
                    return new Stretch(count, next, false);
                }
            }
            return new Stretch(count, next, count < limit);
        });
    }

    private interface Call<T> {
        T run() throws Exception;
    }

    /** In a context of its own: what is left of a stream is cancelled at the end, and a caller's deadline does not bind the run's work. */
    private static <T> T inOwnContext(Call<T> call) {
        Context.CancellableContext context = Context.ROOT.withCancellation();
        try {
            return context.call(call::run);
        } catch (StatusRuntimeException e) {
            throw translated(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            context.cancel(null);
        }
    }

    private static AssayException translated(StatusRuntimeException e) {
        AssayException error = ErrorStatus.of(e);
        return switch (e.getStatus().getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED ->
                new AssayException(ErrorReason.DEPENDENCY_UNAVAILABLE, "dataset-service does not answer; try again", e);
            case OK,
                    UNKNOWN,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNIMPLEMENTED,
                    INTERNAL,
                    DATA_LOSS,
                    UNAUTHENTICATED -> error;
        };
    }
}
