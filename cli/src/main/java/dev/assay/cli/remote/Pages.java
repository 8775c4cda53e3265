package dev.assay.cli.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Follows the pages of a list up to a limit. */
final class Pages {

    private static final int SIZE = 500;

    private Pages() {}

    /** What is asked of a page. */
    record Ask(int size, String token) {}

    /** What a page holds. */
    record Page<T>(List<T> items, String next) {}

    static <T> List<T> collect(int limit, Function<Ask, Page<T>> ask) {
        List<T> items = new ArrayList<>();
        String token = "";
        do {
            Page<T> page = ask.apply(new Ask(Math.min(SIZE, limit - items.size()), token));
            items.addAll(page.items());
            token = page.next();
        } while (!token.isEmpty() && items.size() < limit);
        return items.size() > limit ? items.subList(0, limit) : items;
    }
}
