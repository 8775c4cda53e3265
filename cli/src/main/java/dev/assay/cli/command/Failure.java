package dev.assay.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.cli.base.CliException;
import java.io.PrintStream;

/** The one JSON document of a command that failed. */
final class Failure {

    private Failure() {}

    static void print(PrintStream out, CliException failure, String traceId) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ObjectNode error = root.putObject("error");
        error.put("exit_code", failure.code().number());
        error.put("message", String.join("\n", failure.lines()));
        ArrayNode lines = error.putArray("lines");
        failure.lines().forEach(lines::add);
        error.put("trace_id", traceId);
        out.println(root.toPrettyString());
        out.flush();
    }
}
