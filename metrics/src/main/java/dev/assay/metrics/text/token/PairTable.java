package dev.assay.metrics.text.token;

import java.util.Arrays;

/**
 * Gives each distinct 64-bit key a code: 0, 1, 2, … in the order of first appearance. An n-gram's key is made of the code of its first
 * n-1 tokens and the code of its last one, so that n-grams of any length get codes without collisions. Not thread-safe.
 */
public final class PairTable {

    private int[] slots;
    private int shift;
    private long[] keys;
    private int size;

    /** A table that grows as needed; {@code expected} keys fit without growing. */
    public PairTable(int expected) {
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, expected) * 2 - 1) << 1);
        this.slots = new int[capacity];
        this.shift = 64 - Integer.numberOfTrailingZeros(capacity);
        this.keys = new long[capacity / 2];
    }

    /** Joins two codes. */
    public static long key(int first, int second) {
        return ((long) first << 32) | (second & 0xFFFFFFFFL);
    }

    /** Number of distinct keys. */
    public int size() {
        return size;
    }

    /** The code of a key, a new one when it is seen first. */
    public int intern(long key) {
        int slot = slotOf(key);
        int found = slots[slot];
        if (found != 0) {
            return found - 1;
        }
        keys[size] = key;
        slots[slot] = ++size;
        if (size == keys.length) {
            grow();
        }
        return size - 1;
    }

    /** The code of a key, or -1 when it was never interned. */
    public int find(long key) {
        return slots[slotOf(key)] - 1;
    }

    private int slotOf(long key) {
        int mask = slots.length - 1;
        int slot = slot(key);
        while (true) {
            int found = slots[slot];
            if (found == 0 || keys[found - 1] == key) {
                return slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private int slot(long key) {
        long h = (key ^ (key >>> 29)) * TextHash.MULTIPLIER;
        h ^= h >>> 32;
        return (int) ((h * 0x9E3779B97F4A7C15L) >>> shift);
    }

    private void grow() {
        int capacity = slots.length * 2;
        slots = new int[capacity];
        shift--;
        keys = Arrays.copyOf(keys, capacity / 2);
        int mask = capacity - 1;
        for (int id = 0; id < size; id++) {
            int slot = slot(keys[id]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = id + 1;
        }
    }
}
