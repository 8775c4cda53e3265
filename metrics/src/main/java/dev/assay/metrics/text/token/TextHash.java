package dev.assay.metrics.text.token;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Hashes of tokens for tables. The multiplier differs from process to process, so that no text can be built whose tokens all collide.
 * It never shows in a result: tables compare the tokens themselves, and give codes in the order of first appearance.
 */
public final class TextHash {

    static final long MULTIPLIER = ThreadLocalRandom.current().nextLong() << 3 | 5;

    private TextHash() {}

    /** The hash of a token with one more character; that of the empty token is 0. */
    public static long add(long hash, int c) {
        return hash * MULTIPLIER + c;
    }

    /** The hash with its bits mixed; use the upper ones. */
    public static long finish(long hash) {
        return (hash ^ (hash >>> 32)) * MULTIPLIER;
    }
}
