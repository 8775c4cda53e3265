package dev.assay.scoring.report;

import dev.assay.metrics.statistics.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers as people read them; the same in every locale. */
final class Numbers {

    static final String NONE = "–";

    private static final MathContext DIGITS = new MathContext(4);
    private static final double SMALL_P = 0.0001;

    private Numbers() {}

    /**
     * How the values of a metric are written.
     *
     * @param share whether they are shares, shown in percent
     * @param unit behind the number; may be empty
     */
    record Style(boolean share, String unit) {

        String value(OptionalDouble value) {
            return value.isPresent() ? value(value.getAsDouble()) : NONE;
        }

        String value(double value) {
            return share ? percent(value) : significant(value) + (unit.isEmpty() ? "" : " " + unit);
        }

        /** A difference of two values: percentage points for shares, with its sign. */
        String difference(double value) {
            String sign = value > 0 ? "+" : "";
            return share
                    ? sign + fixed(100 * value, 1) + " points"
                    : sign + significant(value) + (unit.isEmpty() ? "" : " " + unit);
        }

        /** {@code 51.6% to 65.1%}; a bound that is not there is written as such. */
        String interval(Estimate estimate) {
            return bound(estimate.lower(), false) + " to " + bound(estimate.upper(), false);
        }

        String differenceInterval(Estimate estimate) {
            return bound(estimate.lower(), true) + " to " + bound(estimate.upper(), true);
        }

        private String bound(OptionalDouble bound, boolean difference) {
            if (bound.isEmpty()) {
                return "unbounded";
            }
            double value = bound.getAsDouble();
            if (share) {
                return difference ? (value > 0 ? "+" : "") + fixed(100 * value, 1) : percent(value);
            }
            return (difference && value > 0 ? "+" : "") + significant(value);
        }
    }

    static String percent(double share) {
        return fixed(100 * share, 1) + "%";
    }

    static String fixed(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.matches("-0(\\.0+)?") ? text.substring(1) : minus(text);
    }

    static String significant(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        boolean extreme = Math.abs(value) >= 1e9 || Math.abs(value) < 1e-6;
        return minus(extreme ? rounded.toString() : rounded.toPlainString());
    }

    /** {@code p = 0.0123} or {@code p < 0.0001}. */
    static String pValue(double p) {
        return p < SMALL_P ? "< 0.0001" : "= " + fixed(p, 4);
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String minus(String text) {
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }
}
