package dev.assay.suite;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;

/** Guesses which of the known names was meant. */
final class Suggestions {

    private static final int LISTED = 12;

    private Suggestions() {}

    /** {@code ; did you mean "x"?}, else a list of what there is, else nothing. */
    static String of(String given, Collection<String> known) {
        Optional<String> nearest = nearest(given, known);
        if (nearest.isPresent()) {
            return "; did you mean \"" + nearest.get() + "\"?";
        }
        if (known.isEmpty()) {
            return "";
        }
        TreeSet<String> sorted = new TreeSet<>(known);
        String list = String.join(", ", sorted.stream().limit(LISTED).toList());
        return "; there is " + list + (sorted.size() > LISTED ? ", …" : "");
    }

    /** The known name that differs least, when few edits lead to it. */
    static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > 100) {
            return Optional.empty();
        }
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (String name : new TreeSet<>(known)) {
            int distance = distance(fold(given), fold(name));
            if (distance < bestDistance) {
                best = name;
                bestDistance = distance;
            }
        }
        return best != null && bestDistance <= Math.max(1, given.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    private static String fold(String name) {
        return name.toLowerCase(java.util.Locale.ROOT).replace('-', '_');
    }

    /** Edits (insert, delete, replace, swap of neighbours) between two short texts. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
