/**
 * The edge: parses requests, calls the other rooms, renders their records as messages of the contract. It may touch every room, and no
 * room touches it. Messages enter, messages leave; nothing is decided here.
 */
@NullMarked
package dev.assay.scoring.api;

import org.jspecify.annotations.NullMarked;
