package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;
import static dev.assay.metrics.text.token.Characters.isAsciiLetter;

import java.util.List;

/** Finds IP addresses. */
final class AddressFinder {

    private static final int LONGEST_IPV6 = 45;

    private AddressFinder() {}

    /** Four numbers from 0 to 255 with points between, no leading zeros, and no fifth one. */
    static void ipv4(String text, List<PiiDetector.Found> out) {
        int i = 0;
        while (i < text.length()) {
            if (!isAsciiDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && isPart(text.charAt(end))) {
                end++;
            }
            boolean bounded = i == 0 || !isJoined(text.charAt(i - 1));
            boolean free = end == text.length() || !(isAsciiLetter(text.charAt(end)) || text.charAt(end) == '_');
            int last = end;
            while (last > i && text.charAt(last - 1) == '.') {
                last--;
            }
            if (bounded && free && isIpv4(text, i, last)) {
                out.add(new PiiDetector.Found(PiiType.IPV4, i, last));
            }
            i = end;
        }
    }

    private static boolean isPart(char c) {
        return isAsciiDigit(c) || c == '.';
    }

    private static boolean isJoined(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
    }

    private static boolean isIpv4(String text, int from, int to) {
        if (to - from < 7 || to - from > 15) {
            return false;
        }
        int parts = 0;
        int i = from;
        while (i < to) {
            int start = i;
            int value = 0;
            while (i < to && isAsciiDigit(text.charAt(i))) {
                value = value * 10 + text.charAt(i++) - '0';
            }
            boolean leadingZero = i - start > 1 && text.charAt(start) == '0';
            if (i == start || i - start > 3 || value > 255 || leadingZero) {
                return false;
            }
            parts++;
            if (i < to && ++i == to) {
                return false;
            }
        }
        return parts == 4;
    }

    /** Up to eight groups of hexadecimal digits, once shortened by a double colon; at least one digit and two groups. */
    static void ipv6(String text, List<PiiDetector.Found> out) {
        int i = 0;
        while (i < text.length()) {
            if (!isHex(text.charAt(i)) && text.charAt(i) != ':') {
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && (isHex(text.charAt(end)) || text.charAt(end) == ':')) {
                end++;
            }
            boolean bounded = i == 0 || !isJoined(text.charAt(i - 1));
            boolean free = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            int last = end;
            if (last - i > 2 && text.charAt(last - 1) == ':' && text.charAt(last - 2) != ':') {
                last--;
            }
            if (bounded && free && last - i <= LONGEST_IPV6 && isIpv6(text.substring(i, last))) {
                out.add(new PiiDetector.Found(PiiType.IPV6, i, last));
            }
            i = end;
        }
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }

    private static boolean isIpv6(String address) {
        int gap = address.indexOf("::");
        if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int groups = 0;
        for (String group : address.split(":", -1)) {
            if (group.length() > 4) {
                return false;
            }
            groups += group.isEmpty() ? 0 : 1;
        }
        boolean hasDigit = address.chars().anyMatch(c -> c >= '0' && c <= '9');
        boolean edges = gap == 0 || address.charAt(0) != ':';
        return hasDigit && edges && (gap >= 0 ? groups >= 2 && groups <= 7 : groups == 8);
    }
}
