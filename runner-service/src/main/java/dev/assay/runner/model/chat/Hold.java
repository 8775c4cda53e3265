package dev.assay.runner.model.chat;

/**
 * What a call keeps beyond its end: its place under the limits, until its answer is stored, or until a run that it ends
 * is told. So there are never more calls whose answers a crash could lose than may be open at once.
 */
@FunctionalInterface
public interface Hold {

    /** Nothing is kept. */
    Hold NONE = () -> {};

    /** Gives it back; more than once does nothing. */
    void release();
}
