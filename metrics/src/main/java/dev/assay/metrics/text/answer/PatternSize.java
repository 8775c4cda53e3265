package dev.assay.metrics.text.answer;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;

/** An upper estimate of a pattern's states, before it is compiled: nested counted repetitions multiply and would exhaust the memory. */
final class PatternSize {

    private final String pattern;
    private final long limit;
    private int position;

    private PatternSize(String pattern, long limit) {
        this.pattern = pattern;
        this.limit = limit;
    }

    /** The number of states, at most {@code limit + 1}. A pattern that is malformed gets some number; the compiler refuses it later. */
    static int states(String pattern, int limit) {
        return (int) new PatternSize(pattern, limit).count();
    }

    private long count() {
        long[] stack = new long[pattern.length() + 1];
        int depth = 0;
        long atom = 0;
        while (position < pattern.length()) {
            char c = pattern.charAt(position);
            if (c == '(') {
                stack[depth++] += atom;
                stack[depth] = 0;
                atom = 0;
                position++;
            } else if (c == ')' && depth > 0) {
                atom += stack[depth--] + 1;
                position++;
            } else if (c == '{' && repetition() >= 0) {
                atom *= Math.max(1, repetition());
                position = pattern.indexOf('}', position) + 1;
            } else {
                stack[depth] += atom;
                atom = 1;
                skipAtom(c);
            }
            if (atom > limit || stack[depth] > limit) {
                return limit + 1;
            }
        }
        long sum = atom;
        for (int i = 0; i <= depth; i++) {
            sum += stack[i];
        }
        return Math.clamp(sum, 1, limit + 1);
    }

    private void skipAtom(char c) {
        if (c == '\\') {
            position = Math.min(pattern.length(), position + 2);
        } else if (c == '[') {
            int i = position + 1;
            if (pattern.startsWith("^", i)) {
                i++;
            }
            if (pattern.startsWith("]", i)) {
                i++;
            }
            while (i < pattern.length() && pattern.charAt(i) != ']') {
                i += pattern.charAt(i) == '\\' ? 2 : 1;
            }
            position = Math.min(pattern.length(), i + 1);
        } else {
            position++;
        }
    }

    /** The larger number in {@code {n}}, {@code {n,}} or {@code {n,m}} at the position, or -1 when it is no repetition. */
    private long repetition() {
        long first = 0;
        long largest = -1;
        int i = position + 1;
        for (; i < pattern.length() && pattern.charAt(i) != '}'; i++) {
            char c = pattern.charAt(i);
            if (isAsciiDigit(c)) {
                first = Math.min(limit + 1, first * 10 + (c - '0'));
                largest = Math.max(largest, first);
            } else if (c == ',' && largest >= 0) {
                first = 0;
            } else {
                return -1;
            }
        }
        return i < pattern.length() ? largest : -1;
    }
}
