package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;
import static dev.assay.metrics.text.token.Characters.isAsciiLetter;

import dev.assay.metrics.text.token.Characters;
import java.util.List;

/** Finds e-mail addresses and URLs with credentials. */
final class WebFinder {

    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_USER_INFO = 512;

    private WebFinder() {}

    /** From an @, a local part to the left and a domain with a top level of letters to the right. */
    static void emails(String text, List<PiiDetector.Found> out) {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int start = at;
            while (start > 0 && at - start < MAX_LOCAL && isLocal(text.charAt(start - 1))) {
                start--;
            }
            while (start < at && isEdge(text.charAt(start))) {
                start++;
            }
            int end = domainEnd(text, at + 1);
            if (start < at && end > 0 && text.charAt(at - 1) != '.') {
                out.add(new PiiDetector.Found(PiiType.EMAIL, start, end));
            }
        }
    }

    private static boolean isLocal(char c) {
        return isAsciiLetter(c)
                || isAsciiDigit(c)
                || "._%+-'!#$&*/=?^`{|}~".indexOf(c) >= 0
                || (c >= 128 && Character.isLetterOrDigit(c));
    }

    /** Characters that a local part may contain, but that rather belong to the text before it. */
    private static boolean isEdge(char c) {
        return "'.!#$&*/=?^`{|}~-".indexOf(c) >= 0;
    }

    /** The end of the longest prefix that is a domain name, or -1. */
    private static int domainEnd(String text, int from) {
        int end = -1;
        int label = from;
        int i = from;
        int dots = 0;
        int limit = Math.min(text.length(), from + MAX_DOMAIN);
        while (i <= limit) {
            char c = i < limit ? text.charAt(i) : ' ';
            if (isAsciiLetter(c) || isAsciiDigit(c) || c == '-' || (c >= 128 && Character.isLetterOrDigit(c))) {
                i++;
                continue;
            }
            int labelEnd = i;
            while (labelEnd > label && text.charAt(labelEnd - 1) == '-') {
                labelEnd--;
            }
            if (labelEnd == label || text.charAt(label) == '-') {
                break;
            }
            if (dots > 0 && isTopLevel(text, label, labelEnd)) {
                end = labelEnd;
            }
            if (c != '.' || labelEnd < i) {
                break;
            }
            dots++;
            i++;
            label = i;
        }
        return end;
    }

    private static boolean isTopLevel(String text, int from, int to) {
        if (to - from < 2) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (!Character.isLetter(text.charAt(i)) && !text.startsWith("xn--", from)) {
                return false;
            }
        }
        return true;
    }

    /** {@code scheme://user:password@host}: the span goes from the scheme to the host. */
    static void urlCredentials(String text, List<PiiDetector.Found> out) {
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 3)) {
            int start = at;
            while (start > 0 && at - start < 32 && isScheme(text.charAt(start - 1))) {
                start--;
            }
            int colon = -1;
            int host = -1;
            int i = at + 3;
            int limit = Math.min(text.length(), i + MAX_USER_INFO);
            for (; i < limit && !endsAuthority(text.charAt(i)); i++) {
                if (text.charAt(i) == ':' && colon < 0) {
                    colon = i;
                } else if (text.charAt(i) == '@') {
                    host = i + 1;
                }
            }
            if (start < at && colon > at + 3 && host > colon + 2 && host < i) {
                int end = i;
                while (end > host && ".,;:!?)".indexOf(text.charAt(end - 1)) >= 0) {
                    end--;
                }
                out.add(new PiiDetector.Found(PiiType.URL_CREDENTIALS, start, end));
            }
        }
    }

    private static boolean isScheme(char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '+' || c == '-' || c == '.';
    }

    private static boolean endsAuthority(char c) {
        return Characters.isSpace(c) || "/?#\"'<>`".indexOf(c) >= 0;
    }
}
