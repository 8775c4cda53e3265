package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One call that a model asked for.
 *
 * @param name of the tool
 * @param arguments a JSON object, argument name to value
 */
public record ToolCall(String name, JsonNode arguments) {}
