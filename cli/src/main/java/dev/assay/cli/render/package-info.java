/**
 * Numbers, tables and bars as text. It touches nothing else of ours but the contract's estimates. Values enter, lines leave.
 */
@NullMarked
package dev.assay.cli.render;

import org.jspecify.annotations.NullMarked;
