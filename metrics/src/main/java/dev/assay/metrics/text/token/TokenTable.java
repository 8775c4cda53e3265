package dev.assay.metrics.text.token;

import java.util.Arrays;

/**
 * Gives each distinct token (a range of characters) a code: 0, 1, 2, … in the order of first appearance. Compares the characters, so
 * two tokens never share a code. Not thread-safe; meant to live for one call.
 */
public final class TokenTable {

    private int[] slots;
    private int shift;
    private int[] hashes;
    private int[] ends;
    private char[] pool;
    private int size;

    /** A table that grows as needed; {@code expected} tokens fit without growing. */
    public TokenTable(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected) * 2 - 1) << 1);
        this.slots = new int[capacity];
        this.shift = 32 - Integer.numberOfTrailingZeros(capacity);
        this.hashes = new int[capacity / 2];
        this.ends = new int[capacity / 2 + 1];
        this.pool = new char[Math.max(64, expected * 6)];
    }

    /** Number of distinct tokens. */
    public int size() {
        return size;
    }

    /** The code of a token, a new one when it is seen first. */
    public int intern(char[] chars, int from, int to) {
        int hash = hash(chars, from, to);
        int slot = slotOf(chars, from, to, hash);
        int found = slots[slot];
        return found != 0 ? found - 1 : add(chars, from, to, hash, slot);
    }

    /** The code of a token, or -1 when it was never interned. */
    public int find(char[] chars, int from, int to) {
        return slots[slotOf(chars, from, to, hash(chars, from, to))] - 1;
    }

    public int intern(String token) {
        char[] chars = token.toCharArray();
        return intern(chars, 0, chars.length);
    }

    private static int hash(char[] chars, int from, int to) {
        long h = to - from;
        for (int i = from; i < to; i++) {
            h = h * TextHash.MULTIPLIER + chars[i];
        }
        h *= TextHash.MULTIPLIER;
        return (int) (h >>> 32);
    }

    private int slotOf(char[] chars, int from, int to, int hash) {
        int mask = slots.length - 1;
        int slot = hash >>> shift;
        while (true) {
            int found = slots[slot];
            if (found == 0) {
                return slot;
            }
            int id = found - 1;
            if (hashes[id] == hash && Arrays.equals(pool, ends[id], ends[id + 1], chars, from, to)) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private int add(char[] chars, int from, int to, int hash, int slot) {
        int length = to - from;
        int start = ends[size];
        if (start + length > pool.length) {
            pool = Arrays.copyOf(pool, Math.max(pool.length * 2, start + length));
        }
        System.arraycopy(chars, from, pool, start, length);
        hashes[size] = hash;
        ends[size + 1] = start + length;
        slots[slot] = ++size;
        if (size == hashes.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        int capacity = slots.length * 2;
        slots = new int[capacity];
        shift--;
        hashes = Arrays.copyOf(hashes, capacity / 2);
        ends = Arrays.copyOf(ends, capacity / 2 + 1);
        int mask = capacity - 1;
        for (int id = 0; id < size; id++) {
            int slot = hashes[id] >>> shift;
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }
}
