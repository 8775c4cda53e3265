/**
 * Calls of the three services over gRPC, with one mapping of everything that can go wrong. It touches the contract and the room base.
 * Names and messages of the contract enter, messages of the contract or a {@link dev.assay.cli.remote.RemoteException} leave.
 */
@NullMarked
package dev.assay.cli.remote;

import org.jspecify.annotations.NullMarked;
