package dev.assay.scoring.metric;

import dev.assay.kit.call.Calls;
import dev.assay.kit.name.PageRequest;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.scoring.v1.ComputeMetricsRequest;
import dev.assay.scoring.v1.ComputeMetricsResponse;
import dev.assay.scoring.v1.ListMetricsRequest;
import dev.assay.scoring.v1.ListMetricsResponse;
import dev.assay.scoring.v1.ScoringServiceGrpc;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.List;

/** {@code assay.scoring.v1.ScoringService}. */
@GrpcService
public class ScoringGrpc extends ScoringServiceGrpc.ScoringServiceImplBase {

    private static final String SCOPE = "metrics";

    private final MetricRegistry metrics;

    ScoringGrpc(MetricRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void listMetrics(ListMetricsRequest request, StreamObserver<ListMetricsResponse> observer) {
        Calls.unary(observer, () -> {
            PageRequest page =
                    PageRequest.of(request.getPageSize(), request.getPageToken(), SCOPE, PageRequest.MAX_SIZE);
            List<MetricDescriptor> found = metrics.list().stream()
                    .filter(metric -> metric.name().compareTo(page.cursor()) > 0)
                    .limit(page.size() + 1L)
                    .toList();
            ListMetricsResponse.Builder response = ListMetricsResponse.newBuilder();
            found.stream().limit(page.size()).map(MetricMessages::metric).forEach(response::addMetrics);
            if (found.size() > page.size()) {
                response.setNextPageToken(
                        PageRequest.token(SCOPE, found.get(page.size() - 1).name()));
            }
            return response.build();
        });
    }

    @Override
    public StreamObserver<ComputeMetricsRequest> computeMetrics(StreamObserver<ComputeMetricsResponse> observer) {
        return Calls.stream(observer, (source, sink) -> {
            while (source.hasNext()) {
                sink.send(MetricMessages.compute(metrics, source.next()));
            }
        });
    }
}
