/**
 * Scorers that decide whether one answer is right: equality under several normalisations, containment, patterns, numbers, choices, and
 * the overlap of words. It may touch the token room and the registry's exception. Texts enter; booleans and shares from 0 to 1 leave.
 */
@NullMarked
package dev.assay.metrics.text.answer;

import org.jspecify.annotations.NullMarked;
