package dev.assay.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Word pieces are those of the reference, for any script and any hostile text (S1). */
class WordPieceTokenizerTest {

    private static WordPieceTokenizer tokenizer;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream vocabulary =
                Objects.requireNonNull(WordPieceTokenizerTest.class.getResourceAsStream(MiniLm.TOKENIZER))) {
            tokenizer = new WordPieceTokenizer(BertCharacters.load(), Vocabulary.read(vocabulary), MiniLm.MAX_PIECES);
        }
    }

    @Test
    void piecesAreThoseOfTheReference() throws IOException {
        List<Golden> golden = Golden.read();
        assertThat(golden).hasSizeGreaterThanOrEqualTo(200);
        assertThat(golden).allSatisfy(expected -> {
            WordPieceTokenizer.Pieces pieces = tokenizer.encode(expected.text());
            assertThat(Arrays.stream(pieces.ids()).boxed().toList()).isEqualTo(expected.pieces());
            assertThat(pieces.truncated()).isEqualTo(expected.truncated());
        });
    }

    @Test
    void composedAndDecomposedLettersAreTheSame() {
        assertThat(tokenizer.encode("Cr\u00e8me Br\u00fbl\u00e9e").ids())
                .isEqualTo(tokenizer.encode("Cre\u0300me Bru\u0302le\u0301e").ids())
                .isEqualTo(tokenizer.encode("creme brulee").ids());
    }

    @Test
    void whatHasNoWordsIsEmpty() {
        for (String text : List.of("", " ", "\n\t", "\0", "\u200b\ufeff", "\u0301", "\ud83d", "\ue000")) {
            assertThat(tokenizer.encode(text).isEmpty()).as(text).isTrue();
        }
        assertThat(tokenizer.encode(".").isEmpty()).isFalse();
    }

    @Test
    void theLastPieceThatFitsIsKept() {
        assertThat(tokenizer.encode("word ".repeat(254)).truncated()).isFalse();
        WordPieceTokenizer.Pieces cut = tokenizer.encode("word ".repeat(255));
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.ids())
                .hasSize(MiniLm.MAX_PIECES)
                .isEqualTo(tokenizer.encode("word ".repeat(254)).ids());
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMegabyteOfAnythingIsRead() {
        int length = 1_000_000;
        for (String unit : List.of(
                "a",
                "a ",
                " ",
                "[",
                "[CLS",
                "[SEP]",
                "\u0301\u0316",
                "\ud83d\ude00",
                "\ud83d",
                "\u1e69",
                "\0",
                "\uac00")) {
            assertThat(tokenizer.encode(unit.repeat(length / unit.length())).ids().length)
                    .as(unit)
                    .isLessThanOrEqualTo(MiniLm.MAX_PIECES);
        }
    }
}
