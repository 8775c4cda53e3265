package dev.assay.metrics.text.edit;

import dev.assay.metrics.text.token.CodeTable;
import java.util.Arrays;

/** Jaro similarity in linear time: for each character a queue of its places, from which the matching window only ever takes the first. */
final class Jaro {

    private Jaro() {}

    static double similarity(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == b.length ? 1 : 0;
        }
        int window = Math.max(0, Math.max(a.length, b.length) / 2 - 1);
        CodeTable table = new CodeTable();
        int[] codesB = new int[b.length];
        for (int j = 0; j < b.length; j++) {
            codesB[j] = table.intern(b[j]);
        }
        int[] firsts = new int[table.size() + 1];
        for (int code : codesB) {
            firsts[code + 1]++;
        }
        for (int code = 0; code < table.size(); code++) {
            firsts[code + 1] += firsts[code];
        }
        int[] places = new int[b.length];
        int[] next = Arrays.copyOf(firsts, table.size());
        for (int j = 0; j < b.length; j++) {
            places[next[codesB[j]]++] = j;
        }
        System.arraycopy(firsts, 0, next, 0, table.size());

        int[] matchedA = new int[Math.min(a.length, b.length)];
        boolean[] matchedB = new boolean[b.length];
        int matches = 0;
        for (int i = 0; i < a.length; i++) {
            int code = table.find(a[i]);
            if (code < 0) {
                continue;
            }
            int at = next[code];
            while (at < firsts[code + 1] && places[at] < i - window) {
                at++;
            }
            if (at < firsts[code + 1] && places[at] <= i + window) {
                matchedB[places[at]] = true;
                matchedA[matches++] = a[i];
                at++;
            }
            next[code] = at;
        }
        if (matches == 0) {
            return 0;
        }
        int different = 0;
        int k = 0;
        for (int j = 0; j < b.length; j++) {
            if (matchedB[j] && b[j] != matchedA[k++]) {
                different++;
            }
        }
        int transpositions = different / 2;
        double m = matches;
        return (m / a.length + m / b.length + (m - transpositions) / m) / 3;
    }
}
