package dev.assay.metrics.statistics;

import dev.assay.metrics.MetricException;
import java.util.OptionalDouble;

/**
 * A number with its uncertainty. An undefined estimate has no value and says why; it is never 0 or NaN instead. A defined one may
 * lack a bound where the data do not bound it on that side (one item, no spread, a ratio to something that may be zero).
 *
 * @param value the point estimate, in the metric's own unit; empty when undefined
 * @param standardError standard error of {@code value}, same unit; empty where the method gives none
 * @param lower lower end of the interval, same unit; empty when unbounded
 * @param upper upper end of the interval, same unit; empty when unbounded
 * @param level confidence level of the interval, two-sided, in [0, 1]; 1 for bounds that are certain
 * @param method how the interval was made, for example {@code wilson}, {@code student-t}, {@code cluster-robust-t}
 * @param n independent items behind the estimate (examples, not samples)
 * @param clusters clusters behind the estimate; 0 when items are not clustered
 * @param coverage share of the items that have a score, in [0, 1]
 * @param undefinedReason why there is no value; empty when there is one
 */
public record Estimate(
        OptionalDouble value,
        OptionalDouble standardError,
        OptionalDouble lower,
        OptionalDouble upper,
        double level,
        String method,
        long n,
        long clusters,
        double coverage,
        String undefinedReason) {

    public Estimate {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("level: expected a number in [0, 1], found " + level);
        }
        if (!(coverage >= 0 && coverage <= 1)) {
            throw new IllegalArgumentException("coverage: expected a number in [0, 1], found " + coverage);
        }
        if (value.isEmpty() == undefinedReason.isEmpty()) {
            throw new IllegalArgumentException("an estimate has either a value or a reason for having none");
        }
        finite("value", value);
        finite("standardError", standardError);
        finite("lower", lower);
        finite("upper", upper);
        if (lower.isPresent() && upper.isPresent() && lower.getAsDouble() > upper.getAsDouble()) {
            throw new IllegalArgumentException("lower " + lower.getAsDouble() + " above upper " + upper.getAsDouble());
        }
    }

    /** An estimate without a value. */
    public static Estimate undefined(double level, String method, long n, long clusters, String reason) {
        OptionalDouble none = OptionalDouble.empty();
        return new Estimate(none, none, none, none, level, method, n, clusters, 1, reason);
    }

    /** A full estimate; bounds that are infinite or NaN count as absent, and so does such a standard error. */
    public static Estimate of(
            double value,
            double standardError,
            double lower,
            double upper,
            double level,
            String method,
            long n,
            long clusters) {
        if (!Double.isFinite(value)) {
            throw MetricException.undefined("the numbers are too large to be computed with");
        }
        return new Estimate(
                OptionalDouble.of(value),
                optional(standardError),
                optional(lower),
                optional(upper),
                level,
                method,
                n,
                clusters,
                1,
                "");
    }

    /** A value that the data do not bound on either side. */
    public static Estimate unbounded(double value, double level, String method, long n, long clusters) {
        return of(value, Double.NaN, Double.NaN, Double.NaN, level, method, n, clusters);
    }

    public boolean isDefined() {
        return value.isPresent();
    }

    /** True when both bounds are there. */
    public boolean hasInterval() {
        return lower.isPresent() && upper.isPresent();
    }

    /** The same estimate over data of which only the share {@code coverage} has a score. */
    public Estimate withCoverage(double coverage) {
        return new Estimate(value, standardError, lower, upper, level, method, n, clusters, coverage, undefinedReason);
    }

    private static OptionalDouble optional(double number) {
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    private static void finite(String field, OptionalDouble number) {
        if (number.isPresent() && !Double.isFinite(number.getAsDouble())) {
            throw new IllegalArgumentException(field + ": expected a finite number, found " + number.getAsDouble());
        }
    }
}
