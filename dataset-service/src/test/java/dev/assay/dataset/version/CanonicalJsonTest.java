package dev.assay.dataset.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The canonical form does not depend on the machine (D3): RFC 8785. */
class CanonicalJsonTest {

    private static String number(double value) {
        CanonicalJson json = new CanonicalJson();
        json.number(value);
        return json.toString();
    }

    /** The samples of RFC 8785, appendix B, and some more. */
    @Test
    void numbersArePrintedAsEcmaScriptDoes() {
        assertThat(number(Double.longBitsToDouble(0x0000000000000000L))).isEqualTo("0");
        assertThat(number(Double.longBitsToDouble(0x8000000000000000L))).isEqualTo("0");
        assertThat(number(Double.longBitsToDouble(0x0000000000000001L))).isEqualTo("5e-324");
        assertThat(number(Double.longBitsToDouble(0x8000000000000001L))).isEqualTo("-5e-324");
        assertThat(number(Double.longBitsToDouble(0x7fefffffffffffffL))).isEqualTo("1.7976931348623157e+308");
        assertThat(number(Double.longBitsToDouble(0x4340000000000000L))).isEqualTo("9007199254740992");
        assertThat(number(Double.longBitsToDouble(0xc340000000000000L))).isEqualTo("-9007199254740992");
        assertThat(number(Double.longBitsToDouble(0x4430000000000000L))).isEqualTo("295147905179352830000");
        assertThat(number(Double.longBitsToDouble(0x44b52d02c7e14af5L))).isEqualTo("9.999999999999997e+22");
        assertThat(number(Double.longBitsToDouble(0x44b52d02c7e14af6L))).isEqualTo("1e+23");
        assertThat(number(Double.longBitsToDouble(0x44b52d02c7e14af7L))).isEqualTo("1.0000000000000001e+23");
        assertThat(number(Double.longBitsToDouble(0x444b1ae4d6e2ef4eL))).isEqualTo("999999999999999700000");
        assertThat(number(Double.longBitsToDouble(0x444b1ae4d6e2ef50L))).isEqualTo("1e+21");
        assertThat(number(Double.longBitsToDouble(0x3eb0c6f7a0b5ed8cL))).isEqualTo("9.999999999999997e-7");
        assertThat(number(Double.longBitsToDouble(0x3eb0c6f7a0b5ed8dL))).isEqualTo("0.000001");
        assertThat(number(Double.longBitsToDouble(0x41b3de4355555553L))).isEqualTo("333333333.3333332");
        assertThat(number(Double.longBitsToDouble(0xbecbf647612f3696L))).isEqualTo("-0.0000033333333333333333");
        assertThat(number(2e23)).isEqualTo("2e+23");
        assertThat(number(0.1)).isEqualTo("0.1");
        assertThat(number(100)).isEqualTo("100");
        assertThat(number(-1.5)).isEqualTo("-1.5");
    }

    @Test
    void numbersReadBackAsThemselves() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(number(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void textsEscapeNoMoreThanTheyMust() {
        CanonicalJson json = new CanonicalJson();
        json.string("\u20ac$\u000F\nA'B\"\\\\\"/\u007f\b\t\f\r\u0000 𝄞");
        assertThat(json).hasToString("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\u007f\\b\\t\\f\\r\\u0000 𝄞\"");
    }
}
