package dev.assay.metrics.text.token;

/** Words as {@code \w+} after lower-casing: runs of letters and numbers of any script and underscores. Time is linear in the text. */
public final class WordTokenizer {

    private WordTokenizer() {}

    /** Splits a text into words. */
    public static Tokens tokenize(String text) {
        String lower = LowerCase.of(text);
        Tokens tokens = new Tokens(lower.length());
        for (int i = 0; i < lower.length(); ) {
            int c = lower.codePointAt(i);
            i += Character.charCount(c);
            if (Characters.isWord(c)) {
                tokens.appendCodePoint(c);
            } else {
                tokens.end();
            }
        }
        tokens.end();
        return tokens;
    }
}
