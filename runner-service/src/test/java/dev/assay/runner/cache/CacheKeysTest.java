package dev.assay.runner.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.assay.runner.v1.CallPolicy;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Limits;
import dev.assay.runner.v1.Model;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.Tool;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Everything that shapes an answer is in its key, and nothing else is (R6). Serves lm-evaluation-harness#2715, #4063; promptfoo#1431. */
class CacheKeysTest {

    private static final Model MODEL = Model.newBuilder()
            .setProvider(Model.Provider.OPENAI_CHAT)
            .setEndpoint("https://api.example.com/v1")
            .setModelId("a")
            .build();
    private static final GenerationParameters GENERATION =
            GenerationParameters.newBuilder().setTemperature(0.5).setSeed(1).build();
    private static final List<Message> MESSAGES = List.of(message("system", "be brief"), message("user", "1 + 1?"));
    private static final ByteString KEY = key(MODEL, GENERATION, MESSAGES, 0);

    @Test
    void theKeyIsTheSameOnAnyMachine() {
        assertThat(HexFormat.of().formatHex(KEY.toByteArray()))
                .isEqualTo("3d981b5650208db79195f009021594e99880962129cd7f8dde57a0bdaf99ab4b");
    }

    @Test
    void whatShapesTheAnswerChangesTheKey() {
        GenerationParameters.Builder generation = GENERATION.toBuilder();
        List<ByteString> others = List.of(
                key(MODEL.toBuilder().setModelId("b").build(), GENERATION, MESSAGES, 0),
                key(MODEL.toBuilder().setEndpoint("https://b.example.com/v1").build(), GENERATION, MESSAGES, 0),
                key(MODEL.toBuilder().setProvider(Model.Provider.GEMINI).build(), GENERATION, MESSAGES, 0),
                key(MODEL, GENERATION, MESSAGES, 1),
                key(MODEL, GENERATION, MESSAGES, 11),
                key(MODEL, GENERATION, MESSAGES.reversed(), 0),
                key(MODEL, GENERATION, MESSAGES.subList(0, 1), 0),
                key(MODEL, GENERATION, List.of(message("system", "be brief1"), message("user", " + 1?")), 0),
                key(MODEL, GENERATION, List.of(MESSAGES.get(0), picture(1)), 0),
                key(MODEL, GENERATION, List.of(MESSAGES.get(0), picture(2)), 0),
                key(MODEL, generation.clone().setTemperature(0.6).build(), MESSAGES, 0),
                key(MODEL, generation.clone().clearTemperature().build(), MESSAGES, 0),
                key(MODEL, generation.clone().setTemperature(0).build(), MESSAGES, 0),
                key(MODEL, generation.clone().setTopP(0.5).build(), MESSAGES, 0),
                key(MODEL, generation.clone().setSeed(2).build(), MESSAGES, 0),
                key(MODEL, generation.clone().clearSeed().build(), MESSAGES, 0),
                key(MODEL, generation.clone().setMaxTokens(10).build(), MESSAGES, 0),
                key(MODEL, generation.clone().addStop("\n").build(), MESSAGES, 0),
                key(MODEL, generation.clone().setLogprobs(true).build(), MESSAGES, 0),
                key(
                        MODEL,
                        generation.clone().setResponseSchema(schema("a", "b")).build(),
                        MESSAGES,
                        0),
                key(
                        MODEL,
                        generation
                                .clone()
                                .addTools(Tool.newBuilder().setName("f"))
                                .build(),
                        MESSAGES,
                        0));
        assertThat(others).doesNotContain(KEY).doesNotHaveDuplicates();
    }

    @Test
    void whatDoesNotShapeTheAnswerLeavesTheKeyAlone() {
        Model other = MODEL.toBuilder()
                .setName("projects/p/models/m")
                .setTitle("t")
                .setCredential("env:KEY")
                .setLimits(Limits.newBuilder().setConcurrency(3))
                .setPrices(Prices.newBuilder().setCurrencyCode("USD"))
                .setCallPolicy(CallPolicy.newBuilder().setMaxAttempts(2))
                .setCreateTime(Timestamp.newBuilder().setSeconds(1))
                .setUpdateTime(Timestamp.newBuilder().setSeconds(1))
                .setEtag("r1")
                .build();
        assertThat(key(other, GENERATION, MESSAGES, 0)).isEqualTo(KEY);
    }

    @Test
    void theOrderOfAMapDoesNotMatter() {
        assertThat(key(
                        MODEL,
                        GENERATION.toBuilder()
                                .setResponseSchema(schema("a", "b"))
                                .build(),
                        MESSAGES,
                        0))
                .isEqualTo(key(
                        MODEL,
                        GENERATION.toBuilder()
                                .setResponseSchema(schema("b", "a"))
                                .build(),
                        MESSAGES,
                        0));
    }

    private static ByteString key(Model model, GenerationParameters generation, List<Message> messages, int sample) {
        return CacheKeys.of(model, generation).key(messages, sample);
    }

    private static Struct schema(String first, String second) {
        return Struct.newBuilder()
                .putFields(first, Value.newBuilder().setBoolValue(true).build())
                .putFields(second, Value.newBuilder().setBoolValue(true).build())
                .build();
    }

    private static Message message(String role, String text) {
        return Message.newBuilder()
                .setRole(role.equals("system") ? Message.Role.SYSTEM : Message.Role.USER)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }

    private static Message picture(int content) {
        return Message.newBuilder()
                .setRole(Message.Role.USER)
                .addParts(Part.newBuilder()
                        .setImage(Image.newBuilder()
                                .setData(ByteString.copyFrom(new byte[] {(byte) content}))
                                .setMediaType("image/png")))
                .build();
    }
}
