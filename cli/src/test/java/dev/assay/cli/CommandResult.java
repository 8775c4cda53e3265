package dev.assay.cli;

import dev.assay.cli.base.Terminal;
import dev.assay.cli.base.Trace;
import dev.assay.cli.base.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a command printed and how it ended. */
record CommandResult(int code, String out, String err) {

    static final Trace TRACE = new Trace("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");

    static CommandResult of(Path folder, String... words) {
        return of(folder, Map.of(), "", words);
    }

    static CommandResult of(Path folder, Map<String, String> environment, String input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                false,
                false);
        World world = new World(terminal, environment, folder, folder, Optional.empty(), TRACE, "1.2.3");
        int code = Assay.execute(world, words);
        return new CommandResult(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    List<String> errLines() {
        return err.lines().toList();
    }
}
