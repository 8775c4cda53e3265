package dev.assay.dataset.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.assay.dataset.ingest.BadRow;
import dev.assay.dataset.ingest.ImportResult;
import dev.assay.dataset.v1.DatasetVersion;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.v1.ImportExamplesResponse;
import dev.assay.dataset.version.Slice;
import dev.assay.dataset.version.StoredExample;
import dev.assay.dataset.version.Version;

/** Versions and examples as messages. */
final class VersionMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VersionMessages() {}

    static DatasetVersion render(Version version) {
        return DatasetVersion.newBuilder()
                .setName(version.name())
                .setDigest("sha256:" + version.digest())
                .setState(DatasetVersion.State.READY)
                .setExampleCount(version.content().exampleCount())
                .putAllCategoryCounts(version.content().categoryCounts())
                .putAllRecordedAnswerCounts(version.content().recordedAnswerCounts())
                .setSizeBytes(version.content().sizeBytes())
                .setLineage(DatasetVersion.Lineage.newBuilder()
                        .setOperation(version.lineage().operation())
                        .addAllParents(version.lineage().parents())
                        .setParameters(parameters(version.lineage().parameters())))
                .setSkippedRowCount(version.lineage().skippedRowCount())
                .setCreateTime(DatasetMessages.timestamp(version.createTime()))
                .build();
    }

    static ImportExamplesResponse render(Version version, ImportResult result) {
        ImportExamplesResponse.Builder response = ImportExamplesResponse.newBuilder()
                .setVersion(render(version))
                .setCreated(result.created())
                .setRowCount(result.rowCount())
                .setBadRowCount(result.badRowCount());
        for (BadRow row : result.badRows()) {
            response.addBadRows(dev.assay.dataset.v1.BadRow.newBuilder()
                    .setLine(row.line())
                    .setColumn(row.column())
                    .setReason(row.reason()));
        }
        return response.build();
    }

    static Example render(Version version, StoredExample example) {
        return example.content().toBuilder()
                .setName(version.name() + "/examples/" + example.id())
                .setOrdinal(example.ordinal())
                .build();
    }

    static Slice slice(dev.assay.dataset.v1.Slice slice) {
        return new Slice(slice.getCategoriesList(), slice.getTagsList());
    }

    /** The settings of an operation are texts and numbers. */
    private static Struct parameters(String json) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            for (var entry : JSON.readTree(json).properties()) {
                JsonNode value = entry.getValue();
                struct.putFields(
                        entry.getKey(),
                        value.isNumber()
                                ? Value.newBuilder()
                                        .setNumberValue(value.doubleValue())
                                        .build()
                                : Value.newBuilder()
                                        .setStringValue(value.asText())
                                        .build());
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return struct.build();
    }
}
