package dev.assay.runner.fake;

import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.GetDatasetVersionRequest;
import dev.assay.dataset.v1.Slice;
import dev.assay.dataset.v1.StreamExamplesRequest;
import dev.assay.dataset.v1.StreamExamplesResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** dataset-service as a table: versions with their examples, in stored order whatever the seed. Can be made to be away. */
public final class FakeDatasets extends DatasetVersionServiceGrpc.DatasetVersionServiceImplBase {

    private static final int BATCH = 50;

    private final Map<String, List<Example>> versions = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean away;

    /** Adds a version, for example {@code projects/p/datasets/d/versions/v1}; examples get their names. */
    public void put(String version, List<Example> examples) {
        versions.put(
                version,
                examples.stream()
                        .map(example -> example.toBuilder()
                                .setName(version + "/examples/" + example.getName())
                                .build())
                        .toList());
    }

    /** Whether every call is refused as if the service were not there. */
    public void away(boolean now) {
        away = now;
    }

    /** Calls refused while away. */
    public int refused() {
        return refused.get();
    }

    @Override
    public void getDatasetVersion(GetDatasetVersionRequest request, StreamObserver<DatasetVersion> observer) {
        String name = request.getName().endsWith("/latest")
                ? versions.keySet().stream()
                        .filter(version -> version.startsWith(
                                request.getName().substring(0, request.getName().lastIndexOf('/'))))
                        .max(String::compareTo)
                        .orElse("")
                : request.getName();
        List<Example> examples = versions.get(name);
        if (isAway(observer)) {
            return;
        }
        if (examples == null) {
            observer.onError(Status.NOT_FOUND
                    .withDescription(request.getName() + " does not exist")
                    .asRuntimeException());
            return;
        }
        DatasetVersion.Builder version =
                DatasetVersion.newBuilder().setName(name).setExampleCount(examples.size());
        examples.forEach(example -> example.getRecordedAnswersMap()
                .keySet()
                .forEach(key ->
                        version.putRecordedAnswerCounts(key, version.getRecordedAnswerCountsOrDefault(key, 0) + 1)));
        observer.onNext(version.build());
        observer.onCompleted();
    }

    @Override
    public void streamExamples(StreamExamplesRequest request, StreamObserver<StreamExamplesResponse> observer) {
        if (isAway(observer)) {
            return;
        }
        List<Example> examples = versions.getOrDefault(request.getParent(), List.of()).stream()
                .filter(example -> matches(example, request.getSlice()))
                .toList();
        int start = request.getResumeToken().isEmpty() ? 0 : Integer.parseInt(request.getResumeToken());
        int end =
                request.getLimit() == 0 ? examples.size() : (int) Math.min(examples.size(), start + request.getLimit());
        for (int at = start; at < end; at += BATCH) {
            int next = Math.min(end, at + BATCH);
            observer.onNext(StreamExamplesResponse.newBuilder()
                    .addAllExamples(examples.subList(at, next))
                    .setFirstPosition(at)
                    .setResumeToken(Integer.toString(next))
                    .build());
        }
        observer.onCompleted();
    }

    private static boolean matches(Example example, Slice slice) {
        return (slice.getCategoriesCount() == 0 || slice.getCategoriesList().contains(example.getCategory()))
                && example.getTagsList().containsAll(slice.getTagsList());
    }

    private boolean isAway(StreamObserver<?> observer) {
        if (away) {
            refused.incrementAndGet();
            observer.onError(Status.UNAVAILABLE.withDescription("away").asRuntimeException());
        }
        return away;
    }
}
