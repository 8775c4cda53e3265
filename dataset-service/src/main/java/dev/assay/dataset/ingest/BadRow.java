package dev.assay.dataset.ingest;

/**
 * A row that was left out.
 *
 * @param line its line in the file, from 1
 * @param column path of the column at fault, empty when it is the row as a whole
 * @param reason what is wrong with it
 */
public record BadRow(long line, String column, String reason) {

    @Override
    public String toString() {
        return "line " + line + (column.isEmpty() ? "" : ", column `" + column + "`") + ": " + reason;
    }
}
