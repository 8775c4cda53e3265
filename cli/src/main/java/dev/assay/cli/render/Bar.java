package dev.assay.cli.render;

/** How much of something is done, drawn. */
public final class Bar {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private Bar() {}

    /** A bar of that width. */
    public static String of(double share, int width) {
        double filled = Math.min(1, Math.max(0, share)) * width;
        int whole = (int) filled;
        StringBuilder bar = new StringBuilder("█".repeat(whole));
        if (whole < width) {
            bar.append(EIGHTHS.charAt((int) ((filled - whole) * 8)));
        }
        return bar.append("·".repeat(Math.max(0, width - whole - 1))).toString();
    }
}
