/**
 * Finds personal data and secrets in texts, checks numbers that carry a checksum, and scores found spans against labelled ones. It may
 * touch the token room's character classes and the module's exception. Texts enter; spans in code points leave.
 */
@NullMarked
package dev.assay.metrics.privacy;

import org.jspecify.annotations.NullMarked;
