package dev.assay.metrics.structure;

import java.util.Arrays;

/** One-to-one matching of rows to columns with the largest total gain (Hungarian method, O(n³)). */
final class Matching {

    private Matching() {}

    /**
     * The column matched to each row, −1 for a row left over.
     *
     * @param gain rectangular, finite
     */
    static int[] maximal(double[][] gain) {
        int rows = gain.length;
        int columns = rows == 0 ? 0 : gain[0].length;
        int[] result = new int[rows];
        Arrays.fill(result, -1);
        if (rows > columns) {
            int[] transposed = maximal(transpose(gain, rows, columns));
            for (int column = 0; column < columns; column++) {
                result[transposed[column]] = column;
            }
            return result;
        }
        // Potentials u, v and the row of each column, all from 1; 0 is the source.
        double[] u = new double[rows + 1];
        double[] v = new double[columns + 1];
        int[] rowOf = new int[columns + 1];
        int[] previous = new int[columns + 1];
        for (int row = 1; row <= rows; row++) {
            rowOf[0] = row;
            double[] slack = new double[columns + 1];
            Arrays.fill(slack, Double.POSITIVE_INFINITY);
            boolean[] used = new boolean[columns + 1];
            int at = 0;
            do {
                used[at] = true;
                double delta = Double.POSITIVE_INFINITY;
                int next = 0;
                for (int column = 1; column <= columns; column++) {
                    if (!used[column]) {
                        double reduced = -gain[rowOf[at] - 1][column - 1] - u[rowOf[at]] - v[column];
                        if (reduced < slack[column]) {
                            slack[column] = reduced;
                            previous[column] = at;
                        }
                        if (slack[column] < delta) {
                            delta = slack[column];
                            next = column;
                        }
                    }
                }
                for (int column = 0; column <= columns; column++) {
                    if (used[column]) {
                        u[rowOf[column]] += delta;
                        v[column] -= delta;
                    } else {
                        slack[column] -= delta;
                    }
                }
                at = next;
            } while (rowOf[at] != 0);
            while (at != 0) {
                rowOf[at] = rowOf[previous[at]];
                at = previous[at];
            }
        }
        for (int column = 1; column <= columns; column++) {
            if (rowOf[column] > 0) {
                result[rowOf[column] - 1] = column - 1;
            }
        }
        return result;
    }

    private static double[][] transpose(double[][] gain, int rows, int columns) {
        double[][] result = new double[columns][rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column][row] = gain[row][column];
            }
        }
        return result;
    }
}
