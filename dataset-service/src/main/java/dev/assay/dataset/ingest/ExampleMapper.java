package dev.assay.dataset.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.RecordedAnswer;
import dev.assay.type.v1.MessageList;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes an example of a row by a mapping. What is not mapped does not get in. */
final class ExampleMapper {

    private static final int MAX_NAME = 200;
    private static final int MAX_TAGS = 100;

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final Mapping mapping;

    ExampleMapper(Mapping mapping) {
        this.mapping = mapping;
    }

    Example map(JsonNode row) throws BadRowException {
        Example.Builder example = Example.newBuilder();
        input(example, row);
        if (mapping.expected.isPresent()) {
            Mapping.Column column = mapping.expected.get();
            Targets.target(column.toString(), column.required(row), mapping.expectedType)
                    .ifPresent(example::setTarget);
        }
        if (mapping.category.isPresent()) {
            example.setCategory(name(mapping.category.get(), row));
        }
        if (mapping.cluster.isPresent()) {
            example.setCluster(name(mapping.cluster.get(), row));
        }
        if (mapping.tags.isPresent()) {
            tags(example, mapping.tags.get(), row);
        }
        for (Map.Entry<String, Mapping.Column> group : mapping.groups.entrySet()) {
            String value = name(group.getValue(), row);
            if (!value.isEmpty()) {
                example.putGroups(group.getKey(), value);
            }
        }
        if (mapping.timestamp.isPresent()) {
            timestamp(example, mapping.timestamp.get(), row);
        }
        if (mapping.weight.isPresent()) {
            weight(example, mapping.weight.get(), row);
        }
        metadata(example, row);
        for (Map.Entry<String, Mapping.Column> answer : mapping.recordedAnswers.entrySet()) {
            recordedAnswer(example, answer.getKey(), answer.getValue(), row);
        }
        return example.build();
    }

    private void input(Example.Builder example, JsonNode row) throws BadRowException {
        if (mapping.input.isEmpty()) {
            Struct.Builder variables = Struct.newBuilder();
            for (Map.Entry<String, Mapping.Column> variable : mapping.variables.entrySet()) {
                Mapping.Column column = variable.getValue();
                variables.putFields(variable.getKey(), Values.value(column.toString(), column.required(row)));
            }
            example.setVariables(variables);
            return;
        }
        Mapping.Column column = mapping.input.get();
        JsonNode node = column.required(row);
        if (node.isArray()) {
            example.setMessages(
                    MessageList.newBuilder().addAllMessages(ChatMessages.messages(column.toString(), node)));
        } else if (node.isTextual()) {
            example.setText(Values.text(column.toString(), node));
        } else {
            throw new BadRowException(
                    column.toString(), "a text or a list of messages is needed, this is " + Values.kind(node));
        }
    }

    private static void tags(Example.Builder example, Mapping.Column column, JsonNode row) throws BadRowException {
        JsonNode node = column.in(row);
        if (node == null) {
            return;
        }
        TreeSet<String> tags = new TreeSet<>();
        if (node.isArray()) {
            for (JsonNode tag : node) {
                tags.add(Values.name(column.toString(), tag, MAX_NAME).strip());
            }
        } else {
            for (String tag : Values.text(column.toString(), node).split(",", -1)) {
                tags.add(Values.name(column.toString(), tag.strip(), MAX_NAME));
            }
        }
        tags.remove("");
        if (tags.size() > MAX_TAGS) {
            throw new BadRowException(column.toString(), "more than " + MAX_TAGS + " tags");
        }
        example.addAllTags(tags);
    }

    private static void timestamp(Example.Builder example, Mapping.Column column, JsonNode row) throws BadRowException {
        JsonNode node = column.in(row);
        if (node == null) {
            return;
        }
        Instant time;
        try {
            if (node.isNumber()) {
                BigDecimal seconds = node.decimalValue().setScale(9, RoundingMode.HALF_EVEN);
                time = Instant.EPOCH
                        .plusSeconds(seconds.toBigInteger().longValueExact())
                        .plusNanos(seconds.remainder(BigDecimal.ONE)
                                .movePointRight(9)
                                .longValueExact());
            } else {
                time = OffsetDateTime.parse(Values.text(column.toString(), node))
                        .toInstant();
            }
        } catch (DateTimeException | ArithmeticException e) {
            throw new BadRowException(
                    column.toString(),
                    "an RFC 3339 time such as 2026-01-31T12:00:00Z or seconds since 1970 are needed, this is "
                            + node.asText());
        }
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new BadRowException(column.toString(), "outside the years 1 to 9999");
        }
        example.setTimestamp(
                Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()));
    }

    private static void weight(Example.Builder example, Mapping.Column column, JsonNode row) throws BadRowException {
        JsonNode node = column.in(row);
        if (node != null) {
            double weight = Values.number(column.toString(), node);
            if (weight <= 0) {
                throw new BadRowException(column.toString(), "a weight must be above 0");
            }
            example.setWeight(weight);
        }
    }

    private void metadata(Example.Builder example, JsonNode row) throws BadRowException {
        Struct.Builder metadata = Struct.newBuilder();
        for (Map.Entry<String, Mapping.Column> entry : mapping.metadata.entrySet()) {
            JsonNode node = entry.getValue().in(row);
            if (node != null) {
                Value value = Values.value(entry.getValue().toString(), node);
                metadata.putFields(entry.getKey(), value);
            }
        }
        if (metadata.getFieldsCount() > 0) {
            example.setMetadata(metadata);
        }
    }

    private static void recordedAnswer(Example.Builder example, String name, Mapping.Column column, JsonNode row)
            throws BadRowException {
        if (!column.path().hasStar()) {
            putAnswer(example, column, name, column.in(row));
            return;
        }
        JsonNode answers = Mapping.starred(column, row);
        if (answers != null) {
            ColumnPath rest = column.path().afterStar();
            for (Map.Entry<String, JsonNode> answer : answers.properties()) {
                putAnswer(example, column, answer.getKey(), rest.in(answer.getValue()));
            }
        }
    }

    private static void putAnswer(Example.Builder example, Mapping.Column column, String name, @Nullable JsonNode node)
            throws BadRowException {
        if (node == null || node.isNull()) {
            return;
        }
        String checked = Values.name(column.toString(), Values.checked(column.toString(), name), MAX_NAME);
        if (checked.isEmpty()) {
            throw new BadRowException(column.toString(), "an answer without a name");
        }
        example.putRecordedAnswers(
                checked,
                RecordedAnswer.newBuilder()
                        .setText(Values.text(column.toString(), node))
                        .build());
    }

    private static String name(Mapping.Column column, JsonNode row) throws BadRowException {
        JsonNode node = column.in(row);
        return node == null ? "" : Values.name(column.toString(), node, MAX_NAME);
    }
}
