/**
 * What calling a model means: one interface, its request and its result. It touches nothing; everything about models touches it. Messages and
 * parameters enter; an answer or a failure, with the time that it took, leaves.
 */
@NullMarked
package dev.assay.runner.model.chat;

import org.jspecify.annotations.NullMarked;
