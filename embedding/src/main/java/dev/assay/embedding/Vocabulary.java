package dev.assay.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pieces that words are made of, each with its number, and the way a word is cut into them. Immutable. */
final class Vocabulary {

    /** Longer words, in code points, are unknown. */
    static final int MAX_WORD = 100;

    private static final String INNER = "##";
    private static final String UNKNOWN = "[UNK]";

    private final Map<String, Integer> first = new HashMap<>();
    private final Map<String, Integer> inner = new HashMap<>();
    private final Map<String, Integer> special = new HashMap<>();
    private final int longest;
    private final int unknown;

    private Vocabulary(JsonNode tokenizer) throws IOException {
        int length = 0;
        for (Map.Entry<String, JsonNode> piece :
                tokenizer.path("model").path("vocab").properties()) {
            String text = piece.getKey();
            boolean continues = text.startsWith(INNER);
            String bare = continues ? text.substring(INNER.length()) : text;
            if (bare.isEmpty()) {
                continue;
            }
            (continues ? inner : first).put(bare, piece.getValue().intValue());
            length = Math.max(length, bare.length());
        }
        for (JsonNode token : tokenizer.path("added_tokens")) {
            special.put(token.path("content").asText(), token.path("id").intValue());
        }
        Integer unknownPiece = special.get(UNKNOWN);
        if (unknownPiece == null) {
            throw new IOException("the tokenizer has no piece " + UNKNOWN);
        }
        this.longest = length;
        this.unknown = unknownPiece;
    }

    /** Reads a {@code tokenizer.json} of Hugging Face's tokenizers with a model of the type WordPiece. */
    static Vocabulary read(InputStream tokenizer) throws IOException {
        return new Vocabulary(JsonMapper.builder().build().readTree(tokenizer));
    }

    /** The pieces that stand for themselves wherever they are written in a text, such as {@code [SEP]}. */
    Map<String, Integer> special() {
        return Map.copyOf(special);
    }

    /**
     * The pieces of a word: always the longest that fits. One that cannot be made of pieces is the unknown one as a whole.
     *
     * @param word not empty, folded
     */
    List<Integer> pieces(String word) {
        if (word.codePointCount(0, word.length()) > MAX_WORD) {
            return List.of(unknown);
        }
        List<Integer> pieces = new ArrayList<>();
        int start = 0;
        while (start < word.length()) {
            Map<String, Integer> candidates = start == 0 ? first : inner;
            int end = Math.min(word.length(), start + longest);
            Integer piece = null;
            while (end > start && piece == null) {
                piece = candidates.get(word.substring(start, end));
                if (piece == null) {
                    end--;
                }
            }
            if (piece == null) {
                return List.of(unknown);
            }
            pieces.add(piece);
            start = end;
        }
        return pieces;
    }
}
