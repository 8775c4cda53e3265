/**
 * What the tests of every module stand on: a database of one's own on a real PostgreSQL, and waiting for a condition. It owns the server that
 * it starts, once per JVM in a temporary folder, and may touch nothing of the project but {@code dev.assay.postgres}. In goes a wish for a
 * database or a condition with a deadline, out come an address with credentials or an assertion error that says what did not happen.
 */
@NullMarked
package dev.assay.testing;

import org.jspecify.annotations.NullMarked;
