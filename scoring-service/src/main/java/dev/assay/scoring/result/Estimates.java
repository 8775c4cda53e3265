package dev.assay.scoring.result;

import dev.assay.metrics.statistics.Estimate;
import java.util.OptionalDouble;

/** Estimates as messages of the contract and back. */
final class Estimates {

    private Estimates() {}

    static dev.assay.type.v1.Estimate message(Estimate estimate) {
        dev.assay.type.v1.Estimate.Builder message = dev.assay.type.v1.Estimate.newBuilder()
                .setLevel(estimate.level())
                .setMethod(estimate.method())
                .setN(estimate.n())
                .setClusters(estimate.clusters())
                .setCoverage(estimate.coverage())
                .setUndefinedReason(estimate.undefinedReason());
        estimate.value().ifPresent(message::setValue);
        estimate.standardError().ifPresent(message::setStandardError);
        estimate.lower().ifPresent(message::setLower);
        estimate.upper().ifPresent(message::setUpper);
        return message.build();
    }

    static Estimate read(dev.assay.type.v1.Estimate message) {
        return new Estimate(
                optional(message.hasValue(), message.getValue()),
                optional(message.hasStandardError(), message.getStandardError()),
                optional(message.hasLower(), message.getLower()),
                optional(message.hasUpper(), message.getUpper()),
                message.getLevel(),
                message.getMethod(),
                message.getN(),
                message.getClusters(),
                message.getCoverage(),
                message.getUndefinedReason());
    }

    static OptionalDouble optional(boolean present, double value) {
        return present ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
