package dev.assay.cli.command;

import picocli.CommandLine.Option;

/** Options of every command that prints a result. */
final class OutputOptions {

    /** How a result is printed. */
    enum Format {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text for people, json for programs: one document on standard output and nothing else there"
                    + " (default: text)")
    Format output = Format.text;

    boolean json() {
        return output == Format.json;
    }
}
