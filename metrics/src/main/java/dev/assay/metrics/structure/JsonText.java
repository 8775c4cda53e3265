package dev.assay.metrics.structure;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * A strict reader of JSON texts (RFC 8259), which says where and why a text is none.
 *
 * <p>Refused are: an empty text, anything but white space after the value, comments, single quotes, trailing commas, leading zeros,
 * {@code NaN} and infinities, raw control characters, a byte order mark. RFC 8259 leaves some choices to the reader; these are ours:
 *
 * <ul>
 *   <li>a name that occurs twice in one object is refused, because readers disagree on which value counts;
 *   <li>more than {@value #MAXIMUM_DEPTH} nested arrays and objects are refused;
 *   <li>numbers of more than {@value #MAXIMUM_DIGITS} characters, or of a magnitude outside 10<sup>±{@value #MAXIMUM_EXPONENT}</sup>,
 *       are refused; within these limits numbers are exact decimals;
 *   <li>an escaped surrogate without its partner is accepted, as the grammar has it.
 * </ul>
 */
public final class JsonText {

    /** Deepest nesting of arrays and objects. */
    public static final int MAXIMUM_DEPTH = 500;

    /** Longest number, in characters. */
    public static final int MAXIMUM_DIGITS = 1000;

    /** Largest power of ten, in either direction. */
    public static final int MAXIMUM_EXPONENT = 10_000;

    private static final ObjectReader READER = reader();

    private JsonText() {}

    /** What reading a text gave. */
    public sealed interface Reading {}

    /** The text is JSON; this is its value. */
    public record Parsed(JsonNode value) implements Reading {}

    /**
     * The text is not JSON.
     *
     * @param reason one line for people
     * @param line counted from 1; 0 when unknown
     * @param column in UTF-16 units from 1; 0 when unknown
     */
    public record Malformed(String reason, int line, int column) implements Reading {

        @Override
        public String toString() {
            return line == 0 ? reason : "line " + line + ", column " + column + ": " + reason;
        }
    }

    /** Reads one JSON text. Takes time linear in its length. */
    public static Reading read(String text) {
        try {
            JsonNode value = READER.readTree(text);
            if (value.isMissingNode()) {
                return new Malformed("the text is empty", 1, 1);
            }
            Optional<String> excess = JsonLimits.excess(value);
            return excess.isPresent() ? new Malformed(excess.get(), 0, 0) : new Parsed(value);
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            return where == null
                    ? new Malformed(oneLine(e.getOriginalMessage()), 0, 0)
                    : new Malformed(oneLine(e.getOriginalMessage()), where.getLineNr(), where.getColumnNr());
        }
    }

    /** Whether {@code text} is JSON by the rules above. */
    public static boolean isValid(String text) {
        return read(text) instanceof Parsed;
    }

    private static String oneLine(String message) {
        String line = message.lines().findFirst().orElse("not JSON");
        return line.length() <= 200 ? line : line.substring(0, line.offsetByCodePoints(0, 150)) + "…";
    }

    private static ObjectReader reader() {
        JsonFactory factory = new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAXIMUM_DEPTH)
                        .maxNumberLength(MAXIMUM_DIGITS)
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build()
                .reader();
    }
}
