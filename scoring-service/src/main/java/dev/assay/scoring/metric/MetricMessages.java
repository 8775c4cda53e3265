package dev.assay.scoring.metric;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.MetricRegistry;
import dev.assay.scoring.result.Structs;
import dev.assay.scoring.v1.ComputeMetricsRequest;
import dev.assay.scoring.v1.ComputeMetricsResponse;
import dev.assay.scoring.v1.Metric;
import org.jboss.logging.Logger;

/** Metrics as messages, and a request as the library takes it. */
final class MetricMessages {

    private static final Logger LOG = Logger.getLogger(MetricMessages.class);

    private MetricMessages() {}

    static Metric metric(MetricDescriptor descriptor) {
        Metric.Builder metric = Metric.newBuilder()
                .setName(descriptor.name())
                .setVersion(descriptor.version())
                .setDescription(descriptor.description())
                .setFamily(descriptor.family())
                .addAllNeeds(descriptor.needs())
                .setSource(descriptor.source())
                .setDirection(
                        switch (descriptor.direction()) {
                            case HIGHER_IS_BETTER -> Metric.Direction.HIGHER_IS_BETTER;
                            case LOWER_IS_BETTER -> Metric.Direction.LOWER_IS_BETTER;
                            case NEUTRAL -> Metric.Direction.DIRECTION_UNSPECIFIED;
                        });
        descriptor
                .parameters()
                .forEach(parameter -> metric.addParameters(Metric.Parameter.newBuilder()
                        .setName(parameter.name())
                        .setType(parameter.type())
                        .setDefaultValue(parameter.defaultValue().orElse(""))
                        .setDescription(parameter.description())));
        if (Double.isFinite(descriptor.range().lower())) {
            metric.setLower(descriptor.range().lower());
        }
        if (Double.isFinite(descriptor.range().upper())) {
            metric.setUpper(descriptor.range().upper());
        }
        return metric.build();
    }

    /** Computes one value; whatever goes wrong with it is an answer too. */
    static ComputeMetricsResponse compute(MetricRegistry metrics, ComputeMetricsRequest request) {
        ComputeMetricsResponse.Builder response =
                ComputeMetricsResponse.newBuilder().setId(request.getId());
        try {
            return response.setValue(Structs.toValue(metrics.compute(
                            request.getMetric(),
                            Structs.toJson(request.getInputs()),
                            Structs.toJson(request.getParams()))))
                    .build();
        } catch (MetricException e) {
            return response.setError(String.valueOf(e.getMessage())).build();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.errorf(e, "The metric %s failed", request.getMetric());
            return response.setError("the metric failed on these inputs").build();
        }
    }
}
