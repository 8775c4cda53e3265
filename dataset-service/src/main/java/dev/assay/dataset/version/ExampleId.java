package dev.assay.dataset.version;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Id of an example in a version: what it says, and which of those it is that say the same.
 *
 * @param digest the first 16 bytes of the SHA-256 of its canonical form
 * @param repetition 1 for the first of the examples that are equal, then upwards in the order of the version
 */
public record ExampleId(byte[] digest, int repetition) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{32})(?:-([1-9][0-9]{0,8}))?");

    /** Reads what {@link #toString()} wrote; empty for any other text. */
    public static Optional<ExampleId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || "1".equals(matcher.group(2))) {
            return Optional.empty();
        }
        int repetition = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
        return Optional.of(new ExampleId(HexFormat.of().parseHex(matcher.group(1)), repetition));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExampleId id && repetition == id.repetition && Arrays.equals(digest, id.digest);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(digest) + repetition;
    }

    /** 32 hex digits, and from the second repetition on a dash and its number. */
    @Override
    public String toString() {
        String hex = HexFormat.of().formatHex(digest);
        return repetition == 1 ? hex : hex + "-" + repetition;
    }
}
