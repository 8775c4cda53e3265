package dev.assay.runner.price;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PriceRow;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which row of a price table counts for a model. */
final class PriceMatch {

    /** More specific last; of rows alike, the one valid from the latest time. */
    private static final Comparator<PriceRow> BY_WEIGHT = Comparator.comparing(
                    (PriceRow row) -> !row.getModelId().endsWith("*"))
            .thenComparing(row -> row.getModelId().length())
            .thenComparing(row ->
                    !row.getEndpointHost().isEmpty() && !row.getEndpointHost().startsWith("*"))
            .thenComparing(row -> row.getEndpointHost().length())
            .thenComparing(row -> row.getProvider() != Model.Provider.PROVIDER_UNSPECIFIED)
            .thenComparing(PriceRow::getValidFrom, Timestamps.comparator());

    private PriceMatch() {}

    /** The row that counts for {@code model} at {@code time}; empty when none fits. */
    static Optional<PriceRow> of(List<PriceRow> rows, Model model, Timestamp time) {
        String id = model.getModelId().isEmpty()
                ? model.getName().substring(model.getName().lastIndexOf('/') + 1)
                : model.getModelId();
        String host = host(model.getEndpoint());
        return rows.stream()
                .filter(row -> row.getProvider() == Model.Provider.PROVIDER_UNSPECIFIED
                        || row.getProvider() == model.getProvider())
                .filter(row -> fits(row.getModelId(), id))
                .filter(row -> hostFits(row.getEndpointHost(), host))
                .filter(row -> !row.hasValidFrom() || Timestamps.compare(row.getValidFrom(), time) <= 0)
                .max(BY_WEIGHT);
    }

    private static boolean fits(String pattern, String id) {
        return pattern.endsWith("*") ? id.startsWith(pattern.substring(0, pattern.length() - 1)) : pattern.equals(id);
    }

    private static boolean hostFits(String pattern, String host) {
        return pattern.isEmpty()
                || (pattern.startsWith("*") ? host.endsWith(pattern.substring(1)) : pattern.equals(host));
    }

    private static String host(String endpoint) {
        String host = endpoint.isEmpty() ? null : URI.create(endpoint).getHost();
        return host == null ? "" : host.toLowerCase(Locale.ROOT);
    }
}
