package dev.assay.embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cuts a text into the word pieces of an uncased BERT model (Devlin et al. 2019), with the same numbers as Hugging Face's tokenizers.
 * Takes time linear in the text, and stops reading where the model does. Immutable and thread-safe.
 */
final class WordPieceTokenizer {

    private static final String START = "[CLS]";
    private static final String END = "[SEP]";

    private final BertCharacters characters;
    private final Vocabulary vocabulary;
    private final Map<String, Integer> special;
    private final long start;
    private final long end;
    private final int limit;

    /**
     * A tokenizer for a model that reads so many pieces.
     *
     * @param limit most pieces of a text, the start and end marks included; ≥ 2
     */
    WordPieceTokenizer(BertCharacters characters, Vocabulary vocabulary, int limit) {
        this.characters = characters;
        this.vocabulary = vocabulary;
        this.special = vocabulary.special();
        this.start = mark(START);
        this.end = mark(END);
        this.limit = limit;
    }

    private int mark(String name) {
        Integer mark = special.get(name);
        if (mark == null) {
            throw new IllegalArgumentException("the vocabulary has no piece " + name);
        }
        return mark;
    }

    /**
     * The pieces of a text between the marks of its start and end.
     *
     * @param truncated whether there were more than the model reads; the first are kept
     */
    record Pieces(long[] ids, boolean truncated) {

        /** Whether there is nothing between the marks. */
        boolean isEmpty() {
            return ids.length <= 2;
        }
    }

    Pieces encode(String text) {
        List<Integer> pieces = new Reading(text).pieces();
        int kept = Math.min(pieces.size(), limit - 2);
        long[] ids = new long[kept + 2];
        ids[0] = start;
        for (int i = 0; i < kept; i++) {
            ids[i + 1] = pieces.get(i);
        }
        ids[kept + 1] = end;
        return new Pieces(ids, pieces.size() > kept);
    }

    /** One pass over one text. */
    private final class Reading {

        private final String text;
        private final List<Integer> pieces = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();

        private Reading(String text) {
            this.text = text;
        }

        /** All pieces, or, of a text that is too long, a few more than fit. */
        private List<Integer> pieces() {
            int at = 0;
            while (at < text.length() && pieces.size() <= limit) {
                int codePoint = text.codePointAt(at);
                int mark = codePoint == '[' ? special(at) : 0;
                if (mark > 0) {
                    at += mark;
                } else {
                    take(codePoint);
                    at += Character.charCount(codePoint);
                }
            }
            endWord();
            return pieces;
        }

        /** Takes the special piece that is written at {@code at}, and returns its length; 0 when there is none. */
        private int special(int at) {
            for (Map.Entry<String, Integer> piece : special.entrySet()) {
                if (text.startsWith(piece.getKey(), at)) {
                    endWord();
                    pieces.add(piece.getValue());
                    return piece.getKey().length();
                }
            }
            return 0;
        }

        private void take(int codePoint) {
            if (characters.isDropped(codePoint)) {
                return;
            }
            if (characters.isBlank(codePoint)) {
                endWord();
            } else if (BertCharacters.isIdeograph(codePoint)) {
                endWord();
                fold(codePoint);
                endWord();
            } else {
                fold(codePoint);
            }
        }

        private void fold(int codePoint) {
            if (codePoint >= 'a' && codePoint <= 'z') {
                put(codePoint);
            } else {
                characters.folded(codePoint).codePoints().forEach(this::put);
            }
        }

        private void put(int codePoint) {
            if (characters.isPunctuation(codePoint)) {
                endWord();
                word.appendCodePoint(codePoint);
                endWord();
            } else if (word.length() <= 2 * Vocabulary.MAX_WORD) { // A longer word is unknown, however long.
                word.appendCodePoint(codePoint);
            }
        }

        private void endWord() {
            if (!word.isEmpty()) {
                pieces.addAll(vocabulary.pieces(word.toString()));
                word.setLength(0);
            }
        }
    }
}
