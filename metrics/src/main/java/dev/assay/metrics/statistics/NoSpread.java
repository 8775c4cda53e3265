package dev.assay.metrics.statistics;

/**
 * The interval of a mean when all the independent units (items or clusters) gave the same value: the sample variance is 0, but the
 * next unit may differ. At most the share w of all units differs, w being Wilson's upper limit of 0 in {@code units}, and none
 * leaves the range, so the mean is within [v − w(v−lower), v + w(upper−v)]. For a share this is Wilson's own interval at 0% and 100%.
 */
final class NoSpread {

    static final String METHOD = "wilson-no-spread";

    private NoSpread() {}

    static Estimate at(double value, ScoreRange range, long units, double level, long n, long clusters) {
        double w = Share.wilson(0, units, level)[1];
        double lower = value == range.lower() ? value : value - w * (value - range.lower());
        double upper = value == range.upper() ? value : value + w * (range.upper() - value);
        return Estimate.of(value, 0, lower, upper, level, METHOD, n, clusters);
    }
}
