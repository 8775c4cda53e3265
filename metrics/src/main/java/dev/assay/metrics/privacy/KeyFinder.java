package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;
import static dev.assay.metrics.text.token.Characters.isAsciiLetter;

import java.util.List;

/** Finds keys and tokens by the prefixes that services give them, JSON Web Tokens, and private keys in PEM. */
final class KeyFinder {

    /** A prefix and the fewest characters that follow it. */
    private record Shape(String prefix, int following) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape("sk-ant-", 20),
            new Shape("sk-proj-", 20),
            new Shape("sk-", 20),
            new Shape("sk_live_", 16),
            new Shape("sk_test_", 16),
            new Shape("rk_live_", 16),
            new Shape("pk_live_", 16),
            new Shape("AKIA", 16),
            new Shape("ASIA", 16),
            new Shape("AIza", 35),
            new Shape("ghp_", 36),
            new Shape("gho_", 36),
            new Shape("ghu_", 36),
            new Shape("ghs_", 36),
            new Shape("ghr_", 36),
            new Shape("github_pat_", 22),
            new Shape("glpat-", 20),
            new Shape("xoxb-", 20),
            new Shape("xoxp-", 20),
            new Shape("xoxa-", 20),
            new Shape("xoxs-", 20),
            new Shape("hf_", 30),
            new Shape("npm_", 36),
            new Shape("pypi-", 40),
            new Shape("SG.", 40),
            new Shape("ya29.", 20));

    private static final String PEM = "-----BEGIN ";
    private static final int LONGEST_PEM = 20_000;

    private KeyFinder() {}

    static void find(String text, List<PiiDetector.Found> out) {
        int i = 0;
        while (i < text.length()) {
            if (!isPart(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && isPart(text.charAt(end))) {
                end++;
            }
            int last = end;
            while (last > i && text.charAt(last - 1) == '.') {
                last--;
            }
            if (isKey(text, i, last)) {
                out.add(new PiiDetector.Found(PiiType.API_KEY, i, last));
            }
            i = end;
        }
        privateKeys(text, out);
    }

    private static boolean isPart(char c) {
        return isAsciiLetter(c) || isAsciiDigit(c) || c == '_' || c == '-' || c == '.';
    }

    private static boolean isKey(String text, int from, int to) {
        for (Shape shape : SHAPES) {
            if (to - from >= shape.prefix.length() + shape.following && text.startsWith(shape.prefix, from)) {
                return hasDigit(text, from + shape.prefix.length(), to);
            }
        }
        return isWebToken(text, from, to);
    }

    private static boolean hasDigit(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (isAsciiDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** Three parts of base64url, the first two of which start like JSON objects. */
    private static boolean isWebToken(String text, int from, int to) {
        if (!text.startsWith("eyJ", from)) {
            return false;
        }
        int first = text.indexOf('.', from, to);
        int second = first < 0 ? -1 : text.indexOf('.', first + 1, to);
        boolean three = second > 0 && text.indexOf('.', second + 1, to) < 0;
        return three
                && text.startsWith("eyJ", first + 1)
                && first - from >= 10
                && second - first >= 10
                && to - second > 10;
    }

    private static void privateKeys(String text, List<PiiDetector.Found> out) {
        for (int at = text.indexOf(PEM); at >= 0; at = text.indexOf(PEM, at + 1)) {
            int labelEnd = text.indexOf("-----", at + PEM.length(), Math.min(text.length(), at + 80));
            if (labelEnd < 0 || !text.substring(at, labelEnd).endsWith("PRIVATE KEY")) {
                continue;
            }
            int limit = Math.min(text.length(), at + LONGEST_PEM);
            int close = text.indexOf("-----END ", labelEnd, limit);
            int end = close < 0 ? -1 : text.indexOf("-----", close + 9, Math.min(text.length(), close + 80));
            out.add(new PiiDetector.Found(PiiType.API_KEY, at, end < 0 ? labelEnd + 5 : end + 5));
        }
    }
}
