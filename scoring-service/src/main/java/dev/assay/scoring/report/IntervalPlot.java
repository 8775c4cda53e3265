package dev.assay.scoring.report;

import dev.assay.metrics.statistics.Estimate;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/** A drawing of values with their intervals, one row each: a dot with whiskers, as SVG that needs nothing else. */
final class IntervalPlot {

    private static final int WIDTH = 640;
    private static final int LABEL = 170;
    private static final int MARGIN = 16;
    private static final int ROW = 30;
    private static final int AXIS = 30;
    private static final int TICKS = 6;

    private IntervalPlot() {}

    /**
     * A row.
     *
     * @param style class of the row: {@code candidate}, {@code baseline}, {@code other}
     */
    record Row(String label, Estimate estimate, String style) {}

    /**
     * Draws rows on a common axis.
     *
     * @param reference a value with a line of its own, for example 0 or a threshold
     * @param title what a reader who cannot see it is told
     */
    static String draw(List<Row> rows, OptionalDouble reference, DoubleFunction<String> format, String title) {
        DoubleStream.Builder all = DoubleStream.builder();
        for (Row row : rows) {
            row.estimate().value().ifPresent(all);
            row.estimate().lower().ifPresent(all);
            row.estimate().upper().ifPresent(all);
        }
        reference.ifPresent(all);
        double[] values = all.build().toArray();
        if (values.length == 0) {
            return "";
        }
        double low = DoubleStream.of(values).min().getAsDouble();
        double high = DoubleStream.of(values).max().getAsDouble();
        Axis axis = new Axis(low, high, LABEL, WIDTH - LABEL - (double) MARGIN - 24, TICKS);
        int height = rows.size() * ROW + AXIS;
        StringBuilder svg = new StringBuilder();
        svg.append("<svg class=\"plot\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(height)
                .append("\" role=\"img\" aria-label=\"")
                .append(Html.escape(title))
                .append("\">");
        grid(svg, axis, rows.size() * ROW, format);
        reference.ifPresent(
                value -> svg.append(line("ref", axis.at(value), 0, axis.at(value), rows.size() * (double) ROW)));
        for (int i = 0; i < rows.size(); i++) {
            row(svg, axis, rows.get(i), i * ROW + ROW / 2.0, format);
        }
        return svg.append("</svg>").toString();
    }

    private static void grid(StringBuilder svg, Axis axis, int height, DoubleFunction<String> format) {
        for (double tick : axis.ticks()) {
            double x = axis.at(tick);
            svg.append(line("grid", x, 0, x, height + 4));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x,
                    height + 20,
                    Html.escape(format.apply(tick))));
        }
    }

    private static void row(StringBuilder svg, Axis axis, Row row, double y, DoubleFunction<String> format) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"label\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                LABEL - 12,
                y + 4,
                Html.escape(shorten(row.label()))));
        Estimate estimate = row.estimate();
        if (estimate.value().isEmpty()) {
            svg.append(String.format(
                    Locale.ROOT, "<text class=\"tick\" x=\"%d\" y=\"%.1f\">not known</text>", LABEL + 8, y + 4));
            return;
        }
        svg.append("<g class=\"").append(row.style()).append("\"><title>");
        svg.append(Html.escape(
                        row.label() + ": " + format.apply(estimate.value().getAsDouble())))
                .append("</title>");
        whiskers(svg, axis, estimate, y, 6);
        svg.append(String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/></g>",
                axis.at(estimate.value().getAsDouble()),
                y));
    }

    /** The interval; an open end has no cap and goes to the edge. */
    static void whiskers(StringBuilder svg, Axis axis, Estimate estimate, double y, double cap) {
        double left = estimate.lower().isPresent() ? axis.at(estimate.lower().getAsDouble()) : axis.start();
        double right = estimate.upper().isPresent() ? axis.at(estimate.upper().getAsDouble()) : axis.end();
        svg.append(line("whisker", left, y, right, y));
        if (estimate.lower().isPresent()) {
            svg.append(line("whisker", left, y - cap, left, y + cap));
        }
        if (estimate.upper().isPresent()) {
            svg.append(line("whisker", right, y - cap, right, y + cap));
        }
    }

    static String line(String style, double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2);
    }

    private static String shorten(String label) {
        return label.length() <= 24 ? label : label.substring(0, 23) + "…";
    }
}
