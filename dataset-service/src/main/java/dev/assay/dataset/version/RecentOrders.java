package dev.assay.dataset.version;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The seeded orders that were asked for last: whoever reads one in stretches, as runs do, would otherwise have it made anew for each stretch.
 * Versions are immutable, so an order stays right. Holds orders of so many examples together, eight bytes each; larger ones are not kept.
 */
final class RecentOrders {

    private static final int MOST_EXAMPLES = 4_000_000;

    /** Which order. */
    record Key(long version, Slice slice, long seed) {}

    /** Makes an order. */
    @FunctionalInterface
    interface Maker {
        ExampleRepository.Places make() throws SQLException;
    }

    private final Map<Key, ExampleRepository.Places> orders = new LinkedHashMap<>(16, 0.75f, true);
    private int examples;

    /** The order, made by {@code maker} when it is not there. Two may make the same at the same time. */
    ExampleRepository.Places get(Key key, Maker maker) throws SQLException {
        ExampleRepository.Places known = find(key);
        if (known != null) {
            return known;
        }
        ExampleRepository.Places made = maker.make();
        keep(key, made);
        return made;
    }

    private synchronized ExampleRepository.@Nullable Places find(Key key) {
        return orders.get(key);
    }

    private synchronized void keep(Key key, ExampleRepository.Places order) {
        int size = order.ordinals().length;
        if (size > MOST_EXAMPLES || orders.putIfAbsent(key, order) != null) {
            return;
        }
        examples += size;
        var eldest = orders.entrySet().iterator();
        while (examples > MOST_EXAMPLES) {
            examples -= eldest.next().getValue().ordinals().length;
            eldest.remove();
        }
    }
}
