package dev.assay.runner.model.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import dev.assay.type.v1.TokenUsage;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whatever an endpoint that takes and gives JSON speaks, as a template describes it. */
final class TemplateProtocol implements ChatProtocol {

    private final HttpTarget target;
    private final HttpTemplate settings;
    private final JsonTemplate template;
    private final JsonTemplate streaming;

    /** @param settings checked settings */
    TemplateProtocol(HttpTarget target, HttpTemplate settings) {
        this.target = target;
        this.settings = settings;
        try {
            this.template = new JsonTemplate(settings.getBody());
            this.streaming = new JsonTemplate(
                    Structs.patched(settings.getBody(), settings.getStream().getBody()));
        } catch (JsonTemplate.InvalidException e) {
            throw new IllegalArgumentException("a template that was not checked: " + e.where(), e);
        }
    }

    @Override
    public URI uri(boolean stream) {
        return target.endpoint();
    }

    @Override
    public Map<String, String> headers(String secret) {
        Map<String, String> headers = new HashMap<>(settings.getHeadersMap());
        if (!secret.isEmpty()) {
            String header = settings.getCredentialHeader();
            String scheme = settings.getCredentialScheme();
            String word = header.isEmpty() && scheme.isEmpty() ? "Bearer" : scheme;
            headers.put(header.isEmpty() ? "authorization" : header, word.isEmpty() ? secret : word + " " + secret);
        }
        return headers;
    }

    @Override
    public byte[] body(ChatRequest request) throws UnfitRequestException {
        if (!template.places().contains(TemplatePlace.MESSAGES)) {
            checkFits(request.messages());
        }
        JsonTemplate asked = request.generation().getStream() ? streaming : template;
        return Bodies.bytes(asked.fill(place -> place.value(request, target.modelId())));
    }

    @Override
    public Read read(byte[] body) throws MalformedAnswerException {
        List<ServerEvent> events = TemplateStream.events(body, settings);
        if (!events.isEmpty()) {
            TemplateStream stream = new TemplateStream(settings);
            int answerBegins = stream.join(events);
            return read(stream.text(), stream::last, answerBegins);
        }
        JsonNode response = Bodies.json(body);
        if (says(error(response, settings.getErrorPointer()))) {
            throw new ErrorAnswerException(response);
        }
        Function<String, JsonNode> found = pointer -> response.at(JsonPointer.compile(pointer));
        return read(text(at(found, "answer_pointer", settings.getAnswerPointer())), found, 0);
    }

    private Read read(String text, Function<String, JsonNode> found, int answerBegins) throws MalformedAnswerException {
        Answer.Builder answer = Answer.newBuilder()
                .setMessage(Message.newBuilder()
                        .setRole(Message.Role.ASSISTANT)
                        .addParts(Part.newBuilder().setText(text)));
        if (!settings.getFinishReasonPointer().isEmpty()) {
            answer.setFinishReason(text(at(found, "finish_reason_pointer", settings.getFinishReasonPointer())));
        }
        TokenUsage usage = TokenUsage.newBuilder()
                .setInput(tokens(found, "input_tokens_pointer", settings.getInputTokensPointer()))
                .setOutput(tokens(found, "output_tokens_pointer", settings.getOutputTokensPointer()))
                .build();
        return new Read(answer.build(), usage, "", answerBegins);
    }

    /** An error in an answer with a status of success is the endpoint's failure, whatever it was about. */
    @Override
    public ApiError error(JsonNode body) {
        JsonNode pointed = error(body, settings.getErrorPointer());
        String message = says(pointed)
                ? Lines.one(pointed.path("message").isTextual() ? text(pointed.path("message")) : text(pointed))
                : ApiError.message(body);
        return new ApiError(message, ApiError.Kind.BY_STATUS, 500);
    }

    private static JsonNode error(JsonNode body, String pointer) {
        return pointer.isEmpty() ? MissingNode.getInstance() : body.at(JsonPointer.compile(pointer));
    }

    /** Whether there is something: anything but null, false, an empty text, object or array. */
    static boolean says(JsonNode error) {
        boolean nothing = error.isMissingNode()
                || error.isNull()
                || error.isBoolean() && !error.booleanValue()
                || error.isTextual() && error.textValue().isEmpty()
                || error.isContainerNode() && error.isEmpty();
        return !nothing;
    }

    /** Without the whole conversation a request has the system turns and one user turn at the most: more would be lost without a word. */
    private void checkFits(List<Message> messages) throws UnfitRequestException {
        boolean system = template.places().contains(TemplatePlace.SYSTEM);
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            boolean last = i == messages.size() - 1;
            if (!last && message.getRole() != Message.Role.SYSTEM) {
                throw new UnfitRequestException("the conversation has several turns; the template needs {{messages}}");
            }
            if (!last && !system) {
                throw new UnfitRequestException(
                        "the conversation has a system turn; the template needs {{system}} or {{messages}}");
            }
            if (message.getPartsList().stream().anyMatch(part -> !part.hasText())) {
                throw new UnfitRequestException(
                        "the conversation has images or tool calls; the template needs {{messages}}");
            }
        }
    }

    private static JsonNode at(Function<String, JsonNode> places, String name, String pointer)
            throws MalformedAnswerException {
        JsonNode found = places.apply(pointer);
        if (found.isMissingNode() || found.isNull()) {
            throw new MalformedAnswerException("nothing at " + pointer + " (" + name + ")");
        }
        return found;
    }

    private static long tokens(Function<String, JsonNode> places, String name, String pointer)
            throws MalformedAnswerException {
        if (pointer.isEmpty()) {
            return 0;
        }
        JsonNode count = at(places, name, pointer);
        if (!count.isIntegralNumber() || count.longValue() < 0) {
            throw new MalformedAnswerException("no count at " + pointer + " (" + name + ")");
        }
        return count.longValue();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
