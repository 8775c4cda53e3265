package dev.assay.suite;

import java.util.Optional;

/**
 * How an example becomes a prompt. {@code {{input}}} stands for the input, {@code {{name}}} for a variable, {@code {{{{} for
 * {@code {{} itself.
 *
 * @param system the system message
 * @param user the user's message
 */
public record Prompt(Optional<String> system, String user) {}
