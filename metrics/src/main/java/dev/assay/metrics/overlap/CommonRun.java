package dev.assay.metrics.overlap;

import dev.assay.metrics.text.token.PairTable;
import java.util.Arrays;

/**
 * The longest run that a fixed sequence shares with any of many others, each of which is read once: a suffix automaton. Time and memory
 * are linear.
 *
 * <p>Source: Blumer et al. 1985.
 */
final class CommonRun {

    private final PairTable keys;
    private int[] targets;
    private final int[] lengths;
    private final int[] links;
    private int states = 1;
    private int longest;

    CommonRun(int[] sequence) {
        int most = 2 * sequence.length + 2;
        this.keys = new PairTable(Math.min(most, 1 << 12));
        this.targets = new int[Math.min(most, 1 << 12)];
        this.lengths = new int[most];
        this.links = new int[most];
        links[0] = -1;
        IntLists edges = new IntLists(most);
        int last = 0;
        for (int symbol : sequence) {
            last = extend(last, symbol, edges);
        }
    }

    private int extend(int last, int symbol, IntLists edges) {
        int added = states++;
        lengths[added] = lengths[last] + 1;
        int state = last;
        while (state >= 0 && target(state, symbol) < 0) {
            put(state, symbol, added, edges);
            state = links[state];
        }
        if (state < 0) {
            links[added] = 0;
            return added;
        }
        int next = target(state, symbol);
        if (lengths[state] + 1 == lengths[next]) {
            links[added] = next;
            return added;
        }
        int copy = states++;
        lengths[copy] = lengths[state] + 1;
        links[copy] = links[next];
        for (int edge = edges.head(next); edge >= 0; edge = edges.next(edge)) {
            put(copy, edges.value(edge), target(next, edges.value(edge)), edges);
        }
        while (state >= 0 && target(state, symbol) == next) {
            put(state, symbol, copy, edges);
            state = links[state];
        }
        links[next] = copy;
        links[added] = copy;
        return added;
    }

    private int target(int state, int symbol) {
        int edge = keys.find(PairTable.key(state, symbol));
        return edge < 0 ? -1 : targets[edge];
    }

    private void put(int state, int symbol, int target, IntLists edges) {
        int before = keys.size();
        int edge = keys.intern(PairTable.key(state, symbol));
        if (edge == before) {
            if (edge == targets.length) {
                targets = Arrays.copyOf(targets, edge * 2);
            }
            edges.add(state, symbol);
        }
        targets[edge] = target;
    }

    /** Reads another sequence; negative symbols match nothing. */
    void scan(int[] other) {
        int state = 0;
        int length = 0;
        for (int symbol : other) {
            if (symbol < 0) {
                state = 0;
                length = 0;
                continue;
            }
            while (state > 0 && target(state, symbol) < 0) {
                state = links[state];
                length = lengths[state];
            }
            int next = target(state, symbol);
            if (next >= 0) {
                state = next;
                length++;
                longest = Math.max(longest, length);
            }
        }
    }

    /** Length of the longest shared run so far. */
    int longest() {
        return longest;
    }

    /** A linked list of numbers for each of many keys. */
    private static final class IntLists {

        private final int[] heads;
        private int[] values = new int[64];
        private int[] nexts = new int[64];
        private int size;

        IntLists(int keys) {
            this.heads = new int[keys];
            Arrays.fill(heads, -1);
        }

        void add(int key, int value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
                nexts = Arrays.copyOf(nexts, size * 2);
            }
            values[size] = value;
            nexts[size] = heads[key];
            heads[key] = size++;
        }

        int head(int key) {
            return heads[key];
        }

        int next(int edge) {
            return nexts[edge];
        }

        int value(int edge) {
            return values[edge];
        }
    }
}
