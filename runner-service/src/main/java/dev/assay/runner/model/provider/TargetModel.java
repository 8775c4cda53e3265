package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatModel;
import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.model.chat.Failure.Scope;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.target.v1.CompleteRequest;
import dev.assay.target.v1.CompleteResponse;
import dev.assay.type.v1.ErrorReason;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.time.Duration;
import java.util.Optional;

/** One attempt at a user's whole application over gRPC. */
public final class TargetModel implements ChatModel {

    private final TargetSender sender;
    private final Credentials credentials;
    private final HttpTarget target;

    public TargetModel(TargetSender sender, Credentials credentials, HttpTarget target) {
        this.sender = sender;
        this.credentials = credentials;
        this.target = target;
    }

    @Override
    public ChatResult complete(ChatRequest request, Duration timeLeft) throws InterruptedException {
        String secret;
        try {
            secret = credentials.resolve(target.credential());
        } catch (Credentials.MissingException e) {
            return e.result();
        }
        Duration timeout = target.timeout(timeLeft);
        TargetCall call = new TargetCall(
                target.endpoint(),
                message(request),
                request.generation().getStream(),
                secret,
                request.traceParent(),
                target.connectTimeout(),
                timeout,
                target.maxAnswerBytes());
        long start = System.nanoTime();
        TargetReply reply = SecretMask.masked(sender.call(call), secret);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        ChatResult result = switch (reply) {
            case TargetReply.Answered answered -> read(answered, time, call.stream());
            case TargetReply.Refused refused ->
                ChatResult.failed(TargetFailures.of(refused, call.stream()), CallTiming.failed(time), 1);
            case TargetReply.Broken broken ->
                ChatResult.failed(
                        HttpFailures.of(new HttpReply.Broken(broken.kind(), broken.message()), call.toString()),
                        CallTiming.failed(time),
                        1);
        };
        return SecretMask.inMessage(result, secret);
    }

    private CompleteRequest message(ChatRequest request) {
        GenerationParameters generation = request.generation();
        CompleteRequest.Builder message = CompleteRequest.newBuilder()
                .setModel(target.modelId())
                .addAllMessages(request.messages())
                .setSampleIndex(request.sampleIndex())
                .addAllStop(generation.getStopList())
                .addAllTools(generation.getToolsList());
        if (generation.hasTemperature()) {
            message.setTemperature(generation.getTemperature());
        }
        if (generation.hasTopP()) {
            message.setTopP(generation.getTopP());
        }
        if (generation.hasSeed()) {
            message.setSeed(generation.getSeed() + request.sampleIndex());
        }
        if (generation.hasMaxTokens()) {
            message.setMaxTokens(generation.getMaxTokens());
        }
        if (generation.hasResponseSchema()) {
            message.setResponseSchema(generation.getResponseSchema());
        }
        return message.build();
    }

    private static ChatResult read(TargetReply.Answered answered, Duration time, boolean streamed) {
        CompleteResponse response = answered.response();
        if (!response.getWithheld().isEmpty()) {
            Failure withheld = Failure.permanent(
                    ErrorReason.MODEL_CONTENT_FILTERED,
                    "the application withheld the answer (" + Lines.one(response.getWithheld()) + ")");
            return new ChatResult(
                    new ChatResult.Failed(withheld), CallTiming.failed(time), TargetFailures.usage(response), 1);
        }
        String problem = problem(response);
        if (!problem.isEmpty()) {
            Failure malformed = new Failure(
                    ErrorReason.MODEL_MALFORMED_ANSWER,
                    "malformed answer: " + problem,
                    0,
                    Scope.ATTEMPT,
                    Optional.empty(),
                    problem);
            return ChatResult.failed(malformed, CallTiming.failed(time), 1);
        }
        Answer answer = Answer.newBuilder()
                .setMessage(response.getMessage().toBuilder().setRole(Message.Role.ASSISTANT))
                .setFinishReason(response.getFinishReason())
                .setServedModel(response.getServedModel())
                .build();
        CallTiming timing = CallTiming.answered(time);
        return new ChatResult(
                new ChatResult.Answered(answer),
                streamed && answered.firstToken() != null ? timing.withFirstToken(answered.firstToken()) : timing,
                TargetFailures.usage(response),
                1);
    }

    /** In which way an answer is none; empty when it is one. */
    private static String problem(CompleteResponse response) {
        if (!response.hasMessage()) {
            return "no message, or no end of the stream";
        }
        Message.Role role = response.getMessage().getRole();
        if (role != Message.Role.ASSISTANT && role != Message.Role.ROLE_UNSPECIFIED) {
            return "a message of the role " + role;
        }
        for (Part part : response.getMessage().getPartsList()) {
            if (!part.hasText() && !part.hasToolCall()) {
                return "a message with parts other than texts and tool calls";
            }
            if (!Structs.holds(Structs.toJson(part.getToolCall().getArguments()))) {
                return "arguments of a tool call that nest too deep or hold an infinite number";
            }
        }
        return "";
    }
}
