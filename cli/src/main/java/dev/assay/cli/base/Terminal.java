package dev.assay.cli.base;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a command reads and writes. Results go to {@code out}, everything else to {@code err}; both are UTF-8 whatever the locale.
 *
 * @param out results
 * @param err progress and messages
 * @param in standard input
 * @param live whether {@code err} is a terminal that can redraw lines
 * @param colour whether {@code out} may carry colours
 */
public record Terminal(PrintStream out, PrintStream err, InputStream in, boolean live, boolean colour) {

    /** The streams of this process. */
    public static Terminal standard(Map<String, String> environment) {
        boolean capable = !environment.getOrDefault("TERM", "dumb").equals("dumb") && !environment.containsKey("CI");
        boolean colour = capable && !environment.containsKey("NO_COLOR") && isTerminal(1);
        return new Terminal(
                stream(FileDescriptor.out), stream(FileDescriptor.err), System.in, capable && isTerminal(2), colour);
    }

    /** The same without redrawing and messages of progress. */
    public Terminal quiet() {
        return new Terminal(out, new PrintStream(PrintStream.nullOutputStream()), in, false, false);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** {@code System.console()} looks at both standard input and output; here each stream counts for itself. */
    private static boolean isTerminal(int descriptor) {
        Path link = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(link)) {
            return System.console() != null && System.console().isTerminal();
        }
        try {
            String target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
