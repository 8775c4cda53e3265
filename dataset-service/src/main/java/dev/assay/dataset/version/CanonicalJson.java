package dev.assay.dataset.version;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Writes JSON that is the same on any machine (RFC 8785): no blanks, shortest escapes, UTF-8, numbers as ECMAScript prints doubles. The caller
 * gives the keys of an object in the order of their UTF-16 code units. Used again and again by one thread; the buffer only grows.
 */
final class CanonicalJson {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Integers up to here are exact as doubles and are printed without an exponent. */
    private static final double EXACT = 9_007_199_254_740_992.0;

    private byte[] buffer = new byte[4096];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void addTo(MessageDigest digest) {
        digest.update(buffer, 0, size);
    }

    /** A bracket, brace, colon or comma. */
    void sign(char sign) {
        room(1);
        buffer[size++] = (byte) sign;
    }

    /** A comma unless this is the first element. */
    void comma(boolean first) {
        if (!first) {
            sign(',');
        }
    }

    /** A literal or number that needs no escapes. */
    void ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[size++] = (byte) text.charAt(i);
        }
    }

    /** A key and its colon. */
    void key(String key) {
        string(key);
        sign(':');
    }

    /** A text without lone surrogates. */
    void string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        room(bytes.length + 2);
        buffer[size++] = '"';
        int done = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < 0x20) || b == '"' || b == '\\') {
                copy(bytes, done, i);
                escape(b);
                done = i + 1;
            }
        }
        copy(bytes, done, bytes.length);
        sign('"');
    }

    /** A finite number. */
    void number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            ascii(Long.toString((long) value));
            return;
        }
        ascii(format(value));
    }

    /** As ECMAScript's {@code Number::toString} prints it. */
    static String format(double value) {
        BigDecimal decimal = shortest(Math.abs(value));
        String digits = decimal.unscaledValue().toString();
        int count = digits.length();
        // The value is 0.digits times ten to the power of point.
        int point = count - decimal.scale();
        String text;
        if (point > 0 && point <= 21) {
            text = count <= point
                    ? digits + "0".repeat(point - count)
                    : digits.substring(0, point) + "." + digits.substring(point);
        } else if (point <= 0 && point > -6) {
            text = "0." + "0".repeat(-point) + digits;
        } else {
            int exponent = point - 1;
            text = digits.charAt(0)
                    + (count == 1 ? "" : "." + digits.substring(1))
                    + "e"
                    + (exponent < 0 ? "-" : "+")
                    + Math.abs(exponent);
        }
        return value < 0 ? "-" + text : text;
    }

    /** The shortest decimal that reads back as {@code value}. Java's own has two digits where one would do. */
    private static BigDecimal shortest(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (decimal.precision() == 2) {
            BigDecimal one = decimal.round(new java.math.MathContext(1));
            if (one.doubleValue() == value) {
                return one.stripTrailingZeros();
            }
        }
        return decimal;
    }

    private void escape(byte b) {
        room(8);
        buffer[size++] = '\\';
        switch (b) {
            case '"', '\\' -> buffer[size++] = b;
            case '\b' -> buffer[size++] = 'b';
            case '\t' -> buffer[size++] = 't';
            case '\n' -> buffer[size++] = 'n';
            case '\f' -> buffer[size++] = 'f';
            case '\r' -> buffer[size++] = 'r';
            default -> {
                ascii("u00");
                buffer[size++] = HEX[b >> 4];
                buffer[size++] = HEX[b & 15];
            }
        }
    }

    private void copy(byte[] bytes, int from, int to) {
        room(to - from);
        System.arraycopy(bytes, from, buffer, size, to - from);
        size += to - from;
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }

    @Override
    public String toString() {
        return new String(buffer, 0, size, StandardCharsets.UTF_8);
    }
}
