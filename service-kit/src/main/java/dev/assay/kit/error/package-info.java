/** The errors of Assay as the domain throws them and as callers see them. It may touch the contract's types and gRPC's statuses, nothing else of ours. Exceptions enter, statuses with details leave, and the reverse. */
@NullMarked
package dev.assay.kit.error;

import org.jspecify.annotations.NullMarked;
