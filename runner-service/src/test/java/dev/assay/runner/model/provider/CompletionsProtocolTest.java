package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.TokenLogprob;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plain completions against bodies with the documented fields: R1, R5, R7. */
class CompletionsProtocolTest {

    private static final Exchanges COMPLETIONS = Exchanges.of(
            "completions.txt",
            sender -> HttpChatModel.completions(
                    sender, Exchanges.credentials(), Exchanges.target("https://api.example.com/v1/")));

    private final List<HttpCall> calls = new ArrayList<>();

    @Test
    void asksForThePromptAndWhatElseIsWanted() throws Exception {
        GenerationParameters generation = GenerationParameters.newBuilder()
                .setTemperature(0)
                .setTopP(0.5)
                .setSeed(4)
                .setMaxTokens(50)
                .addStop("\n")
                .setLogprobs(true)
                .setStream(true)
                .build();
        ask(generation, turn(Message.Role.SYSTEM, "Be brief."), Exchanges.user("Capital?"));
        assertThat(calls.getFirst().target()).hasToString("https://api.example.com/v1/completions");
        assertThat(calls.getFirst().headers()).containsEntry("authorization", "Bearer secret");
        assertThat(new String(calls.getFirst().body(), StandardCharsets.UTF_8)).isEqualTo("""
                        {"model":"m-1","prompt":"Be brief.\\n\\nCapital?","temperature":0.0,"top_p":0.5,"seed":6,"max_tokens":50,\
                        "stop":["\\n"],"logprobs":1,"stream":true,"stream_options":{"include_usage":true}}""");
    }

    @Test
    void conversationsWithoutOnePromptAreRefusedBeforeAnythingIsSent() throws Exception {
        GenerationParameters none = GenerationParameters.getDefaultInstance();
        ask(none, turn(Message.Role.ASSISTANT, "Once upon a time"));
        assertThat(calls).hasSize(1);
        ChatResult several =
                ask(none, Exchanges.user("Hi"), turn(Message.Role.ASSISTANT, "Hello"), Exchanges.user("Capital?"));
        assertThat(((ChatResult.Failed) several.outcome()).failure().reason())
                .isEqualTo(ErrorReason.MODEL_REJECTED_REQUEST);
        assertThat(several.attempts()).isZero();
        ChatResult image = ask(
                none,
                Message.newBuilder()
                        .setRole(Message.Role.USER)
                        .addParts(Part.newBuilder()
                                .setImage(Image.newBuilder()
                                        .setData(ByteString.copyFromUtf8("png"))
                                        .setMediaType("image/png")))
                        .build());
        assertThat(((ChatResult.Failed) image.outcome()).failure().message()).contains("an image");
        assertThat(calls).hasSize(1);
    }

    @Test
    void readsTextUsageAndBothFormsOfLogProbabilities() {
        assertThat(COMPLETIONS.answer("answer")).isEqualTo(paris("stop", "m-2026-01-01"));
        assertThat(COMPLETIONS.result("answer").usage().getInput()).isEqualTo(5);
        assertThat(COMPLETIONS.result("answer").usage().getOutput()).isEqualTo(2);
        assertThat(COMPLETIONS.answer("vllm")).isEqualTo(paris("length", "m"));
        assertThat(COMPLETIONS.answer("llama")).isEqualTo(paris("stop", "m"));
        assertThat(COMPLETIONS.answer("streamed")).isEqualTo(paris("stop", "m-2026-01-01"));
        ChatResult streamed = COMPLETIONS.result("streamed");
        assertThat(streamed.usage()).isEqualTo(COMPLETIONS.result("answer").usage());
        assertThat(streamed.timing().firstToken()).isNotNull();
        assertThat(COMPLETIONS.failures("streamed-cut", "chat", "filtered", "no-model"))
                .isEqualTo("""
                        streamed-cut MODEL_MALFORMED_ANSWER ATTEMPT
                        chat MODEL_MALFORMED_ANSWER ATTEMPT
                        filtered MODEL_CONTENT_FILTERED COMPLETION
                        no-model MODEL_REJECTED_REQUEST RUN
                        """);
    }

    private ChatResult ask(GenerationParameters generation, Message... messages) throws InterruptedException {
        HttpSender sender = call -> {
            calls.add(call);
            return new HttpReply.Response(
                    200, Map.of(), "{}".getBytes(StandardCharsets.UTF_8), Arrivals.at(Duration.ZERO));
        };
        return HttpChatModel.completions(
                        sender, Exchanges.credentials(), Exchanges.target("https://api.example.com/v1/"))
                .complete(new ChatRequest(List.of(messages), generation, 2, Map.of(), ""), Duration.ofSeconds(1));
    }

    private static Message turn(Message.Role role, String text) {
        return Message.newBuilder()
                .setRole(role)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }

    private static Answer paris(String finishReason, String model) {
        return Answer.newBuilder()
                .setMessage(turn(Message.Role.ASSISTANT, " Paris."))
                .setFinishReason(finishReason)
                .setServedModel(model)
                .addLogprobs(TokenLogprob.newBuilder().setToken(" Par").setLogprob(-0.25))
                .addLogprobs(TokenLogprob.newBuilder().setToken("is.").setLogprob(-0.5))
                .build();
    }
}
