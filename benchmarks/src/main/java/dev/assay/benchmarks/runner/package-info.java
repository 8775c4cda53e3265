/**
 * The runner as a peer of a harness that compares tools which call models in bulk. It may touch the contract, processes and files. The
 * harness's environment variables enter; process ids and a result as JSON leave.
 */
@NullMarked
package dev.assay.benchmarks.runner;

import org.jspecify.annotations.NullMarked;
