package dev.assay.metrics.text.answer;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Numbers in free answers, as graders of GSM8K take them: the number after the last {@code A:} or {@code ####}. Thousands separators
 * (commas before groups of three digits), currency signs, a sign, decimals, an exponent, a percent sign and a trailing dot are
 * understood; units after the number are ignored. Time is linear in the text.
 */
public final class NumericAnswers {

    /** Numbers with more digits than this are not taken for numbers. */
    public static final int MAX_DIGITS = 100;

    /** What to do when no number follows a marker. */
    public enum Fallback {
        /** There is no answer. */
        NONE,
        /** Take the last number in the text. */
        LAST_NUMBER
    }

    private NumericAnswers() {}

    /**
     * Finds the answer's number: the first number in the rest of the line after the last {@code A:} (not in the middle of a word) or
     * {@code ####}. When there is no marker, or no number follows it on its line, the fallback decides.
     */
    public static Optional<BigDecimal> extract(String text, Fallback fallback) {
        int marker = lastMarker(text);
        if (marker >= 0) {
            int end = text.indexOf('\n', marker);
            NumberScanner scanner = new NumberScanner(text, marker, end < 0 ? text.length() : end);
            if (scanner.next()) {
                return Optional.of(scanner.value());
            }
        }
        return switch (fallback) {
            case NONE -> Optional.empty();
            case LAST_NUMBER -> lastNumber(text);
        };
    }

    /**
     * Reads a text that is a number, such as an expected answer: {@code 1,234.50}, {@code $12}, {@code -3.}; nothing else but white
     * space and units may stand around it.
     */
    public static Optional<BigDecimal> parse(String text) {
        NumberScanner scanner = new NumberScanner(text, 0, text.length());
        return scanner.next() ? Optional.of(scanner.value()) : Optional.empty();
    }

    /** The last number in the text. */
    public static Optional<BigDecimal> lastNumber(String text) {
        NumberScanner scanner = new NumberScanner(text, 0, text.length());
        Optional<BigDecimal> result = Optional.empty();
        int start = -1;
        int end = -1;
        while (scanner.next()) {
            start = scanner.start();
            end = scanner.end();
        }
        if (start >= 0) {
            NumberScanner last = new NumberScanner(text, start, end);
            if (last.next()) {
                result = Optional.of(last.value());
            }
        }
        return result;
    }

    /** True when {@code |actual - expected| <= absolute + relative * |expected|}. */
    public static boolean matches(BigDecimal actual, BigDecimal expected, double absolute, double relative) {
        BigDecimal allowed =
                BigDecimal.valueOf(absolute).add(BigDecimal.valueOf(relative).multiply(expected.abs()));
        return actual.subtract(expected).abs().compareTo(allowed) <= 0;
    }

    private static int lastMarker(String text) {
        for (int i = text.length() - 2; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '#' && text.startsWith("####", i)) {
                return i + 4;
            }
            if (c == 'A'
                    && text.charAt(i + 1) == ':'
                    && (i == 0 || !Character.isLetterOrDigit(text.codePointBefore(i)))) {
                return i + 2;
            }
        }
        return -1;
    }

    /** Walks over the numbers in a part of a text from left to right. */
    private static final class NumberScanner {

        private final String text;
        private final int limit;
        private int position;
        private int start;
        private int digitsFrom;
        private int end;
        private boolean negative;

        NumberScanner(String text, int from, int limit) {
            this.text = text;
            this.position = from;
            this.limit = limit;
        }

        int start() {
            return start;
        }

        int end() {
            return end;
        }

        /** Moves to the next number of acceptable size. */
        boolean next() {
            while (position < limit) {
                char c = text.charAt(position);
                boolean opens = isAsciiDigit(c) || (c == '.' && digitAt(position + 1) && !digitAt(position - 1));
                if (!opens) {
                    position++;
                    continue;
                }
                digitsFrom = position;
                int digits = readDigits();
                readSign();
                if (digits <= MAX_DIGITS) {
                    return true;
                }
            }
            return false;
        }

        BigDecimal value() {
            StringBuilder plain = new StringBuilder(end - digitsFrom + 1);
            for (int i = digitsFrom; i < end; i++) {
                if (text.charAt(i) != ',') {
                    plain.append(text.charAt(i));
                }
            }
            BigDecimal value = new BigDecimal(plain.toString());
            return negative ? value.negate() : value;
        }

        private int readDigits() {
            int digits = 0;
            int i = position;
            while (digitAt(i)) {
                i++;
                digits++;
            }
            while (i < limit && text.charAt(i) == ',' && digits > 0 && groupAt(i + 1)) {
                i += 4;
                digits += 3;
            }
            if (i < limit && text.charAt(i) == '.' && digitAt(i + 1)) {
                i++;
                while (digitAt(i)) {
                    i++;
                    digits++;
                }
            }
            i = readExponent(i);
            end = i;
            position = i;
            return digits;
        }

        private int readExponent(int from) {
            if (from >= limit || (text.charAt(from) | 0x20) != 'e') {
                return from;
            }
            int i = from + 1;
            if (i < limit && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
                i++;
            }
            int first = i;
            while (digitAt(i)) {
                i++;
            }
            boolean followed = i < limit && Character.isLetter(text.charAt(i));
            return i == first || i - first > 3 || followed ? from : i;
        }

        /** Reads leftwards over currency signs and spaces between sign and number: {@code -$5}, {@code $-5}, {@code −5}. */
        private void readSign() {
            int i = digitsFrom - 1;
            while (i >= 0 && (Character.getType(text.charAt(i)) == Character.CURRENCY_SYMBOL)) {
                i--;
            }
            boolean minus = i >= 0 && (text.charAt(i) == '-' || text.charAt(i) == '\u2212');
            boolean subtracts = minus && i > 0 && isOperand(text.charAt(i - 1));
            negative = minus && !subtracts;
            start = negative ? i : digitsFrom;
        }

        /** A minus right after a letter, digit or closing bracket joins or subtracts; it is no sign. */
        private static boolean isOperand(char c) {
            return Character.isLetterOrDigit(c) || c == ')' || c == ']' || c == '%';
        }

        private boolean groupAt(int i) {
            return digitAt(i) && digitAt(i + 1) && digitAt(i + 2) && !digitAt(i + 3);
        }

        private boolean digitAt(int i) {
            return i >= 0 && i < limit && isAsciiDigit(text.charAt(i));
        }
    }
}
