package dev.assay.suite.yaml;

import dev.assay.suite.yaml.YamlNode.ScalarKind;
import java.util.Set;

/** What a scalar without quotes means by the core schema of YAML 1.2: {@code no} and {@code 12:30} are texts. */
final class ScalarKinds {

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> BOOLEANS = Set.of("true", "True", "TRUE", "false", "False", "FALSE");

    private ScalarKinds() {}

    static ScalarKind of(String text) {
        if (NULLS.contains(text)) {
            return ScalarKind.NULL;
        }
        if (BOOLEANS.contains(text)) {
            return ScalarKind.BOOLEAN;
        }
        return isNumber(text) && Double.isFinite(Double.parseDouble(text)) ? ScalarKind.NUMBER : ScalarKind.TEXT;
    }

    private static boolean isNumber(String text) {
        int i = 0;
        int end = text.length();
        if (i < end && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int start = i;
        i = digits(text, i);
        int whole = i - start;
        int fraction = 0;
        if (i < end && text.charAt(i) == '.') {
            int from = ++i;
            i = digits(text, i);
            fraction = i - from;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (i < end && (text.charAt(i) == 'e' || text.charAt(i) == 'E')) {
            i++;
            if (i < end && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
                i++;
            }
            int from = i;
            i = digits(text, i);
            if (i == from) {
                return false;
            }
        }
        return i == end;
    }

    private static int digits(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
