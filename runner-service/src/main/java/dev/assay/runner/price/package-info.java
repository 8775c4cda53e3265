/**
 * The price tables of projects and what they say of a model. It may touch its own table and knows neither runs nor the registry of models.
 * Administrators' rows enter; the prices of a model at a time leave, with the version that they were taken from.
 */
@NullMarked
package dev.assay.runner.price;

import org.jspecify.annotations.NullMarked;
