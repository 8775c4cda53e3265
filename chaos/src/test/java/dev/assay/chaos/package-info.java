/**
 * The runner under attack: real processes of runner- and dataset-service on a PostgreSQL of their own, and a model server that misbehaves. It
 * owns these processes, and touches the services only over gRPC, HTTP, signals and, to count what is stored, their databases. Runs and faults
 * enter; what the ledger, the model server and the logs then say leaves.
 */
@NullMarked
package dev.assay.chaos;

import org.jspecify.annotations.NullMarked;
