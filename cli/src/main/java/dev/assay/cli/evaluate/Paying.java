package dev.assay.cli.evaluate;

import dev.assay.cli.base.CliException;
import dev.assay.runner.v1.Run.CacheMode;
import dev.assay.scoring.v1.Evaluation;
import dev.assay.type.v1.Cost;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the runs of an evaluation are paid, where the suite's own choice is not to hold.
 *
 * @param cache whether answers of earlier runs are taken
 * @param budget what all runs may cost together
 */
public record Paying(Optional<CacheMode> cache, Optional<Cost> budget) {

    /** As the suite says. */
    public static final Paying AS_THE_SUITE_SAYS = new Paying(Optional.empty(), Optional.empty());

    private static final Pattern MONEY = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,12})?) ?([A-Z]{3})");

    /**
     * What the options say.
     *
     * @param cache {@code off}, {@code read} or {@code read-write}
     * @param budget an amount with its currency, such as {@code 5USD}
     */
    public static Paying of(Optional<String> cache, Optional<String> budget) {
        return new Paying(cache.map(Paying::mode), budget.map(Paying::money));
    }

    private static CacheMode mode(String text) {
        return switch (text.toLowerCase(Locale.ROOT).replace('_', '-')) {
            case "off" -> CacheMode.OFF;
            case "read" -> CacheMode.READ;
            case "read-write" -> CacheMode.READ_WRITE;
            default -> throw CliException.usage("--cache: \"" + text + "\" is not one of off, read, read-write");
        };
    }

    private static Cost money(String text) {
        Matcher matcher = MONEY.matcher(text.strip());
        if (!matcher.matches()) {
            throw CliException.usage(
                    "--budget: \"" + text + "\" is not an amount with its currency such as 5USD or 2.50EUR");
        }
        return Cost.newBuilder()
                .setAmount(matcher.group(1))
                .setCurrencyCode(matcher.group(2))
                .build();
    }

    void onto(Evaluation.Builder evaluation) {
        cache.ifPresent(evaluation::setCache);
        budget.ifPresent(evaluation::setBudget);
    }
}
