package dev.assay.embedding;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * What the uncased BERT tokenizers make of single code points: which they drop, which end a word, which are words of their own, and how
 * the rest is folded. The classes come from a table, so that they are those of the reference and not those of the JDK's Unicode. Immutable.
 */
final class BertCharacters {

    private static final String TABLE = "bert-characters.txt";
    private static final int ASCII = 128;

    private final BitSet dropped = new BitSet();
    private final BitSet blank = new BitSet();
    private final BitSet punctuation = new BitSet();

    private BertCharacters() {}

    /** Reads the table that comes with this class. */
    static BertCharacters load() throws IOException {
        try (InputStream table = BertCharacters.class.getResourceAsStream(TABLE)) {
            if (table == null) {
                throw new IOException(TABLE + " is not on the class path");
            }
            BertCharacters characters = new BertCharacters();
            BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    characters.add(line);
                }
            }
            return characters;
        }
    }

    private void add(String line) throws IOException {
        String[] words = line.split(" ", -1);
        BitSet set = switch (words[0]) {
            case "dropped" -> dropped;
            case "blank" -> blank;
            case "punctuation" -> punctuation;
            default -> throw new IOException(TABLE + ": " + line);
        };
        set.set(HexFormat.fromHexDigits(words[1]), HexFormat.fromHexDigits(words[2]) + 1);
    }

    /** Dropped without ending a word: controls, format characters, private use, lone surrogates, non-spacing marks. */
    boolean isDropped(int codePoint) {
        return dropped.get(codePoint);
    }

    /** Ends a word and is none itself. */
    boolean isBlank(int codePoint) {
        return blank.get(codePoint);
    }

    /** A word of its own: punctuation of any script, and all of ASCII that is neither letter, digit nor blank. */
    boolean isPunctuation(int codePoint) {
        return punctuation.get(codePoint);
    }

    /** A word of its own before it is folded: the ideographs. */
    static boolean isIdeograph(int codePoint) {
        return within(codePoint, 0x4E00, 0x9FFF)
                || within(codePoint, 0x3400, 0x4DBF)
                || within(codePoint, 0x20000, 0x2A6DF)
                || within(codePoint, 0x2A700, 0x2B73F)
                || within(codePoint, 0x2B740, 0x2B81F)
                || within(codePoint, 0x2B920, 0x2CEAF) // Not from 2B820: so in the reference.
                || within(codePoint, 0xF900, 0xFAFF)
                || within(codePoint, 0x2F800, 0x2FA1F);
    }

    private static boolean within(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }

    /**
     * Canonical decomposition without marks, in lower case. Decomposing code point by code point leaves out the reordering of marks:
     * those that would change places are dropped, or in no vocabulary. It also stays linear, whatever the text.
     */
    String folded(int codePoint) {
        if (codePoint < ASCII) {
            return Character.toString(Character.toLowerCase(codePoint));
        }
        String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD);
        StringBuilder result = new StringBuilder(decomposed.length());
        decomposed
                .codePoints()
                .filter(part -> !isDropped(part))
                .map(Character::toLowerCase)
                .forEach(result::appendCodePoint);
        return result.toString();
    }
}
