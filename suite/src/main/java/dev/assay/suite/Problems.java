package dev.assay.suite;

import dev.assay.suite.yaml.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what a check finds; sorted by place in the end. */
final class Problems {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private static final int MAX_MESSAGE = 500;

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void error(Position at, String path, String message) {
        errors.add(problem(at, path, message));
    }

    void warn(Position at, String path, String message) {
        warnings.add(problem(at, path, message));
    }

    private static Problem problem(Position at, String path, String message) {
        return new Problem(at.line(), at.column(), oneLine(path), oneLine(message));
    }

    /** What a suite holds may be of any length and hold any character; a message may not. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length() && line.length() < MAX_MESSAGE; i++) {
            char c = text.charAt(i);
            line.append(Character.isISOControl(c) || c == '\u2028' || c == '\u2029' ? ' ' : c);
        }
        return line.length() < text.length() ? line.append('…').toString() : line.toString();
    }

    boolean none() {
        return errors.isEmpty();
    }

    List<Problem> errors() {
        return errors.stream().sorted(BY_PLACE).toList();
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }
}
