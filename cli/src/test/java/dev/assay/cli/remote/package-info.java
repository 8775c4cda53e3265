/** Tests of the calls to the services. */
@NullMarked
package dev.assay.cli.remote;

import org.jspecify.annotations.NullMarked;
