package dev.assay.cli.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.assay.dataset.v1.ColumnMapping;
import dev.assay.dataset.v1.ImportSpecification;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.runner.v1.HttpTemplateStream;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.suite.Data;
import dev.assay.suite.Mapping;
import dev.assay.suite.ModelSpec;
import dev.assay.type.v1.Prices;

/** What a suite says, in the words of the contract. */
final class Requests {

    private Requests() {}

    static ImportSpecification importOf(Data data, String project, String source) {
        return ImportSpecification.newBuilder()
                .setDataset(project + "/datasets/" + data.dataset())
                .setFormat(
                        switch (data.format()) {
                            case JSONL -> ImportSpecification.Format.JSONL;
                        })
                .setMapping(mapping(data.mapping()))
                .setMaxBadRowShare(data.maxBadRowShare())
                .setSource(source)
                .build();
    }

    private static ColumnMapping mapping(Mapping mapping) {
        ColumnMapping.Builder builder = ColumnMapping.newBuilder()
                .putAllVariables(mapping.variables())
                .putAllGroups(mapping.groups())
                .putAllMetadata(mapping.metadata())
                .putAllRecordedAnswers(mapping.recordedAnswers())
                .setExpectedType(type(mapping.expectedType()));
        mapping.input().ifPresent(builder::setInput);
        mapping.expected().ifPresent(builder::setExpected);
        mapping.category().ifPresent(builder::setCategory);
        mapping.tags().ifPresent(builder::setTags);
        mapping.cluster().ifPresent(builder::setCluster);
        mapping.timestamp().ifPresent(builder::setTimestamp);
        mapping.weight().ifPresent(builder::setWeight);
        return builder.build();
    }

    private static ColumnMapping.TargetType type(Mapping.ExpectedType type) {
        return switch (type) {
            case AUTO -> ColumnMapping.TargetType.TARGET_TYPE_UNSPECIFIED;
            case TEXT -> ColumnMapping.TargetType.TEXT;
            case TEXTS -> ColumnMapping.TargetType.TEXTS;
            case JSON -> ColumnMapping.TargetType.JSON;
            case LABEL -> ColumnMapping.TargetType.LABEL;
            case NUMBER -> ColumnMapping.TargetType.NUMBER;
            case TOOL_CALLS -> ColumnMapping.TargetType.TOOL_CALLS;
        };
    }

    /** The settings of a model, without name, title and what the service adds. */
    static Model model(ModelSpec spec) {
        Model.Builder model = Model.newBuilder().setModelId(spec.model());
        spec.endpoint().ifPresent(model::setEndpoint);
        spec.credential().ifPresent(model::setCredential);
        spec.prices()
                .ifPresent(prices -> model.setPrices(Prices.newBuilder()
                        .setCurrencyCode(prices.currency())
                        .setInputPerMillion(prices.inputPerMillion())
                        .setCachedInputPerMillion(prices.cachedInputPerMillion().orElse(""))
                        .setCacheWritePerMillion(prices.cacheWritePerMillion().orElse(""))
                        .setOutputPerMillion(prices.outputPerMillion())
                        .setReasoningPerMillion(prices.reasoningPerMillion().orElse(""))));
        switch (spec.provider()) {
            case RECORDED -> model.setProvider(Model.Provider.RECORDED);
            case OPENAI_CHAT, OPENAI_COMPLETIONS, ANTHROPIC_MESSAGES, GEMINI, HTTP_TEMPLATE, GRPC_TARGET ->
                model.setProvider(Model.Provider.valueOf(spec.provider().name()))
                        .setLimits(Limits.newBuilder()
                                .setRequestsPerMinute(spec.limits().requestsPerMinute())
                                .setTokensPerMinute(spec.limits().tokensPerMinute())
                                .setConcurrency(spec.limits().concurrency()))
                        .setCallPolicy(policy(spec.calls()));
        }
        spec.template().ifPresent(template -> model.setHttpTemplate(template(template)));
        spec.maxTokensField().ifPresent(model::setMaxTokensField);
        return model.build();
    }

    private static HttpTemplate template(ModelSpec.Template template) {
        HttpTemplate.Builder built = HttpTemplate.newBuilder()
                .setBody(struct(template.body()))
                .setAnswerPointer(template.answer())
                .setFinishReasonPointer(template.finishReason().orElse(""))
                .setInputTokensPointer(template.inputTokens().orElse(""))
                .setOutputTokensPointer(template.outputTokens().orElse(""))
                .setErrorPointer(template.error().orElse(""))
                .setCredentialHeader(template.credentialHeader().orElse(""))
                .setCredentialScheme(template.credentialScheme().orElse(""))
                .putAllHeaders(template.headers());
        template.stream()
                .ifPresent(stream -> built.setStream(HttpTemplateStream.newBuilder()
                        .setBody(stream.body().map(Requests::struct).orElse(Struct.getDefaultInstance()))
                        .setDeltaPointer(stream.delta())
                        .setDone(stream.done().orElse(""))
                        .setDonePointer(stream.donePointer().orElse(""))));
        return built.build();
    }

    private static Struct struct(JsonNode body) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(body.toString(), struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a template's body is no JSON object", e);
        }
        return struct.build();
    }

    private static CallPolicy policy(ModelSpec.Calls calls) {
        return CallPolicy.newBuilder()
                .setMaxAttempts(calls.maxAttempts())
                .setConnectTimeout(time(calls.connectTimeout()))
                .setAttemptTimeout(time(calls.attemptTimeout()))
                .setTotalTimeout(time(calls.totalTimeout()))
                .setInitialBackoff(time(calls.initialBackoff()))
                .setMaxBackoff(time(calls.maxBackoff()))
                .build();
    }

    private static Duration time(java.time.Duration time) {
        return Duration.newBuilder()
                .setSeconds(time.toSeconds())
                .setNanos(time.toNanosPart())
                .build();
    }
}
