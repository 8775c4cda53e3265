package dev.assay.cli.evaluate;

import dev.assay.cli.base.Terminal;
import dev.assay.cli.render.Bar;
import dev.assay.cli.render.Numbers;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.scoring.v1.Evaluation.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows how far an evaluation is: redrawn bars on a terminal, now and then a line elsewhere. */
public final class Progress {

    private static final long LINE_EVERY_NANOS = 5_000_000_000L;
    private static final int BAR_WIDTH = 24;

    private final Terminal terminal;
    private int drawn;
    private String lastState = "";
    private long lastLine = Long.MIN_VALUE;
    private String lastText = "";

    public Progress(Terminal terminal) {
        this.terminal = terminal;
    }

    /** A step that has no bar. */
    public synchronized void note(String text) {
        clear();
        terminal.err().println(text);
    }

    /** A line that the next one replaces on a terminal, and that is left out elsewhere. */
    public synchronized void passing(String text) {
        if (terminal.live()) {
            clear();
            terminal.err().println(text);
            terminal.err().flush();
            drawn = 1;
        }
    }

    /** The evaluation as it is now. */
    public synchronized void show(Evaluation evaluation) {
        List<String> lines = lines(evaluation);
        if (terminal.live()) {
            clear();
            lines.forEach(terminal.err()::println);
            terminal.err().flush();
            drawn = lines.size();
            return;
        }
        String state = evaluation.getState().name();
        long now = System.nanoTime();
        String text = String.join("; ", lines);
        boolean due = lastLine == Long.MIN_VALUE || now - lastLine >= LINE_EVERY_NANOS;
        if (!state.equals(lastState) || (due && !text.equals(lastText))) {
            terminal.err().println(state.toLowerCase(Locale.ROOT) + ": " + text);
            lastState = state;
            lastLine = now;
            lastText = text;
        }
    }

    /** Leaves what is drawn where it is. */
    public synchronized void end() {
        drawn = 0;
    }

    private void clear() {
        if (drawn > 0) {
            terminal.err().print("\u001b[" + drawn + "A\u001b[J");
            drawn = 0;
        }
    }

    private List<String> lines(Evaluation evaluation) {
        int width = evaluation.getParticipantsList().stream()
                .mapToInt(participant -> participant.getKey().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Participant participant : evaluation.getParticipantsList()) {
            lines.add(line(participant, width));
        }
        if (lines.isEmpty()) {
            lines.add("starting");
        }
        return lines;
    }

    private String line(Participant participant, int width) {
        Evaluation.Progress progress = participant.getProgress();
        long done = progress.getSucceeded() + progress.getFailed();
        StringBuilder line = new StringBuilder(terminal.live() ? "  " : "");
        line.append(participant.getKey());
        if (terminal.live()) {
            line.append(" ".repeat(width - participant.getKey().length()));
        }
        line.append(' ');
        if (progress.hasTotal() && progress.getTotal() > 0) {
            double share = (double) done / progress.getTotal();
            if (terminal.live()) {
                line.append(Bar.of(share, BAR_WIDTH)).append(' ');
            }
            line.append(Numbers.count(done)).append('/').append(Numbers.count(progress.getTotal()));
        } else {
            line.append(Numbers.count(done));
        }
        if (progress.getScored() < done) {
            line.append(", ").append(Numbers.count(progress.getScored())).append(" scored");
        }
        if (progress.getRate() >= 0.05 && !(progress.hasTotal() && done >= progress.getTotal())) {
            line.append(String.format(Locale.ROOT, ", %.1f/s", progress.getRate()));
        }
        if (progress.getRetried() > 0) {
            line.append(", ").append(Numbers.count(progress.getRetried())).append(" retried");
        }
        if (progress.getFailed() > 0) {
            line.append(", ").append(Numbers.count(progress.getFailed())).append(" failed");
        }
        return line.toString();
    }
}
