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
        int level = 0;
        for (int want : wants) {
            int fair = left / holders;
            level = Math.max(level, Math.min(want, fair));
            left -= Math.min(want, fair);
            holders--;
        }
        int share = Math.min(own, level) + left / wants.size();
        return Math.min(limit, Math.max(share, own > 0 && limit > 0 ? 1 : 0));
    }
}
