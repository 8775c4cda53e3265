package dev.assay.runner.cache;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Part;
import java.util.Locale;
import java.util.Set;

/** Which answers are worth keeping: those that are whole, so that asking again could not give a better one for a technical reason. */
public final class WholeAnswers {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The words by which providers say that a model came to its own end. Others stand for cut off, filtered or unknown. */
    private static final Set<String> ENDS = Set.of(
            "stop",
            "end_turn",
            "stop_sequence",
            "tool_calls",
            "tool_use",
            "function_call",
            "eos",
            "eos_token",
            "complete");

    private WholeAnswers() {}

    /**
     * Whether an answer is whole: it came to its own end, is no refusal, says something, and is JSON where a schema was asked for.
     *
     * @param asked what was asked for besides the prompt
     * @param silent whether the protocol may say nothing of the end of an answer that is whole
     */
    public static boolean test(Answer answer, GenerationParameters asked, boolean silent) {
        String end = answer.getFinishReason().toLowerCase(Locale.ROOT);
        if (answer.getRefusal()
                || !(ENDS.contains(end) || silent && end.isEmpty())
                || answer.getMessage().getPartsList().stream().noneMatch(WholeAnswers::saysSomething)) {
            return false;
        }
        boolean calls = answer.getMessage().getPartsList().stream().anyMatch(Part::hasToolCall);
        return !asked.hasResponseSchema() || calls || isJson(answer);
    }

    private static boolean saysSomething(Part part) {
        return part.hasText() ? !part.getText().isBlank() : part.hasToolCall();
    }

    private static boolean isJson(Answer answer) {
        StringBuilder text = new StringBuilder();
        answer.getMessage().getPartsList().forEach(part -> text.append(part.getText()));
        try {
            return !JSON.readTree(text.toString()).isMissingNode();
        } catch (JacksonException e) {
            return false;
        }
    }
}
