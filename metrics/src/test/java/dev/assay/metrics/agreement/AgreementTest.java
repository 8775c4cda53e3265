package dev.assay.metrics.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.metrics.MetricException;
import dev.assay.metrics.agreement.Krippendorff.Level;
import dev.assay.metrics.agreement.TwoRaters.Weights;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** S5, S14: agreement of raters, golden values and invariances. */
class AgreementTest {

    @Test
    void goldenKappa() {
        assertThat(new TwoRaters(new long[][] {{20, 5}, {10, 15}}).cohenKappa(Weights.NONE))
                .isCloseTo(0.4, within(1e-12));
    }

    @Property
    void kappaDoesNotKnowWhoIsFirst(@ForAll @Size(9) List<@IntRange(max = 9) Integer> counts) {
        long[][] table = new long[3][3];
        long[][] turned = new long[3][3];
        for (int i = 0; i < 9; i++) {
            table[i / 3][i % 3] = counts.get(i);
            turned[i % 3][i / 3] = counts.get(i);
        }
        Assume.that(counts.stream().filter(count -> count > 0).count() > 2);
        TwoRaters one = new TwoRaters(table);
        TwoRaters other = new TwoRaters(turned);
        for (Weights weights : Weights.values()) {
            assertThat(one.cohenKappa(weights)).isCloseTo(other.cohenKappa(weights), within(1e-12));
            assertThat(one.cohenKappa(weights)).isLessThanOrEqualTo(1 + 1e-12);
        }
        assertThat(one.gwetAc1()).isBetween(-1 - 1e-12, 1 + 1e-12);
        assertThat(one.kappaStandardError()).isCloseTo(other.kappaStandardError(), within(1e-12));
    }

    @Property
    void fleissOfTwoRatersIsScottsPi(
            @ForAll @Size(12) List<@IntRange(max = 2) Integer> first,
            @ForAll @Size(12) List<@IntRange(max = 2) Integer> second) {
        Assume.that(java.util.stream.Stream.concat(first.stream(), second.stream())
                        .distinct()
                        .count()
                > 1);
        long[][] pairs = new long[3][3];
        long[][] items = new long[12][3];
        for (int i = 0; i < 12; i++) {
            pairs[first.get(i)][second.get(i)]++;
            items[i][first.get(i)]++;
            items[i][second.get(i)]++;
        }
        assertThat(new Fleiss(items).kappa()).isCloseTo(new TwoRaters(pairs).scottPi(), within(1e-12));
        assertThat(new Fleiss(items).gwetAc1()).isCloseTo(new TwoRaters(pairs).gwetAc1(), within(1e-12));
    }

    @Property
    void alphaKnowsNeitherTheOrderOfRatersNorOfItems(@ForAll @Size(18) List<@IntRange(max = 4) Integer> given) {
        double[][] ratings = new double[3][6];
        double[][] turned = new double[3][6];
        double[][] renamed = new double[3][6];
        for (int i = 0; i < 18; i++) {
            double rating = given.get(i) == 4 ? Double.NaN : given.get(i);
            ratings[i / 6][i % 6] = rating;
            turned[2 - i / 6][5 - i % 6] = rating;
            renamed[i / 6][i % 6] = 7 - 2 * rating;
        }
        Krippendorff alpha = new Krippendorff(ratings);
        Assume.that(alpha.pairableRatings() > 0
                && given.stream().filter(r -> r < 4).distinct().count() > 1);
        try {
            alpha.alpha(Level.NOMINAL);
        } catch (MetricException e) {
            Assume.that(false);
        }
        for (Level level : Level.values()) {
            assertThat(alpha.alpha(level)).isLessThanOrEqualTo(1 + 1e-12);
            assertThat(new Krippendorff(turned).alpha(level)).isCloseTo(alpha.alpha(level), within(1e-9));
        }
        assertThat(new Krippendorff(renamed).alpha(Level.NOMINAL)).isCloseTo(alpha.alpha(Level.NOMINAL), within(1e-9));
        assertThat(new Krippendorff(renamed).alpha(Level.ORDINAL)).isCloseTo(alpha.alpha(Level.ORDINAL), within(1e-9));
        assertThat(new Krippendorff(renamed).alpha(Level.INTERVAL))
                .isCloseTo(alpha.alpha(Level.INTERVAL), within(1e-9));
    }

    @Test
    void whatIsZeroOverZeroIsUndefined() {
        TwoRaters constant = new TwoRaters(new long[][] {{5, 0}, {0, 0}});
        assertThatThrownBy(() -> constant.cohenKappa(Weights.NONE)).isInstanceOf(MetricException.class);
        assertThatThrownBy(constant::scottPi).isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new Krippendorff(new double[][] {{1, 1}, {1, 1}}).alpha(Level.NOMINAL))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new Krippendorff(new double[0][]).alpha(Level.NOMINAL))
                .isInstanceOf(MetricException.class);
        assertThatThrownBy(() -> new Fleiss(new long[][] {{2, 1}, {1, 1}})).hasMessageContaining("row 1");
        assertThatThrownBy(() -> new IntraclassCorrelation(new double[][] {{1, 1}, {1, 1}}).consistency())
                .isInstanceOf(MetricException.class);
    }
}
