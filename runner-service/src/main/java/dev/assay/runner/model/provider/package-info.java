/**
 * The protocols that models are called by, one class each, and the guarded HTTP client below them. It may touch chat and the network. A request
 * enters; one attempt's answer or classified failure leaves.
 */
@NullMarked
package dev.assay.runner.model.provider;

import org.jspecify.annotations.NullMarked;
