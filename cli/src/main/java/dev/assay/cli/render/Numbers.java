package dev.assay.cli.render;

import dev.assay.type.v1.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers for people: shares as percentages, times with a unit, each with its interval. */
public final class Numbers {

    /** How a metric is shown. */
    public enum Style {
        /** A number in [0, 1], as a percentage. */
        SHARE,
        SECONDS,
        /** As it is. */
        PLAIN
    }

    private Numbers() {}

    /** {@code 58.5% [51.6, 65.1]}. */
    public static String estimate(Estimate estimate, Style style, String unit) {
        if (!estimate.hasValue()) {
            return "—" + (estimate.getUndefinedReason().isEmpty() ? "" : " (" + estimate.getUndefinedReason() + ")");
        }
        String value = value(estimate.getValue(), style, unit);
        if (!estimate.hasLower() || !estimate.hasUpper()) {
            return value;
        }
        return value + " [" + bare(estimate.getLower(), style) + ", " + bare(estimate.getUpper(), style) + "]";
    }

    /** {@code +26.0 points [+18.6, +33.4]}. */
    public static String difference(Estimate estimate, Style style, String unit) {
        if (!estimate.hasValue()) {
            return "—" + (estimate.getUndefinedReason().isEmpty() ? "" : " (" + estimate.getUndefinedReason() + ")");
        }
        String value = signed(estimate.getValue(), style)
                + switch (style) {
                    case SHARE -> " points";
                    case SECONDS -> " s";
                    case PLAIN -> unit.isEmpty() ? "" : " " + unit;
                };
        if (!estimate.hasLower() || !estimate.hasUpper()) {
            return value;
        }
        return value + " [" + signed(estimate.getLower(), style) + ", " + signed(estimate.getUpper(), style) + "]";
    }

    public static String value(double value, Style style, String unit) {
        return switch (style) {
            case SHARE -> bare(value, style) + "%";
            case SECONDS -> bare(value, style) + " s";
            case PLAIN -> bare(value, style) + (unit.isEmpty() ? "" : " " + unit);
        };
    }

    private static String signed(double value, Style style) {
        String bare = bare(value, style);
        return bare.startsWith("-") || bare.startsWith("−") ? "−" + bare.substring(1) : "+" + bare;
    }

    private static String bare(double value, Style style) {
        return switch (style) {
            case SHARE -> String.format(Locale.ROOT, "%.1f", zero(value * 100));
            case SECONDS -> plain(value, 3);
            case PLAIN -> plain(value, 4);
        };
    }

    private static double zero(double value) {
        return Math.abs(value) < 0.05 ? 0.0 : value;
    }

    private static String plain(double value, int digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : Double.toString(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        if (rounded.scale() < 0) {
            rounded = rounded.setScale(0);
        }
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** A p-value: {@code p = 0.041}, {@code p < 0.0001}. */
    public static String p(double value) {
        if (value < 0.0001) {
            return "p < 0.0001";
        }
        return "p = " + plain(value, 2);
    }

    /** A count with blanks between thousands. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }

    /** Bytes as {@code 1.2 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        double value = bytes / 1_000.0;
        String[] units = {"kB", "MB", "GB", "TB"};
        int unit = 0;
        while (value >= 1_000 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
