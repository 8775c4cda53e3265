package dev.assay.scoring.scorer;

import java.util.List;

/** Accepted texts in an explanation. */
final class Expected {

    private static final int SHOWN = 3;

    private Expected() {}

    static String of(List<String> accepted) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(SHOWN, accepted.size()); i++) {
            text.append(i == 0 ? "" : " or ").append(Text.quote(accepted.get(i)));
        }
        return accepted.size() <= SHOWN ? text.toString() : text + " or " + (accepted.size() - SHOWN) + " others";
    }
}
