package dev.assay.metrics.structure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a model called the right tools with the right arguments, by the rules of the Berkeley Function Calling Leaderboard's
 * checker of syntax trees (Patil et al.; bfcl-eval 2026.3):
 *
 * <ul>
 *   <li>as many calls as expected, of the expected tools; parallel calls in any order;
 *   <li>every required argument, no unknown one, and none left out unless {@code ""} is among its accepted values;
 *   <li>types: an integer will do for a float, 5.0 will not for an integer, "5" for neither; elements of a list likewise;
 *   <li>values among the accepted ones; strings without case, spaces and {@code ,./-_*^}, and with ' as "; objects field by field;
 *   <li>nothing expected is right only with nothing called, and nothing called is right only where nothing was expected;
 *   <li>in {@link ToolLanguage Java and JavaScript} every argument is a text with the source of a literal, which is converted first.
 * </ul>
 *
 * One rule is wider than the checker's: parallel calls are matched by augmenting paths, not greedily, so an order of ambiguous calls
 * can never make right calls wrong.
 *
 * <p>The leaderboard's conversations of several turns are out: it executes the calls against simulated applications and compares their state
 * and what they returned, turn by turn, which is no function of the calls alone. A turn of them can be judged here like any other answer.
 */
public final class ToolCalls {

    private ToolCalls() {}

    /** Which of the leaderboard's checks applies. */
    public enum Mode {
        /** One tool on offer, one call. */
        SIMPLE("simple_function_checker"),
        /** Several tools on offer, one call. */
        MULTIPLE("multiple_function_checker"),
        /** Several calls in any order. */
        PARALLEL("parallel_function_checker_no_order"),
        /** No tool fits: no call. */
        IRRELEVANCE("irrelevance_checker");

        private final String checker;

        Mode(String checker) {
            this.checker = checker;
        }

        /** The mode of a leaderboard category such as {@code live_parallel_multiple}. */
        public static Mode ofCategory(String category) {
            if (category.contains("irrelevance")) {
                return IRRELEVANCE;
            }
            if (category.contains("parallel")) {
                return PARALLEL;
            }
            return category.contains("multiple") ? MULTIPLE : SIMPLE;
        }

        /** The mode that the data show. */
        public static Mode of(List<ToolDefinition> tools, List<ExpectedCall> expected) {
            return switch (expected.size()) {
                case 0 -> IRRELEVANCE;
                case 1 -> tools.size() > 1 ? MULTIPLE : SIMPLE;
                default -> PARALLEL;
            };
        }
    }

    /**
     * The verdict on all calls of one answer.
     *
     * @param valid whether all is right
     * @param errorType the checker's name for what is wrong; for a right answer empty, or {@code simple_function_checker:unclear}
     *     where the checker leaves that behind
     * @param argument the offending argument, where one is to blame
     * @param reason one line for people; empty for a right answer
     */
    public record Verdict(boolean valid, Optional<String> errorType, Optional<String> argument, String reason) {}

    /**
     * Judges the calls of one answer.
     *
     * @throws MetricException when an expected tool is not among {@code tools}, or a mode for one call comes with another number of
     *     expected calls
     */
    public static Verdict judge(
            List<ToolDefinition> tools, List<ExpectedCall> expected, List<ToolCall> calls, Mode mode) {
        return judge(tools, expected, calls, mode, ToolLanguage.PYTHON);
    }

    /**
     * Judges the calls of one answer whose arguments are written in {@code language}.
     *
     * @throws MetricException also when the language has no conversion for the type of a parameter
     */
    public static Verdict judge(
            List<ToolDefinition> tools,
            List<ExpectedCall> expected,
            List<ToolCall> calls,
            Mode mode,
            ToolLanguage language) {
        if (mode == Mode.IRRELEVANCE || expected.isEmpty()) {
            return calls.isEmpty()
                    ? new Verdict(true, Optional.empty(), Optional.empty(), "")
                    : wrong(
                            "irrelevance_checker:unexpected_call",
                            "no tool fits, but " + calls.getFirst().name() + " was called");
        }
        Map<String, ToolDefinition> byName = new LinkedHashMap<>();
        tools.forEach(tool -> byName.putIfAbsent(tool.name(), tool));
        for (ExpectedCall call : expected) {
            if (!byName.containsKey(call.name())) {
                throw MetricException.invalid("tools", "the expected tool " + call.name() + " is not defined");
            }
        }
        if (mode != Mode.PARALLEL && expected.size() != 1) {
            throw MetricException.invalid("expected", "must be one call in mode " + mode);
        }
        if (calls.size() != expected.size()) {
            return wrong(
                    mode.checker + ":wrong_count", "expected " + expected.size() + " calls, found " + calls.size());
        }
        if (mode != Mode.PARALLEL) {
            return call(definition(byName, expected.getFirst()), expected.getFirst(), calls.getFirst(), language);
        }
        return parallel(byName, expected, calls, language);
    }

    private static Verdict parallel(
            Map<String, ToolDefinition> tools,
            List<ExpectedCall> expected,
            List<ToolCall> calls,
            ToolLanguage language) {
        List<List<Verdict>> verdicts = new ArrayList<>();
        for (ExpectedCall want : expected) {
            List<Verdict> row = new ArrayList<>();
            for (ToolCall call : calls) {
                row.add(call(definition(tools, want), want, call, language));
            }
            verdicts.add(row);
        }
        int[] wantOfCall = new int[calls.size()];
        Arrays.fill(wantOfCall, -1);
        for (int want = 0; want < expected.size(); want++) {
            if (!augment(verdicts, want, wantOfCall, new boolean[calls.size()])) {
                return unmatched(verdicts.get(want), expected.get(want), calls);
            }
        }
        return new Verdict(true, Optional.empty(), Optional.empty(), "");
    }

    private static boolean augment(List<List<Verdict>> verdicts, int want, int[] wantOfCall, boolean[] tried) {
        for (int call = 0; call < wantOfCall.length; call++) {
            if (!tried[call] && verdicts.get(want).get(call).valid()) {
                tried[call] = true;
                if (wantOfCall[call] < 0 || augment(verdicts, wantOfCall[call], wantOfCall, tried)) {
                    wantOfCall[call] = want;
                    return true;
                }
            }
        }
        return false;
    }

    /** Blames the call of the same tool, where there is one. */
    private static Verdict unmatched(List<Verdict> row, ExpectedCall want, List<ToolCall> calls) {
        String type = Mode.PARALLEL.checker + ":cannot_find_match";
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).name().equals(want.name()) && !row.get(i).valid()) {
                return new Verdict(
                        false,
                        Optional.of(type),
                        row.get(i).argument(),
                        "no call matches the expected " + want.name() + ": "
                                + row.get(i).reason());
            }
        }
        return wrong(type, "no call matches the expected " + want.name());
    }

    private static Verdict call(ToolDefinition tool, ExpectedCall want, ToolCall call, ToolLanguage language) {
        String checker = Mode.SIMPLE.checker;
        if (!tool.name().equals(call.name())) {
            return wrong(checker + ":wrong_func_name", "expected a call of " + tool.name() + ", found " + call.name());
        }
        if (!call.arguments().isObject()) {
            return wrong(checker + ":wrong_arguments", "the arguments of " + call.name() + " are not an object");
        }
        for (String required : tool.required()) {
            if (!call.arguments().has(required)) {
                return wrong(
                        checker + ":missing_required", required, "the required argument " + required + " is missing");
            }
        }
        boolean unclear = true;
        for (Iterator<Map.Entry<String, JsonNode>> it = call.arguments().fields(); it.hasNext(); ) {
            Map.Entry<String, JsonNode> argument = it.next();
            String name = argument.getKey();
            ToolDefinition.Parameter parameter = tool.parameters().get(name);
            JsonNode accepted = want.accepted().get(name);
            if (parameter == null || accepted == null) {
                return wrong(checker + ":unexpected_param", name, "the argument " + name + " is not expected");
            }
            Optional<String> refusal = language.refusal(argument.getValue());
            if (refusal.isPresent()) {
                return wrong(refusal.get(), name, "the argument " + name + " is not given as a text");
            }
            ToolArgument check =
                    new ToolArgument(parameter, language.convert(argument.getValue(), parameter), accepted);
            Optional<ToolValues.Fault> fault = check.fault();
            if (fault.isPresent()) {
                return wrong(
                        fault.get().errorType(),
                        name,
                        "the argument " + name + ": " + fault.get().reason());
            }
            unclear &= !check.structured();
        }
        for (String name : want.accepted().keySet()) {
            if (!call.arguments().has(name) && !want.mayOmit(name)) {
                return wrong(checker + ":missing_optional", name, "the argument " + name + " is missing");
            }
        }
        return new Verdict(true, unclear ? Optional.of(checker + ":unclear") : Optional.empty(), Optional.empty(), "");
    }

    private static ToolDefinition definition(Map<String, ToolDefinition> tools, ExpectedCall want) {
        ToolDefinition tool = tools.get(want.name());
        if (tool == null) {
            throw MetricException.invalid("tools", "the expected tool " + want.name() + " is not defined");
        }
        return tool;
    }

    private static Verdict wrong(String errorType, String reason) {
        return new Verdict(false, Optional.of(errorType), Optional.empty(), reason);
    }

    private static Verdict wrong(String errorType, String argument, String reason) {
        return new Verdict(false, Optional.of(errorType), Optional.of(argument), reason);
    }
}
