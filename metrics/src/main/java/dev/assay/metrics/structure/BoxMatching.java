package dev.assay.metrics.structure;

import dev.assay.metrics.MetricException;
import java.util.List;

/** Predicted boxes against true ones, matched one to one so that the total IoU is largest. Immutable. */
public final class BoxMatching {

    /** Most boxes on a side; the time grows with the cube. */
    public static final int MOST_BOXES = 2000;

    private final double[][] iou;
    private final int[] match;

    private BoxMatching(double[][] iou) {
        this.iou = iou;
        this.match = Matching.maximal(iou);
    }

    /**
     * Matches the boxes; a pair without area has IoU 0.
     *
     * @throws MetricException when a side has more than {@value #MOST_BOXES} boxes
     */
    public static BoxMatching of(List<Box> predicted, List<Box> truth) {
        if (Math.max(predicted.size(), truth.size()) > MOST_BOXES) {
            throw MetricException.invalid("boxes", "must be at most " + MOST_BOXES + " on a side");
        }
        double[][] iou = new double[predicted.size()][truth.size()];
        for (int i = 0; i < iou.length; i++) {
            for (int j = 0; j < truth.size(); j++) {
                Box a = predicted.get(i);
                Box b = truth.get(j);
                iou[i][j] = a.union(b) == 0 ? 0 : a.iou(b);
            }
        }
        return new BoxMatching(iou);
    }

    /** IoU of each predicted (row) and true (column) box, 0..1; a copy. */
    public double[][] ious() {
        double[][] copy = new double[iou.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = iou[i].clone();
        }
        return copy;
    }

    /** The true box matched to each predicted one, −1 for none; a copy. */
    public int[] matches() {
        return match.clone();
    }

    /** Sum of the IoU of all matched pairs, 0 or more. */
    public double totalIou() {
        double sum = 0;
        for (int i = 0; i < match.length; i++) {
            sum += match[i] < 0 ? 0 : iou[i][match[i]];
        }
        return sum;
    }

    /** Number of matched pairs with at least this IoU. */
    public int matchedAt(double threshold) {
        int count = 0;
        for (int i = 0; i < match.length; i++) {
            count += match[i] >= 0 && iou[i][match[i]] >= threshold ? 1 : 0;
        }
        return count;
    }
}
