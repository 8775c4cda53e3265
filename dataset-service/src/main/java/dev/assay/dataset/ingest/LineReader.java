package dev.assay.dataset.ingest;

import java.util.Arrays;
import java.util.Iterator;

/**
 * Cuts chunks of bytes into lines, with memory for one chunk and one line. A line ends with LF or CR LF, or with the file; a byte order mark at
 * the very start is skipped. Used by one thread.
 */
final class LineReader {

    private final Iterator<byte[]> chunks;
    private final int limit;
    private byte[] chunk = new byte[0];
    private int position;
    private byte[] pending = new byte[0];
    private int pendingLength;
    private boolean tooLong;
    private long line;

    // The line that was read last: bytes[start, start + length).
    private byte[] bytes = chunk;
    private int start;
    private int length;

    /** @param limit most bytes of a line */
    LineReader(Iterator<byte[]> chunks, int limit) {
        this.chunks = chunks;
        this.limit = limit;
    }

    /** Goes to the next line; false at the end. */
    boolean next() {
        pendingLength = 0;
        tooLong = false;
        boolean any = false;
        while (position < chunk.length || refill()) {
            any = true;
            int end = indexOfLineFeed();
            if (end >= 0) {
                take(end);
                position = end + 1;
                return true;
            }
            keep(chunk.length);
            position = chunk.length;
        }
        if (any) {
            take(position);
        }
        return any;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Number of the line, from 1. */
    long line() {
        return line;
    }

    /** Whether the line is longer than the limit; its bytes are not there then. */
    boolean tooLong() {
        return tooLong;
    }

    private boolean refill() {
        while (chunks.hasNext()) {
            chunk = chunks.next();
            position = 0;
            if (chunk.length > 0) {
                return true;
            }
        }
        return false;
    }

    private int indexOfLineFeed() {
        for (int i = position; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** The line is what was kept and the chunk up to {@code end}. */
    private void take(int end) {
        line++;
        if (pendingLength == 0 && !tooLong) {
            bytes = chunk;
            start = position;
            length = end - position;
        } else {
            keep(end);
            bytes = pending;
            start = 0;
            length = pendingLength;
        }
        if (length > 0 && bytes[start + length - 1] == '\r') {
            length--;
        }
        if (line == 1 && length >= 3 && isByteOrderMark()) {
            start += 3;
            length -= 3;
        }
        tooLong = tooLong || length > limit;
    }

    private boolean isByteOrderMark() {
        return bytes[start] == (byte) 0xEF && bytes[start + 1] == (byte) 0xBB && bytes[start + 2] == (byte) 0xBF;
    }

    private void keep(int end) {
        int more = end - position;
        // Room for a carriage return and a byte order mark, which do not count.
        if (tooLong || pendingLength + (long) more > limit + 4L) {
            tooLong = true;
            pendingLength = 0;
            return;
        }
        if (pending.length - pendingLength < more) {
            pending = Arrays.copyOf(pending, (int)
                    Math.min(limit + 4L, Math.max(pending.length * 2L, pendingLength + (long) more)));
        }
        System.arraycopy(chunk, position, pending, pendingLength, more);
        pendingLength += more;
    }
}
