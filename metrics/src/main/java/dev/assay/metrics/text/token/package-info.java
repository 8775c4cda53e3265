/**
 * Characters, case folding, tokenizers, the Porter stemmer, and tables that turn tokens and n-grams into small integers. It may touch
 * nothing else of this module but the registry's exception. Strings enter; tokens, spans and integer codes leave.
 */
@NullMarked
package dev.assay.metrics.text.token;

import org.jspecify.annotations.NullMarked;
