package dev.assay.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.cli.render.Numbers.Style;
import dev.assay.type.v1.Estimate;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Numbers as people read them, whatever the locale (P2). */
class NumbersTest {

    @Test
    void showsEstimatesWithTheirIntervals() {
        Estimate share = Estimate.newBuilder()
                .setValue(0.585)
                .setLower(0.5158)
                .setUpper(0.6511)
                .build();
        assertThat(Numbers.estimate(share, Style.SHARE, "")).isEqualTo("58.5% [51.6, 65.1]");
        assertThat(Numbers.estimate(Estimate.newBuilder().setValue(1.23456).build(), Style.SECONDS, ""))
                .isEqualTo("1.23 s");
        assertThat(Numbers.estimate(Estimate.newBuilder().setValue(0.00123456).build(), Style.PLAIN, "USD"))
                .isEqualTo("0.001235 USD");
        assertThat(Numbers.estimate(
                        Estimate.newBuilder().setUndefinedReason("no scores").build(), Style.SHARE, ""))
                .isEqualTo("— (no scores)");
    }

    @Test
    void showsDifferencesWithTheirSign() {
        Estimate down = Estimate.newBuilder()
                .setValue(-0.1)
                .setLower(-0.2)
                .setUpper(0.0001)
                .build();
        assertThat(Numbers.difference(down, Style.SHARE, "")).isEqualTo("−10.0 points [−20.0, +0.0]");
        assertThat(Numbers.difference(Estimate.newBuilder().setValue(1234567).build(), Style.PLAIN, ""))
                .isEqualTo("+1235000");
    }

    @Test
    void doesNotAskTheLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Numbers.value(0.5, Style.SHARE, "")).isEqualTo("50.0%");
            assertThat(Numbers.bytes(1_234_567)).isEqualTo("1.2 MB");
            assertThat(Numbers.count(1_234_567)).isEqualTo("1\u202f234\u202f567");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void doesNotRoundASmallPToNothing() {
        assertThat(Numbers.p(0.041389)).isEqualTo("p = 0.041");
        assertThat(Numbers.p(1e-9)).isEqualTo("p < 0.0001");
    }

    @Test
    void textFromElsewhereStaysOnItsLine() {
        assertThat(Texts.oneLine("a\n\u001b[31mb\u202e", 20)).isEqualTo("a  [31mb ");
        assertThat(Texts.oneLine("🙂🙂🙂🙂", 3)).isEqualTo("🙂🙂…");
        assertThat(Bar.of(0.5, 4)).isEqualTo("██ ·");
        assertThat(Bar.of(7, 4)).isEqualTo("████");
    }
}
