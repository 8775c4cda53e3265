package dev.assay.scoring.report;

import java.util.ArrayList;
import java.util.List;

/** A linear scale with round ticks. */
final class Axis {

    private static final double[] STEPS = {1, 2, 2.5, 5, 10};

    private final double from;
    private final double to;
    private final double left;
    private final double width;
    private final double step;

    /**
     * Covers at least the range from {@code low} to {@code high}, and at least {@code least} of values.
     *
     * @param left position of its start, in units of the drawing
     */
    Axis(double low, double high, double left, double width, int ticks) {
        double span = high > low ? high - low : Math.max(Math.abs(high), 1e-9) * 0.5;
        this.step = step(span / ticks);
        this.from = Math.floor(low / step) * step;
        double end = Math.ceil(high / step) * step;
        this.to = end > from ? end : from + step;
        this.left = left;
        this.width = width;
    }

    private static double step(double rough) {
        double magnitude = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double candidate : STEPS) {
            if (candidate * magnitude >= rough * (1 - 1e-9)) {
                return candidate * magnitude;
            }
        }
        return 10 * magnitude;
    }

    double at(double value) {
        double share = (Math.clamp(value, from, to) - from) / (to - from);
        return left + share * width;
    }

    double start() {
        return left;
    }

    double end() {
        return left + width;
    }

    boolean contains(double value) {
        return value >= from && value <= to;
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long count = Math.round((to - from) / step);
        for (long i = 0; i <= count; i++) {
            double tick = from + i * step;
            ticks.add(Math.abs(tick) < step * 1e-6 ? 0 : tick);
        }
        return ticks;
    }
}
