package dev.assay.scoring.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.Run;
import dev.assay.scoring.evaluation.Evaluation.Failure;
import dev.assay.scoring.evaluation.RunState;
import dev.assay.scoring.evaluation.Runner.RunOrder;
import dev.assay.scoring.result.Structs;
import dev.assay.suite.Generation;
import dev.assay.suite.ModelSpec;
import dev.assay.suite.Prompt;
import dev.assay.type.v1.Cost;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs and prompts as messages of the runner's contract, and runs back. */
final class RunMessages {

    private RunMessages() {}

    static List<Message> messages(Prompt prompt) {
        List<Message> messages = new ArrayList<>();
        prompt.system().ifPresent(text -> messages.add(message(Message.Role.SYSTEM, text)));
        messages.add(message(Message.Role.USER, prompt.user()));
        return messages;
    }

    private static Message message(Message.Role role, String text) {
        return Message.newBuilder()
                .setRole(role)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }

    static Run run(RunOrder order) {
        Run.Builder run = Run.newBuilder();
        String key = order.model().substring(order.model().lastIndexOf('/') + 1);
        ModelSpec spec = order.suite().models().get(key);
        // Recorded answers cost nothing and are in no cache.
        if (spec == null || spec.provider() != ModelSpec.Provider.RECORDED) {
            if (!order.options().cache().isEmpty()) {
                run.setCache(Run.CacheMode.valueOf(order.options().cache()));
            }
            if (order.options().hasBudget()) {
                run.setBudgetAccount(order.options().budgetAccount())
                        .setBudget(Cost.newBuilder()
                                .setCurrencyCode(order.options().budgetCurrency())
                                .setAmount(order.options().budgetAmount()));
            }
        }
        return run.setModel(order.model())
                .setDatasetVersion(order.datasetVersion())
                .setPromptTemplate(order.promptTemplate())
                .setMaxExamples(order.suite().maxExamples())
                .setSamplesPerExample(order.suite().samples())
                .setOrderSeed(order.suite().seed())
                .setGeneration(generation(order.suite().generation()))
                .putLabels("evaluation", order.evaluation())
                .build();
    }

    private static GenerationParameters generation(Generation generation) {
        GenerationParameters.Builder message = GenerationParameters.newBuilder().addAllStop(generation.stop());
        generation.temperature().ifPresent(message::setTemperature);
        generation.topP().ifPresent(message::setTopP);
        generation.maxTokens().ifPresent(message::setMaxTokens);
        generation.seed().ifPresent(message::setSeed);
        generation.tools().forEach(tool -> message.addTools(tool(tool)));
        generation.responseSchema().ifPresent(schema -> message.setResponseSchema(Structs.toStruct(schema)));
        message.setLogprobs(generation.logprobs()).setStream(generation.stream());
        return message.build();
    }

    private static Tool tool(Generation.Tool tool) {
        Tool.Builder message = Tool.newBuilder().setName(tool.name()).setDescription(tool.description());
        tool.parameters().ifPresent(schema -> message.setParameters(Structs.toStruct(schema)));
        return message.build();
    }

    static RunState state(Run run) {
        Run.Progress progress = run.getProgress();
        return new RunState(
                run.getName(),
                run.getDatasetVersion(),
                switch (run.getState()) {
                    case PENDING, RUNNING, PAUSED, STALLED, STATE_UNSPECIFIED, UNRECOGNIZED -> RunState.Phase.ACTIVE;
                    case SUCCEEDED -> RunState.Phase.SUCCEEDED;
                    case FAILED -> RunState.Phase.FAILED;
                    case CANCELLED -> RunState.Phase.CANCELLED;
                },
                run.hasError()
                        ? Optional.of(new Failure(
                                run.getError().getReason(), run.getError().getMessage()))
                        : Optional.empty(),
                progress.hasTotal() ? OptionalLong.of(progress.getTotal()) : OptionalLong.empty(),
                progress.getSucceeded(),
                progress.getFailed(),
                progress.getRetried(),
                progress.getRate(),
                run.getUsage(),
                run.getCost(),
                settings(run.getModelSnapshot()).toString());
    }

    /** What must be known of a model to repeat a run; the reference of its credential stays out. */
    private static ObjectNode settings(Model model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", model.getName());
        json.put("provider", model.getProvider().name());
        if (!model.getEndpoint().isEmpty()) {
            json.put("endpoint", model.getEndpoint());
        }
        json.put("model_id", model.getModelId());
        if (model.hasPrices()) {
            Prices prices = model.getPrices();
            ObjectNode table = json.putObject("prices");
            table.put("currency_code", prices.getCurrencyCode());
            table.put("input_per_million", prices.getInputPerMillion());
            table.put("output_per_million", prices.getOutputPerMillion());
            put(table, "cached_input_per_million", prices.getCachedInputPerMillion());
            put(table, "cache_write_per_million", prices.getCacheWritePerMillion());
            put(table, "reasoning_per_million", prices.getReasoningPerMillion());
        }
        return json;
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
