package dev.assay.runner.model.provider;

import java.net.URI;
import java.time.Duration;

/**
 * Where and how a model is reached over HTTP.
 *
 * @param endpoint base URL of the API
 * @param modelId the id that the provider knows the model by
 * @param credential reference to the secret; empty when none is needed
 * @param connectTimeout until there is a connection
 * @param attemptTimeout for one attempt as a whole
 * @param maxAnswerBytes a larger response is broken off
 */
public record HttpTarget(
        URI endpoint,
        String modelId,
        String credential,
        Duration connectTimeout,
        Duration attemptTimeout,
        long maxAnswerBytes) {

    /** Time for an attempt when the completion has so much left. */
    Duration timeout(Duration timeLeft) {
        return timeLeft.compareTo(attemptTimeout) < 0 ? timeLeft : attemptTimeout;
    }

    /** The base URL without a slash at its end. */
    String base() {
        return endpoint.toString().replaceAll("/+$", "");
    }
}
