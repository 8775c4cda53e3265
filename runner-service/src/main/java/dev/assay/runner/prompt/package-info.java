/**
 * Prompt templates: parsing, filling and keeping them. It may touch its own table and nothing else of the service. Messages with places and an
 * example's input enter; the messages that a model is given leave.
 */
@NullMarked
package dev.assay.runner.prompt;

import org.jspecify.annotations.NullMarked;
