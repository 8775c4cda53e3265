package dev.assay.metrics.text.token;

import java.util.Arrays;

/** Gives each distinct code point a code: 0, 1, 2, … in the order of first appearance. Not thread-safe; meant to live for one call. */
public final class CodeTable {

    private final int[] latin = new int[256];
    private final PairTable others = new PairTable(8);
    private int[] otherCodes = new int[8];
    private int size;

    /** Number of distinct code points. */
    public int size() {
        return size;
    }

    /** The code of a code point, a new one when it is seen first. */
    public int intern(int codePoint) {
        if (codePoint < 256) {
            if (latin[codePoint] == 0) {
                latin[codePoint] = ++size;
            }
            return latin[codePoint] - 1;
        }
        int before = others.size();
        int index = others.intern(codePoint);
        if (index == before) {
            if (index == otherCodes.length) {
                otherCodes = Arrays.copyOf(otherCodes, index * 2);
            }
            otherCodes[index] = size++;
        }
        return otherCodes[index];
    }

    /** The code of a code point, or -1 when it was never interned. */
    public int find(int codePoint) {
        if (codePoint < 256) {
            return latin[codePoint] - 1;
        }
        int index = others.find(codePoint);
        return index < 0 ? -1 : otherCodes[index];
    }
}
