package dev.assay.metrics.privacy;

/**
 * A found piece of personal data.
 *
 * @param start first code point
 * @param end code point after the last
 * @param value the text of the span
 */
public record PiiSpan(PiiType type, int start, int end, String value) {}
