package dev.assay.runner.model.provider;

/** Sends HTTP requests; a port, so that protocols are tested without a network. Follows no redirects. */
@FunctionalInterface
public interface HttpSender {

    /** Sends a request and waits for its end; never longer than its timeout. */
    HttpReply send(HttpCall call) throws InterruptedException;
}
