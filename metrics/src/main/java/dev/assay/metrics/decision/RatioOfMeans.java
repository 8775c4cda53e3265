package dev.assay.metrics.decision;

import dev.assay.metrics.statistics.Estimate;
import dev.assay.metrics.statistics.Estimator;
import dev.assay.metrics.statistics.RelativeChange;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * mean(candidate)/mean(baseline) over the same items: a relative change plus 1, for criteria such as "at most twice the cost".
 *
 * @param change with its interval, which is moved by 1
 */
public record RatioOfMeans(RelativeChange change) implements Estimator {

    @Override
    public Estimate at(double level) {
        Estimate e = change.at(level);
        return new Estimate(
                plusOne(e.value()),
                e.standardError(),
                plusOne(e.lower()),
                plusOne(e.upper()),
                e.level(),
                e.method(),
                e.n(),
                e.clusters(),
                e.coverage(),
                e.undefinedReason());
    }

    @Override
    public OptionalLong itemsToDecide(double threshold, double confidence, double power) {
        return change.itemsToDecide(threshold - 1, confidence, power);
    }

    private static OptionalDouble plusOne(OptionalDouble number) {
        return number.isPresent() ? OptionalDouble.of(number.getAsDouble() + 1) : number;
    }
}
