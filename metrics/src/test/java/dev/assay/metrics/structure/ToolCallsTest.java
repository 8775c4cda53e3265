package dev.assay.metrics.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.metrics.MetricException;
import dev.assay.metrics.structure.ToolCalls.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** S3: tool calls, with the argument to blame; the meaning of nothing expected and nothing called. */
class ToolCallsTest {

    private static final List<ToolDefinition> TOOLS = List.of(
            tool("{'type':'function','function':{'name':'weather','parameters':{'properties':{'city':{'type':'string'},"
                    + "'days':{'type':'integer'},'units':{'type':'string'},'tags':{'type':'array','items':{'type':'string'}},"
                    + "'place':{'type':'object'},'limit':{'type':'number'}},'required':['city']}}}"),
            tool("{'name':'news','parameters':{'properties':{'topic':{'type':'string'}},'required':['topic']}}"));

    private static JsonNode json(String text) {
        return ((JsonText.Parsed) JsonText.read(text.replace('\'', '"'))).value();
    }

    private static ToolDefinition tool(String text) {
        return ToolDefinition.parse("functions[0]", json(text));
    }

    private static List<ExpectedCall> expected(String... texts) {
        List<ExpectedCall> result = new ArrayList<>();
        for (String text : texts) {
            result.add(ExpectedCall.parse("expected", json(text)));
        }
        return result;
    }

    private static ToolCalls.Verdict judge(List<ExpectedCall> expected, ToolCall... calls) {
        return ToolCalls.judge(TOOLS, expected, List.of(calls), Mode.of(TOOLS, expected));
    }

    private static ToolCall call(String name, String arguments) {
        return new ToolCall(name, json(arguments));
    }

    @Test
    void namesTheArgumentToBlame() {
        List<ExpectedCall> want = expected("{'weather':{'city':['New York, NY','NYC'],'days':[3],'units':['C','']}}");
        assertThat(judge(want, call("weather", "{'city':'new york ny','days':3}"))
                        .valid())
                .isTrue();
        assertThat(judge(want, call("weather", "{'city':'Boston','days':3}"))).satisfies(verdict -> {
            assertThat(verdict.valid()).isFalse();
            assertThat(verdict.argument()).contains("city");
            assertThat(verdict.reason()).contains("city", "Boston", "NYC");
        });
        assertThat(judge(want, call("weather", "{'city':'NYC','days':3.0}")).errorType())
                .contains("type_error:simple");
        assertThat(judge(want, call("weather", "{'city':'NYC','days':'3'}")).argument())
                .contains("days");
        assertThat(judge(want, call("weather", "{'city':'NYC'}")).argument()).contains("days");
        assertThat(judge(want, call("weather", "{'days':3}")).errorType())
                .contains("simple_function_checker:missing_required");
        assertThat(judge(want, call("weather", "{'city':'NYC','days':3,'x':1}")).argument())
                .contains("x");
        assertThat(judge(want, call("news", "{'topic':'NYC'}")).errorType())
                .contains("simple_function_checker:wrong_func_name");
        assertThat(judge(want, call("weather", "[]")).valid()).isFalse();
    }

    @Test
    void listsAndObjectsAreComparedInside() {
        List<ExpectedCall> want = expected(
                "{'weather':{'city':['x'],'tags':[['a','b'],['b','a']],'place':[{'lat':[1],'name':['Old Town','']}],"
                        + "'limit':[2.5,3]}}");
        assertThat(judge(want, call("weather", "{'city':'x','tags':['A','b'],'place':{'lat':1.0},'limit':3}"))
                        .valid())
                .isTrue();
        assertThat(judge(want, call("weather", "{'city':'x','tags':['a'],'place':{'lat':1},'limit':3}"))
                        .argument())
                .contains("tags");
        assertThat(judge(want, call("weather", "{'city':'x','tags':[1,2],'place':{'lat':1},'limit':3}"))
                        .errorType())
                .contains("type_error:nested");
        assertThat(judge(want, call("weather", "{'city':'x','tags':['a','b'],'place':{'lat':2},'limit':3}"))
                        .reason())
                .contains("place", "lat");
        assertThat(judge(want, call("weather", "{'city':'x','tags':['a','b'],'place':{},'limit':3}"))
                        .errorType())
                .contains("value_error:dict_key");
    }

    @Test
    void parallelCallsComeInAnyOrder() {
        List<ExpectedCall> want =
                expected("{'weather':{'city':['A','B']}}", "{'weather':{'city':['A']}}", "{'news':{'topic':['t']}}");
        ToolCall a = call("weather", "{'city':'A'}");
        ToolCall b = call("weather", "{'city':'B'}");
        ToolCall news = call("news", "{'topic':'t'}");
        // The first expectation accepts both; taking A for it would leave none for the second.
        assertThat(judge(want, a, b, news).valid()).isTrue();
        assertThat(judge(want, news, b, a).valid()).isTrue();
        assertThat(judge(want, b, b, news)).satisfies(verdict -> {
            assertThat(verdict.valid()).isFalse();
            assertThat(verdict.argument()).contains("city");
        });
        assertThat(judge(want, a, b).errorType()).contains("parallel_function_checker_no_order:wrong_count");
    }

    @Test
    void nothingExpectedIsRightOnlyWithNothingCalled() {
        assertThat(judge(List.of()).valid()).isTrue();
        assertThat(judge(List.of(), call("news", "{'topic':'t'}")).errorType())
                .contains("irrelevance_checker:unexpected_call");
        assertThat(judge(expected("{'news':{'topic':['t']}}")).valid()).isFalse();
    }

    @Test
    void brokenDefinitionsAreNamed() {
        assertThatThrownBy(() -> judge(expected("{'absent':{}}"))).hasMessageContaining("absent");
        assertThatThrownBy(() -> tool("{'name':'f','parameters':{'properties':{'a':{'type':'strin'}}}}"))
                .isInstanceOf(MetricException.class)
                .hasMessageContaining("functions[0].parameters.properties.a.type");
        assertThatThrownBy(() -> expected("{'f':{'a':1}}")).hasMessageContaining("expected.f.a");
    }
}
