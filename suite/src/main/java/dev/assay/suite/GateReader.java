package dev.assay.suite;

import dev.assay.suite.GateSpec.Common;
import dev.assay.suite.GateSpec.Improvement;
import dev.assay.suite.GateSpec.NonInferiority;
import dev.assay.suite.GateSpec.Ratio;
import dev.assay.suite.GateSpec.Side;
import dev.assay.suite.GateSpec.Threshold;
import dev.assay.suite.yaml.YamlNode.Scalar;
import dev.assay.suite.yaml.YamlNode.ScalarKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code gates}. */
final class GateReader {

    private static final int MAX_GATES = 100;
    private static final double DEFAULT_COVERAGE = 0.99;
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,6}(\\.[0-9]{1,12})?)%");
    private static final List<String> CRITERIA =
            List.of("at_least", "at_most", "improves_by", "regresses_by_at_most", "ratio_to_baseline_at_most");

    private final Set<String> metrics;
    private final Set<String> slices;
    private final boolean hasBaseline;
    private final List<String> names = new ArrayList<>();

    /** What a {@code by} can name. */
    private enum By {
        CATEGORY
    }

    GateReader(Set<String> metrics, Set<String> slices, boolean hasBaseline) {
        this.metrics = metrics;
        this.slices = slices;
        this.hasBaseline = hasBaseline;
    }

    List<GateSpec> read(Field field) {
        List<GateSpec> result = new ArrayList<>();
        List<Field> items = field.items(MAX_GATES);
        if (field.isEmptyCollection()) {
            field.error("names no gate; without one there is nothing to decide");
        }
        for (Field item : items) {
            item.section().flatMap(this::gate).ifPresent(result::add);
        }
        return result;
    }

    private Optional<GateSpec> gate(Section section) {
        Common common = new Common(
                name(section),
                section.required("metric").flatMap(this::metric).orElse(""),
                section.field("slice").flatMap(this::slice),
                section.field("min_coverage")
                        .flatMap(field -> field.number(0, 1))
                        .orElse(DEFAULT_COVERAGE),
                section.field("exact").flatMap(Field::truth).orElse(false));
        List<String> given = CRITERIA.stream().filter(section::has).toList();
        if (given.size() != 1) {
            section.error(
                    given.isEmpty()
                            ? "has no criterion; give one of " + String.join(", ", CRITERIA)
                            : "has several criteria (" + String.join(", ", given) + "); make a gate of each");
        }
        if (!given.contains("regresses_by_at_most")) {
            section.refuse("by", "has a meaning only with \"regresses_by_at_most\"");
        }
        List<GateSpec> gates = new ArrayList<>();
        for (String criterion : CRITERIA) {
            section.field(criterion)
                    .flatMap(field -> criterion(criterion, field, common, section))
                    .ifPresent(gates::add);
        }
        section.end();
        return gates.size() == 1 ? Optional.of(gates.getFirst()) : Optional.empty();
    }

    private Optional<GateSpec> criterion(String criterion, Field field, Common common, Section section) {
        Optional<GateSpec> gate = switch (criterion) {
            case "at_least" -> threshold(field, common, Side.AT_LEAST);
            case "at_most" -> threshold(field, common, Side.AT_MOST);
            case "improves_by" -> improvement(field, common);
            case "regresses_by_at_most" -> nonInferiority(field, common, section);
            default -> field.number(1e-9, Double.MAX_VALUE).map(limit -> new Ratio(common, limit));
        };
        if (!hasBaseline && !criterion.startsWith("at_")) {
            field.problems()
                    .error(
                            field.keyAt(),
                            field.path(),
                            "compares with the baseline, but the suite has no \"baseline\"");
        }
        boolean difference = criterion.equals("improves_by") || criterion.equals("regresses_by_at_most");
        if (difference
                && BuiltInMetric.of(common.metric())
                        .filter(metric -> !metric.isMean())
                        .isPresent()) {
            field.problems()
                    .error(
                            field.keyAt(),
                            field.path(),
                            common.metric()
                                    + " has no difference example by example; use \"ratio_to_baseline_at_most\"");
        }
        return gate;
    }

    private static Optional<GateSpec> threshold(Field field, Common common, Side side) {
        return field.number(-Double.MAX_VALUE, Double.MAX_VALUE).map(value -> new Threshold(common, side, value));
    }

    private static Optional<GateSpec> nonInferiority(Field field, Common common, Section section) {
        boolean byCategory =
                section.field("by").flatMap(by -> by.choice(By.class)).isPresent();
        return field.number(0, Double.MAX_VALUE).map(margin -> new NonInferiority(common, margin, byCategory));
    }

    private static Optional<GateSpec> improvement(Field field, Common common) {
        if (field.node() instanceof Scalar scalar && scalar.type() == ScalarKind.TEXT) {
            Matcher matcher = PERCENT.matcher(scalar.text());
            if (!matcher.matches()) {
                field.error("a number or a percentage of the baseline's value such as 5% is expected");
                return Optional.empty();
            }
            double share =
                    new java.math.BigDecimal(matcher.group(1)).movePointLeft(2).doubleValue();
            return Optional.of(new Improvement(common, share, true));
        }
        return field.number(0, Double.MAX_VALUE).map(value -> new Improvement(common, value, false));
    }

    private String name(Section section) {
        Optional<Field> field = section.required("name");
        Optional<String> name = field.flatMap(text -> text.text(200));
        if (name.isPresent() && names.contains(name.get())) {
            field.get().error("another gate is named \"" + name.get() + "\" too");
        }
        name.ifPresent(names::add);
        return name.orElse("");
    }

    private Optional<String> metric(Field field) {
        Optional<String> name = field.text(200);
        if (name.isPresent() && !metrics.contains(name.get())) {
            field.error("unknown metric \"" + name.get() + "\"" + Suggestions.of(name.get(), metrics));
        }
        return name;
    }

    private Optional<String> slice(Field field) {
        Optional<String> name = field.text(200);
        if (name.isPresent() && !slices.contains(name.get())) {
            field.error("unknown slice \"" + name.get() + "\"" + Suggestions.of(name.get(), slices));
        }
        return name;
    }
}
