package dev.assay.metrics.text.token;

import java.util.concurrent.ThreadLocalRandom;

/**
 * A multiplier for hash tables that differs from process to process, so that no text can be built whose tokens all collide. It never
 * shows in a result: codes are given in the order of first appearance.
 */
final class Secret {

    static final long MULTIPLIER = ThreadLocalRandom.current().nextLong() << 3 | 5;

    private Secret() {}
}
