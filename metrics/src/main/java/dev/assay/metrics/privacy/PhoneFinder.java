package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;

import java.util.List;

/**
 * Finds telephone numbers: with + and 8 to 15 digits; North American with ten digits in groups of 3, 3 and 4; national with a leading
 * 0 and 9 to 11 digits. Digits may be grouped by single spaces, hyphens, points and slashes, and one group may stand in brackets.
 */
final class PhoneFinder {

    private static final int MOST_DIGITS = 15;
    private static final int FEWEST_INTERNATIONAL = 8;

    private PhoneFinder() {}

    static void find(String text, List<PiiDetector.Found> out) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean opens = isAsciiDigit(c) || ((c == '+' || c == '(') && i + 1 < text.length());
            if (!opens || !NumberFinder.isBoundary(text, i - 1) || isJoinedBefore(text, i)) {
                i++;
                continue;
            }
            Cluster cluster = new Cluster(text, i);
            int end = cluster.numberEnd();
            if (end > 0) {
                out.add(new PiiDetector.Found(PiiType.PHONE, i, end));
                i = end;
            } else {
                i++;
                while (i < text.length() && isAsciiDigit(text.charAt(i)) && isAsciiDigit(text.charAt(i - 1))) {
                    i++;
                }
            }
        }
    }

    private static boolean isJoinedBefore(String text, int i) {
        if (i == 0) {
            return false;
        }
        char before = text.charAt(i - 1);
        return before == '+'
                || ((before == '-' || before == '.' || before == '/' || before == ',' || before == ':')
                        && i > 1
                        && isAsciiDigit(text.charAt(i - 2)));
    }

    /** Digits and what separates them, from a place on. */
    private static final class Cluster {

        private final String text;
        private final int from;
        private final int[] sizes = new int[MOST_DIGITS + 1];
        private final int[] ends = new int[MOST_DIGITS + 1];
        private int groups;
        private int digits;
        private int firstDigit = -1;
        private boolean bracketFirst;

        Cluster(String text, int from) {
            this.text = text;
            this.from = from;
            read();
        }

        private void read() {
            int i = from;
            if (text.charAt(i) == '+') {
                i++;
            }
            boolean open = false;
            int bracketed = 0;
            while (i < text.length() && digits <= MOST_DIGITS && groups < sizes.length) {
                char c = text.charAt(i);
                if (isAsciiDigit(c)) {
                    int start = i;
                    while (i < text.length() && isAsciiDigit(text.charAt(i))) {
                        i++;
                    }
                    firstDigit = firstDigit < 0 ? text.charAt(start) - '0' : firstDigit;
                    sizes[groups] = i - start;
                    digits += i - start;
                    if (open && !text.startsWith(")", i)) {
                        return;
                    }
                    ends[groups++] = i;
                } else if (c == '(' && !open && bracketed == 0 && followsDigit(i + 1)) {
                    open = true;
                    bracketed++;
                    bracketFirst = groups == 0;
                    i++;
                } else if (c == ')' && open) {
                    open = false;
                    i++;
                    if (text.startsWith(" ", i) && followsDigit(i + 1)) {
                        i++;
                    }
                } else if ((c == ' ' || c == '-' || c == '.' || c == '/') && groups > 0 && !open) {
                    boolean bracketNext = text.startsWith("(", i + 1) && bracketed == 0 && followsDigit(i + 2);
                    if (!followsDigit(i + 1) && !bracketNext) {
                        return;
                    }
                    i++;
                } else {
                    return;
                }
            }
        }

        private boolean followsDigit(int i) {
            return i < text.length() && isAsciiDigit(text.charAt(i));
        }

        /** The end of the number, or -1 when the cluster is none. */
        int numberEnd() {
            if (groups == 0) {
                return -1;
            }
            int count = groups;
            int total = digits;
            if (text.charAt(from) == '+') {
                while (count > 1 && total > MOST_DIGITS) {
                    total -= sizes[--count];
                }
                return total >= FEWEST_INTERNATIONAL && total <= MOST_DIGITS && bounded(count) ? ends[count - 1] : -1;
            }
            int northAmerican = northAmericanGroups();
            if (northAmerican > 0 && bounded(northAmerican)) {
                return ends[northAmerican - 1];
            }
            boolean national =
                    firstDigit == 0 && total >= 9 && total <= 11 && (count == 1 || sizes[0] >= 2) && !isDateLike();
            return national && bounded(count) ? ends[count - 1] : -1;
        }

        private int northAmericanGroups() {
            int first = groups > 3 && sizes[0] == 1 && firstDigit == 1 ? 1 : 0;
            boolean grouped =
                    groups >= first + 3 && sizes[first] == 3 && sizes[first + 1] == 3 && sizes[first + 2] == 4;
            return grouped ? first + 3 : -1;
        }

        private boolean isDateLike() {
            return groups == 3 && sizes[0] == 2 && sizes[1] == 2 && !bracketFirst;
        }

        private boolean bounded(int count) {
            return NumberFinder.isBoundary(text, ends[count - 1]);
        }
    }
}
