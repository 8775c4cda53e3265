package dev.assay.runner.model.provider;

/** Calls applications over gRPC; a port, so that what their answers mean is tested without a network. */
@FunctionalInterface
public interface TargetSender {

    /** Calls and waits for the end; never longer than the timeout. */
    TargetReply call(TargetCall call) throws InterruptedException;
}
