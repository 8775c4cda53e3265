package dev.assay.scoring.report;

import dev.assay.scoring.result.GateOutcome;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The interval of a gate against its threshold, small enough for a table: the side that fails is shaded. */
final class GatePlot {

    private static final int WIDTH = 200;
    private static final int HEIGHT = 34;
    private static final int TICKS = 4;

    private GatePlot() {}

    /**
     * Draws one.
     *
     * @param atLeast whether the number must be at least the threshold
     */
    static String draw(GateOutcome gate, boolean atLeast, String title) {
        if (gate.value().value().isEmpty()) {
            return "";
        }
        DoubleStream.Builder all = DoubleStream.builder().add(gate.threshold());
        gate.value().value().ifPresent(all);
        gate.value().lower().ifPresent(all);
        gate.value().upper().ifPresent(all);
        double[] values = all.build().toArray();
        double low = DoubleStream.of(values).min().getAsDouble();
        double high = DoubleStream.of(values).max().getAsDouble();
        double room = Math.max((high - low) * 0.15, Math.abs(high) * 0.01);
        Axis axis = new Axis(low - room, high + room, 4, WIDTH - 8.0, TICKS);
        double threshold = axis.at(gate.threshold());
        double from = atLeast ? axis.start() : threshold;
        double to = atLeast ? threshold : axis.end();
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"gateplot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                Html.escape(title)));
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"forbidden\" x=\"%.1f\" y=\"3\" width=\"%.1f\" height=\"%d\"/>",
                from,
                Math.max(0, to - from),
                HEIGHT - 6));
        svg.append(IntervalPlot.line("threshold", threshold, 1, threshold, HEIGHT - 1));
        svg.append("<g class=\"")
                .append(gate.verdict().name().toLowerCase(Locale.ROOT))
                .append("\">");
        IntervalPlot.whiskers(svg, axis, gate.value(), HEIGHT / 2.0, 5);
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/></g></svg>",
                axis.at(gate.value().value().getAsDouble()),
                HEIGHT / 2.0));
        return svg.toString();
    }
}
