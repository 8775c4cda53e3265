/**
 * The answers that runs have bought, to be found again by the very same question. It may touch its own table and knows neither runs nor
 * models' registry. Whatever shapes an answer enters as a key; a whole answer enters to be kept, and leaves for every later question alike.
 */
@NullMarked
package dev.assay.runner.cache;

import org.jspecify.annotations.NullMarked;
