package dev.assay.metrics.text.token;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tokens of one text, one after the other in one buffer. Filled by a tokenizer, then only read. Not thread-safe while filled. */
public final class Tokens {

    private char[] chars;
    private int length;
    private int[] ends;
    private int count;

    /** An empty list with room for the tokens of a text of this many characters. */
    Tokens(int expectedChars) {
        this.chars = new char[expectedChars];
        this.ends = new int[expectedChars / 4 + 8];
    }

    /** The parts of the text between white space. */
    public static Tokens splitOnSpace(String text) {
        Tokens tokens = new Tokens(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Characters.isSpace(c)) {
                tokens.end();
            } else {
                tokens.append(c);
            }
        }
        tokens.end();
        return tokens;
    }

    /** Adds a character to the token that is open. */
    void append(char c) {
        if (length == chars.length) {
            chars = Arrays.copyOf(chars, Math.max(16, length * 2));
        }
        chars[length++] = c;
    }

    void appendCodePoint(int c) {
        if (c < Character.MIN_SUPPLEMENTARY_CODE_POINT) {
            append((char) c);
        } else {
            append(Character.highSurrogate(c));
            append(Character.lowSurrogate(c));
        }
    }

    /** Closes the open token; an empty one is not kept. */
    void end() {
        if (length > start(count)) {
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, count * 2);
            }
            ends[count++] = length;
        }
    }

    /** The characters of the token that is open, for changes in place; see {@link #truncateOpen}. */
    char[] buffer() {
        return chars;
    }

    /** Where the open token starts in the buffer. */
    int openStart() {
        return start(count);
    }

    /** Where the open token ends in the buffer. */
    int openEnd() {
        return length;
    }

    /** Sets the end of the open token. */
    void truncateOpen(int end) {
        length = end;
    }

    /** Collects tokens that are parts of a text; for callers outside of this room. */
    public static final class Builder {

        private final Tokens tokens;

        public Builder(int expectedChars) {
            this.tokens = new Tokens(expectedChars);
        }

        /** Adds the part of a text as a token; an empty part is not kept. */
        public Builder add(String text, int from, int to) {
            for (int i = from; i < to; i++) {
                tokens.append(text.charAt(i));
            }
            tokens.end();
            return this;
        }

        public Tokens build() {
            return tokens;
        }
    }

    /** Number of tokens. */
    public int count() {
        return count;
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** One token as a string. */
    public String get(int index) {
        int start = start(index);
        return new String(chars, start, ends[index] - start);
    }

    /** All tokens as strings. */
    public List<String> toList() {
        List<String> result = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            result.add(get(i));
        }
        return result;
    }

    /** The tokens joined by single spaces. */
    public String join() {
        return String.join(" ", toList());
    }

    /** The codes of the tokens, new ones when they are seen first. */
    public int[] intern(TokenTable table) {
        int[] ids = new int[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            ids[i] = table.intern(chars, start, ends[i]);
            start = ends[i];
        }
        return ids;
    }

    /** The codes of the tokens, -1 for those that the table lacks. */
    public int[] find(TokenTable table) {
        int[] ids = new int[count];
        int start = 0;
        for (int i = 0; i < count; i++) {
            ids[i] = table.find(chars, start, ends[i]);
            start = ends[i];
        }
        return ids;
    }
}
