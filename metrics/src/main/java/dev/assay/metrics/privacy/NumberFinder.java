package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;
import static dev.assay.metrics.text.token.Characters.isAsciiLetter;

import java.util.List;
import java.util.Locale;

/** Finds numbers with a checksum or a fixed shape. At each place a bounded number of characters is looked at. */
final class NumberFinder {

    private static final int SHORTEST_CARD = 12;
    private static final int LONGEST_CARD = 19;

    private NumberFinder() {}

    /** Two letters, two digits and the rest of an IBAN, in one piece or in groups separated by single spaces. */
    static void ibans(String text, List<PiiDetector.Found> out) {
        for (int i = 0; i + 15 <= text.length(); i++) {
            boolean starts = isAsciiLetter(text.charAt(i))
                    && isAsciiLetter(text.charAt(i + 1))
                    && isAsciiDigit(text.charAt(i + 2))
                    && isAsciiDigit(text.charAt(i + 3))
                    && isBoundary(text, i - 1);
            int length = starts ? Checksums.ibanLength(text.substring(i, i + 2).toUpperCase(Locale.ROOT)) : -1;
            if (length < 0) {
                continue;
            }
            int end = compactEnd(text, i, length);
            if (end > 0 && isBoundary(text, end) && Checksums.iban(text.substring(i, end))) {
                out.add(new PiiDetector.Found(PiiType.IBAN, i, end));
                i = end - 1;
            }
        }
    }

    /** Where so many letters and digits end, with single spaces between them; -1 when there are fewer. */
    private static int compactEnd(String text, int from, int length) {
        int count = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isAsciiDigit(c) || isAsciiLetter(c)) {
                if (++count == length) {
                    return i + 1;
                }
            } else if (c != ' ' || text.charAt(i - 1) == ' ') {
                return -1;
            }
        }
        return -1;
    }

    /** Digits in one piece, or in groups separated by the same single space or hyphen. */
    static void cards(String text, List<PiiDetector.Found> out) {
        int i = 0;
        while (i < text.length()) {
            if (!isAsciiDigit(text.charAt(i)) || !isBoundary(text, i - 1)) {
                i++;
                continue;
            }
            int end = cardEnd(text, i);
            if (end > 0) {
                out.add(new PiiDetector.Found(PiiType.CREDIT_CARD, i, end));
                i = end;
            } else {
                i++;
            }
        }
    }

    private static int cardEnd(String text, int from) {
        StringBuilder digits = new StringBuilder(LONGEST_CARD);
        char separator = 0;
        int end = -1;
        int i = from;
        int group = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isAsciiDigit(c)) {
                if (digits.length() == LONGEST_CARD) {
                    return separator == 0 ? -1 : end;
                }
                digits.append(c);
                group++;
                i++;
            } else if ((c == ' ' || c == '-')
                    && (separator == 0 || separator == c)
                    && group >= 3
                    && i + 1 < text.length()
                    && isAsciiDigit(text.charAt(i + 1))) {
                if (isCard(digits)) {
                    end = i;
                }
                separator = c;
                group = 0;
                i++;
            } else {
                break;
            }
        }
        return isBoundary(text, i) && isCard(digits) ? i : end;
    }

    private static boolean isCard(CharSequence digits) {
        int length = digits.length();
        if (length < SHORTEST_CARD) {
            return false;
        }
        int four = Integer.parseInt(digits, 0, 4, 10);
        int two = four / 100;
        boolean range;
        if (two >= 40 && two <= 49) {
            range = length == 13 || length == 16 || length == 19;
        } else if (two == 34 || two == 37 || four == 2131 || four == 1800) {
            range = length == 15;
        } else if (two == 36 || two == 38 || two == 39 || (four >= 3000 && four <= 3059)) {
            range = length >= 14 && length != 15;
        } else if (two == 35 || two == 65 || four == 6011 || (four >= 6440 && four <= 6499) || two == 62) {
            range = length >= 16;
        } else if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            range = length == 16;
        } else {
            range = two == 50 || (two >= 56 && two <= 69);
        }
        return range && Checksums.luhn(digits.toString());
    }

    /** Three, two and four digits with hyphens or spaces between; no area 000, 666 or 900–999, no zeros in the other parts. */
    static void socialSecurity(String text, List<PiiDetector.Found> out) {
        for (int i = 0; i + 11 <= text.length(); i++) {
            char separator = text.charAt(i + 3);
            boolean shape = (separator == '-' || separator == ' ')
                    && text.charAt(i + 6) == separator
                    && digits(text, i, i + 3)
                    && digits(text, i + 4, i + 6)
                    && digits(text, i + 7, i + 11)
                    && isBoundary(text, i - 1)
                    && isBoundary(text, i + 11);
            if (!shape || (i > 0 && text.charAt(i - 1) == '-') || text.startsWith("-", i + 11)) {
                continue;
            }
            int area = Integer.parseInt(text, i, i + 3, 10);
            boolean issued = area != 0
                    && area != 666
                    && area < 900
                    && !text.startsWith("00", i + 4)
                    && !text.startsWith("0000", i + 7);
            if (issued) {
                out.add(new PiiDetector.Found(PiiType.US_SSN, i, i + 11));
            }
        }
    }

    /** Letters and digits, also with the separators that a country writes, that pass one of {@link NationalIds}. */
    static void nationalIds(String text, List<PiiDetector.Found> out) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (!(isAsciiDigit(c) || isAsciiLetter(c)) || !isBoundary(text, i - 1)) {
                i++;
                continue;
            }
            int end = nationalIdEnd(text, i);
            if (end > 0) {
                out.add(new PiiDetector.Found(PiiType.NATIONAL_ID, i, end));
            }
            i = end > 0 ? end : i + 1;
        }
    }

    private static int nationalIdEnd(String text, int from) {
        StringBuilder compact = new StringBuilder(18);
        for (int i = from; i < text.length() && compact.length() <= 18; i++) {
            char c = text.charAt(i);
            if (isAsciiDigit(c) || isAsciiLetter(c)) {
                compact.append(c);
                if (isBoundary(text, i + 1) && hasDigit(compact) && NationalIds.isValid(compact.toString())) {
                    return i + 1;
                }
            } else if ((c != ' ' && c != '.' && c != '-') || !hasDigit(compact)) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean hasDigit(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (isAsciiDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isAsciiDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** True at the ends of the text and where neither a letter nor a digit stands. */
    static boolean isBoundary(String text, int i) {
        return i < 0 || i >= text.length() || !(Character.isLetterOrDigit(text.charAt(i)) || text.charAt(i) == '_');
    }
}
