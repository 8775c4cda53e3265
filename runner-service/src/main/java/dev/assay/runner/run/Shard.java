package dev.assay.runner.run;

/**
 * A range of a run's examples in its seeded order; the unit of work.
 *
 * @param index from 0
 * @param firstPosition position of its first example in the order, from 0
 * @param exampleCount examples in it
 * @param startToken where the stream of examples goes on for its first example; empty for the start
 * @param endToken and for the first example behind it
 * @param epoch raised by each worker that takes it; 0 before the first
 */
public record Shard(
        long runKey, int index, long firstPosition, int exampleCount, String startToken, String endToken, long epoch) {}
