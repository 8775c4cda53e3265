package dev.assay.runner.model.limit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a limit is shared by those who want it: max-min fair, and what nobody wants is spread evenly. */
final class Shares {

    private Shares() {}

    /**
     * The share of {@code own} when {@code others} want the rest: nobody gets less than an equal part unless he wants less; what is left
     * over goes to all in equal parts, so that demand can grow until the next time.
     *
     * @param limit what there is to share; ≥ 0
     * @return between 0 and {@code limit}
     */
    static int of(int limit, int own, List<Integer> others) {
        List<Integer> wants = new ArrayList<>(others);
        wants.add(own);
        wants.sort(Comparator.naturalOrder());
        int left = limit;
        int holders = wants.size();
        for (int want : wants) {
            int fair = left / holders;
            if (want > fair) {
                // This one and all that want more share equally; the rest were content with less.
                return atLeastOne(limit, Math.min(own, fair));
            }
            left -= want;
            holders--;
        }
        return atLeastOne(limit, own + left / wants.size());
    }

    private static int atLeastOne(int limit, int share) {
        return Math.min(limit, Math.max(1, share));
    }
}
