package dev.assay.scoring.report;

import dev.assay.scoring.result.Comparison;
import java.util.Locale;

/** Wins, ties and losses as one bar. */
final class OutcomeBar {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 34;
    private static final int ROOM = 34;

    private OutcomeBar() {}

    static String draw(Comparison comparison) {
        long total = comparison.wins() + comparison.losses() + comparison.ties();
        if (total == 0) {
            return "";
        }
        String title = comparison.wins() + " wins, " + comparison.ties() + " ties, " + comparison.losses() + " losses";
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg class=\"plot\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                title));
        double x = part(svg, "wins", 0, comparison.wins(), total);
        x = part(svg, "ties", x, comparison.ties(), total);
        part(svg, "losses", x, comparison.losses(), total);
        return svg.append("</svg>").toString();
    }

    private static double part(StringBuilder svg, String style, double x, long count, long total) {
        double width = (double) count / total * WIDTH;
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"2\" width=\"%.1f\" height=\"%d\"/>",
                style,
                x,
                width,
                HEIGHT - 4));
        if (width >= ROOM) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text class=\"in%s\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    style,
                    x + width / 2,
                    HEIGHT / 2 + 5,
                    count));
        }
        return x + width;
    }
}
