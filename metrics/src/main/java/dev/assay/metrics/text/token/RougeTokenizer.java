package dev.assay.metrics.text.token;

import java.util.Locale;

/**
 * The words that ROUGE counts: runs of {@code a-z} and {@code 0-9} after lower-casing. Text in other scripts has no words at all and
 * scores 0. With the stemmer, words of more than three characters are stemmed.
 *
 * <p>Source: Lin 2004; rouge-score 0.1.2 gives the same tokens.
 */
public final class RougeTokenizer {

    private RougeTokenizer() {}

    /** Splits a text into words. */
    public static Tokens tokenize(String text, boolean stem) {
        return tokenize(text, 0, text.length(), stem);
    }

    /** Splits a part of a text into words. */
    static Tokens tokenize(String text, int from, int to, boolean stem) {
        Tokens tokens = new Tokens(to - from);
        String source = text;
        int start = from;
        int end = to;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) >= 128) { // few letters outside of ASCII have a lower case within
                source = text.substring(from, to).toLowerCase(Locale.ROOT);
                start = 0;
                end = source.length();
                break;
            }
        }
        for (int i = start; i < end; i++) {
            char c = source.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                tokens.append((char) (c + 32));
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                tokens.append(c);
            } else {
                finish(tokens, stem);
            }
        }
        finish(tokens, stem);
        return tokens;
    }

    private static void finish(Tokens tokens, boolean stem) {
        int start = tokens.openStart();
        int end = tokens.openEnd();
        if (stem && end - start > 3) {
            tokens.truncateOpen(PorterStemmer.stem(tokens.buffer(), start, end));
        }
        tokens.end();
    }
}
