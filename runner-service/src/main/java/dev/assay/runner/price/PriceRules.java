package dev.assay.runner.price;

import com.google.protobuf.util.Timestamps;
import dev.assay.kit.error.AssayException;
import dev.assay.runner.v1.PriceRow;
import dev.assay.runner.v1.PriceTable;
import dev.assay.type.v1.Prices;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What prices must be like. */
public final class PriceRules {

    private static final int MAX_ROWS = 1_000;
    private static final int MAX_NOTE = 1_000;
    private static final int MAX_SOURCE = 500;
    private static final int MAX_MODEL_ID = 500;
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,12})?");

    private PriceRules() {}

    /**
     * The table without output-only fields, hosts in lower case.
     *
     * @throws AssayException INVALID_REQUEST naming the field at fault
     */
    static PriceTable check(PriceTable table) {
        if (table.getRowsCount() > MAX_ROWS) {
            throw AssayException.invalid("price_table.rows", "more than " + MAX_ROWS);
        }
        if (table.getNote().length() > MAX_NOTE) {
            throw AssayException.invalid("price_table.note", "longer than " + MAX_NOTE + " characters");
        }
        PriceTable.Builder checked = PriceTable.newBuilder().setNote(table.getNote());
        Map<List<Object>, Integer> seen = new HashMap<>();
        for (int i = 0; i < table.getRowsCount(); i++) {
            String at = "price_table.rows[" + i + "]";
            PriceRow row = row(table.getRows(i), at);
            Integer before = seen.put(
                    List.of(row.getProvider(), row.getEndpointHost(), row.getModelId(), row.getValidFrom()), i);
            if (before != null) {
                throw AssayException.invalid(
                        at, "is about the same as rows[" + before + "]; give it another valid_from");
            }
            checked.addRows(row);
        }
        return checked.build();
    }

    private static PriceRow row(PriceRow row, String at) {
        if (row.getProvider() == dev.assay.runner.v1.Model.Provider.UNRECOGNIZED) {
            throw AssayException.invalid(at + ".provider", "unknown");
        }
        String host = row.getEndpointHost().toLowerCase(Locale.ROOT);
        if (!host.isEmpty() && !HOST.matcher(host).matches()) {
            throw AssayException.invalid(at + ".endpoint_host", "must be a host, or *. and the end of one");
        }
        String model = row.getModelId();
        int star = model.indexOf('*');
        if (model.isEmpty() || model.length() > MAX_MODEL_ID || star >= 0 && star < model.length() - 1) {
            throw AssayException.invalid(at + ".model_id", "must be a model id, or the beginning of one and *");
        }
        if (row.getSource().length() > MAX_SOURCE) {
            throw AssayException.invalid(at + ".source", "longer than " + MAX_SOURCE + " characters");
        }
        if (row.hasValidFrom() && !Timestamps.isValid(row.getValidFrom())) {
            throw AssayException.invalid(at + ".valid_from", "not a time");
        }
        check(row.getPrices(), at + ".prices");
        return row.toBuilder().setEndpointHost(host).build();
    }

    /**
     * Checks prices of one model.
     *
     * @param at the field that holds them, for errors
     * @throws AssayException INVALID_REQUEST naming the field at fault
     */
    public static void check(Prices prices, String at) {
        if (!prices.getCurrencyCode().matches("[A-Z]{3}")) {
            throw AssayException.invalid(at + ".currency_code", "must be an ISO 4217 code such as USD");
        }
        price(at, "input_per_million", prices.getInputPerMillion(), true);
        price(at, "output_per_million", prices.getOutputPerMillion(), true);
        price(at, "cached_input_per_million", prices.getCachedInputPerMillion(), false);
        price(at, "cache_write_per_million", prices.getCacheWritePerMillion(), false);
        price(at, "reasoning_per_million", prices.getReasoningPerMillion(), false);
    }

    private static void price(String at, String name, String price, boolean required) {
        if (price.isEmpty() && required) {
            throw AssayException.invalid(at + "." + name, "required where there are prices");
        }
        if (!price.isEmpty() && !PRICE.matcher(price).matches()) {
            throw AssayException.invalid(at + "." + name, "must be a decimal number such as 0.15");
        }
    }
}
