package dev.assay.metrics.text.answer;

import dev.assay.metrics.text.token.Characters;
import dev.assay.metrics.text.token.TextHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The normalised words of a text of plain ASCII, as {@link SquadAnswers} compares them. A word of up to eight characters is its own key,
 * so that most comparisons are of two numbers. Immutable once made.
 */
final class PlainWords {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long A = 'a';
    private static final long AN = 'a' | 'n' << 8;
    private static final long THE = 't' | 'h' << 8 | 'e' << 16;

    /** 0 = removed, a space = white space, -1 = not for this class, otherwise the lower-case character. */
    private static final byte[] MAPPED = new byte[256];

    static {
        Arrays.fill(MAPPED, (byte) -1);
        for (int c = 0; c < 128; c++) {
            if (Characters.isSpace(c)) {
                MAPPED[c] = ' ';
            } else if (Characters.isAsciiPunctuation(c)) {
                MAPPED[c] = 0;
            } else if (c >= 0x20 && c != 0x7F) {
                MAPPED[c] = (byte) Character.toLowerCase(c);
            }
        }
    }

    private final byte[] chars;
    private final int[] starts;
    private final int[] ends;
    private final long[] keys;
    private int count;

    private PlainWords(byte[] chars, int length) {
        this.chars = chars;
        this.starts = new int[length / 2 + 1];
        this.ends = new int[starts.length];
        this.keys = new long[starts.length];
        int start = 0;
        for (int i = 0; i < length; i += Long.BYTES) {
            long found = spaces((long) LONGS.get(chars, i));
            while (found != 0) {
                int end = i + (Long.numberOfTrailingZeros(found) >>> 3);
                add(start, end);
                start = end + 1;
                found &= found - 1;
            }
        }
        add(start, length);
    }

    /** The upper bits of those of eight bytes that are spaces, for bytes that are letters, digits, spaces or 0. */
    private static long spaces(long eight) {
        long difference = eight ^ 0x2020202020202020L;
        return (difference - 0x0101010101010101L) & ~difference & 0x8080808080808080L;
    }

    private void add(int start, int end) {
        if (end > start) {
            long key = key(start, end);
            if (key != A && key != AN && key != THE) {
                starts[count] = start;
                ends[count] = end;
                keys[count++] = key;
            }
        }
    }

    /** The words of a text; null when it has other than printable characters and white space of ASCII. */
    static @Nullable PlainWords of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(text)) {
            return null;
        }
        byte[] chars = new byte[bytes.length + Long.BYTES];
        int length = 0;
        int seen = 0;
        for (byte b : bytes) {
            byte mapped = MAPPED[b & 0xFF];
            chars[length] = mapped;
            length += (-mapped) >>> 31;
            seen |= mapped;
        }
        if (seen < 0) {
            return null;
        }
        Arrays.fill(chars, length, chars.length, (byte) 0);
        return new PlainWords(chars, length);
    }

    private long key(int start, int end) {
        int length = end - start;
        long first = (long) LONGS.get(chars, start);
        if (length <= Long.BYTES) {
            return first & -1L >>> (Long.BYTES - length) * 8;
        }
        long hash = first;
        int at = start + Long.BYTES;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = TextHash.finish(hash) + (long) LONGS.get(chars, at);
        }
        return TextHash.finish(hash) + (long) LONGS.get(chars, end - Long.BYTES);
    }

    int count() {
        return count;
    }

    /** The words joined by single spaces. */
    String join() {
        byte[] joined = new byte[chars.length + count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                joined[length++] = ' ';
            }
            int word = ends[i] - starts[i];
            System.arraycopy(chars, starts[i], joined, length, word);
            length += word;
        }
        return new String(joined, 0, length, StandardCharsets.US_ASCII);
    }

    boolean sameAs(PlainWords other) {
        if (count != other.count || !Arrays.equals(keys, 0, count, other.keys, 0, count)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!isSame(i, other, i)) {
                return false;
            }
        }
        return true;
    }

    /** Number of words that both have, each counted as often as both have it. */
    int shared(PlainWords other) {
        int bits = 33 - Integer.numberOfLeadingZeros(other.count);
        int[] slots = new int[1 << bits];
        int[] counts = new int[other.count];
        for (int i = 0; i < other.count; i++) {
            int slot = other.slot(i, other, slots, bits);
            if (slots[slot] == 0) {
                slots[slot] = i + 1;
            }
            counts[slots[slot] - 1]++;
        }
        int shared = 0;
        for (int i = 0; i < count; i++) {
            int found = slots[slot(i, other, slots, bits)] - 1;
            if (found >= 0 && counts[found] > 0) {
                counts[found]--;
                shared++;
            }
        }
        return shared;
    }

    private int slot(int word, PlainWords table, int[] slots, int bits) {
        long key = keys[word];
        int slot = (int) (TextHash.finish(key) >>> -bits);
        while (true) {
            int found = slots[slot] - 1;
            if (found < 0 || (table.keys[found] == key && isSame(word, table, found))) {
                return slot;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    /** Whether two words of the same key are the same. */
    private boolean isSame(int word, PlainWords other, int otherWord) {
        int length = ends[word] - starts[word];
        return length == other.ends[otherWord] - other.starts[otherWord]
                && (length <= Long.BYTES
                        || Arrays.equals(
                                chars,
                                starts[word],
                                ends[word],
                                other.chars,
                                other.starts[otherWord],
                                other.ends[otherWord]));
    }
}
