package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Image;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pictures by URL and by their bytes in the chat protocols: R1. */
class ImagesTest {

    private static final Message QUESTION = Message.newBuilder()
            .setRole(Message.Role.USER)
            .addParts(Part.newBuilder().setText("Alike?"))
            .addParts(Part.newBuilder()
                    .setImage(Image.newBuilder()
                            .setData(ByteString.copyFrom(new byte[] {(byte) 0xff, 0, 1}))
                            .setMediaType("image/png")))
            .addParts(Part.newBuilder()
                    .setImage(Image.newBuilder()
                            .setUri("https://example.com/a.jpg")
                            .setMediaType("image/jpeg")))
            .build();

    private final List<HttpCall> calls = new ArrayList<>();

    @Test
    void openAi() throws Exception {
        assertThat(sent(HttpChatModel.openAi(this::answer, Exchanges.credentials(), Exchanges.target("https://h/v1"))))
                .contains("""
                        "content":[{"type":"text","text":"Alike?"},\
                        {"type":"image_url","image_url":{"url":"data:image/png;base64,/wAB"}},\
                        {"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}}]""");
    }

    @Test
    void anthropic() throws Exception {
        assertThat(sent(HttpChatModel.anthropic(
                        this::answer, Exchanges.credentials(), Exchanges.target("https://h/v1"))))
                .contains("""
                        "content":[{"type":"text","text":"Alike?"},\
                        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"/wAB"}},\
                        {"type":"image","source":{"type":"url","url":"https://example.com/a.jpg"}}]""");
    }

    @Test
    void gemini() throws Exception {
        assertThat(sent(HttpChatModel.gemini(this::answer, Exchanges.credentials(), Exchanges.target("https://h/v1"))))
                .contains("""
                        "parts":[{"text":"Alike?"},{"inlineData":{"mimeType":"image/png","data":"/wAB"}},\
                        {"fileData":{"mimeType":"image/jpeg","fileUri":"https://example.com/a.jpg"}}]""");
    }

    private String sent(HttpChatModel model) throws InterruptedException {
        model.complete(
                new ChatRequest(List.of(QUESTION), GenerationParameters.getDefaultInstance(), 0, Map.of(), ""),
                Duration.ofSeconds(1));
        return new String(calls.getLast().body(), StandardCharsets.UTF_8);
    }

    private HttpReply answer(HttpCall call) {
        calls.add(call);
        return new HttpReply.Response(200, Map.of(), new byte[0], Arrivals.at(Duration.ZERO));
    }
}
