package dev.assay.dataset.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Reads a line as a JSON object: strict JSON in strict UTF-8, no key twice, numbers as they are written, bounded depth. */
final class JsonRows {

    private final ObjectReader reader;

    /** @param maxBytes most bytes of a row, and so of a text in it */
    JsonRows(int maxBytes) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(200)
                        .maxStringLength(maxBytes)
                        .maxNumberLength(1_000)
                        .build())
                .build();
        this.reader = JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build()
                .reader();
    }

    /** The object in {@code bytes[start, start + length)}. */
    ObjectNode read(byte[] bytes, int start, int length) throws BadRowException {
        checkUtf8(bytes, start, length);
        JsonNode node;
        try {
            node = reader.readTree(bytes, start, length);
        } catch (StreamConstraintsException e) {
            throw new BadRowException("", "beyond a limit: " + e.getOriginalMessage());
        } catch (JsonParseException e) {
            throw new BadRowException("", "not JSON: " + place(e) + oneLine(e));
        } catch (MismatchedInputException e) {
            throw new BadRowException("", oneLine(e));
        } catch (JsonProcessingException e) {
            throw new BadRowException("", "not JSON: " + place(e) + oneLine(e));
        } catch (IOException e) {
            // Bytes in memory cannot fail otherwise.
            throw new BadRowException("", "not JSON");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new BadRowException("", "a JSON object is needed, this is " + Values.kind(node));
    }

    private static void checkUtf8(byte[] bytes, int start, int length) throws BadRowException {
        for (int i = start; i < Math.min(start + 4, start + length); i++) {
            if (bytes[i] == 0) {
                throw new BadRowException("", "holds a zero byte; the file must be UTF-8, not UTF-16 or UTF-32");
            }
        }
        if (!UnsafeByteOperations.unsafeWrap(bytes, start, length).isValidUtf8()) {
            ByteBuffer input = ByteBuffer.wrap(bytes, start, length);
            CharBuffer output = CharBuffer.allocate(length);
            CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(input, output, true);
            throw new BadRowException(
                    "",
                    "not UTF-8 at byte " + (input.position() - start + 1) + " of the line (" + result.length()
                            + (result.length() == 1 ? " byte)" : " bytes)"));
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : "at byte " + (e.getLocation().getByteOffset() + 1) + " of the line: ";
    }

    private static String oneLine(JsonProcessingException e) {
        String message =
                String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
        return message.length() <= 300 ? message : message.substring(0, 300) + "…";
    }
}
