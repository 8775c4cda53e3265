package dev.assay.dataset.version;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Rows for PostgreSQL's {@code COPY … (FORMAT binary)}: big-endian, each field with its length before it. */
final class CopyRows {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int TEXT_OID = 25;

    private byte[] buffer = new byte[128 * 1024];
    private int size;

    CopyRows() {
        raw(SIGNATURE);
        int4(0);
        int4(0);
    }

    byte[] buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void row(int fields) {
        int2(fields);
    }

    void bigint(long value) {
        int4(8);
        int4((int) (value >>> 32));
        int4((int) value);
    }

    void integer(int value) {
        int4(4);
        int4(value);
    }

    void bytea(byte[] value) {
        int4(value.length);
        raw(value);
    }

    void text(String value) {
        bytea(value.getBytes(StandardCharsets.UTF_8));
    }

    void texts(List<String> values) {
        int start = size;
        int4(0);
        int4(values.isEmpty() ? 0 : 1);
        int4(0);
        int4(TEXT_OID);
        if (!values.isEmpty()) {
            int4(values.size());
            int4(1);
            values.forEach(this::text);
        }
        int end = size;
        size = start;
        int4(end - start - 4);
        size = end;
    }

    void end() {
        int2(-1);
    }

    private void int2(int value) {
        room(2);
        buffer[size++] = (byte) (value >>> 8);
        buffer[size++] = (byte) value;
    }

    private void int4(int value) {
        room(4);
        buffer[size++] = (byte) (value >>> 24);
        buffer[size++] = (byte) (value >>> 16);
        buffer[size++] = (byte) (value >>> 8);
        buffer[size++] = (byte) value;
    }

    private void raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
    }

    private void room(int more) {
        if (buffer.length - size < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
