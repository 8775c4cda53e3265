/**
 * The local stack: a PostgreSQL and the services, as processes that outlive the command that started them, described by a file in the data
 * folder. It may touch the rooms base and remote (to ask a service for its health) and the embedded PostgreSQL. A data folder and a wish enter,
 * addresses of a running stack leave.
 */
@NullMarked
package dev.assay.cli.stack;

import org.jspecify.annotations.NullMarked;
