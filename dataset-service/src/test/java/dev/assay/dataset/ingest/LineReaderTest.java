package dev.assay.dataset.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines out of chunks of any size (D1). */
class LineReaderTest {

    private static List<String> lines(byte[] file, int chunk, int limit) {
        List<byte[]> chunks = new ArrayList<>();
        for (int i = 0; i < file.length; i += chunk) {
            chunks.add(Arrays.copyOfRange(file, i, Math.min(file.length, i + chunk)));
            chunks.add(new byte[0]);
        }
        LineReader reader = new LineReader(chunks.iterator(), limit);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            assertThat(reader.line()).isEqualTo(lines.size() + 1L);
            lines.add(
                    reader.tooLong()
                            ? "too long"
                            : new String(reader.bytes(), reader.start(), reader.length(), StandardCharsets.UTF_8));
        }
        return lines;
    }

    @Test
    void anyChunkSizeGivesTheSameLines() {
        byte[] file = "\uFEFFerste\r\nzwei 河\n\n\r\nfünf\n\uFEFFsechs\r\nletzte".getBytes(StandardCharsets.UTF_8);
        for (int chunk = 1; chunk <= file.length; chunk++) {
            assertThat(lines(file, chunk, 100))
                    .as("chunks of %s", chunk)
                    .containsExactly("erste", "zwei 河", "", "", "fünf", "\uFEFFsechs", "letzte");
        }
    }

    @Test
    void aLineFeedAtTheEndMakesNoMoreLines() {
        assertThat(lines("a\nb\n".getBytes(StandardCharsets.UTF_8), 2, 100)).containsExactly("a", "b");
        assertThat(lines("\n".getBytes(StandardCharsets.UTF_8), 2, 100)).containsExactly("");
        assertThat(lines(new byte[0], 2, 100)).isEmpty();
    }

    @Test
    void theLimitIsExactAndWhatFollowsIsRead() {
        byte[] file = "12345\r\n123456\n12345\n1234567890123\nab".getBytes(StandardCharsets.UTF_8);
        for (int chunk = 1; chunk <= file.length; chunk++) {
            assertThat(lines(file, chunk, 5))
                    .as("chunks of %s", chunk)
                    .containsExactly("12345", "too long", "12345", "too long", "ab");
        }
    }
}
