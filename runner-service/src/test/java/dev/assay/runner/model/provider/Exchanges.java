package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.ChatRequest;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.runner.v1.Answer;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Bodies that providers answer with, from a text resource, and what a model makes of them. */
final class Exchanges {

    private record Exchange(int status, String body) {}

    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();
    private final Function<HttpSender, HttpChatModel> model;

    private Exchanges(Function<HttpSender, HttpChatModel> model) {
        this.model = model;
    }

    /** The sections of {@code file}, each {@code == name status} and a body, answered to a model of a protocol. */
    static Exchanges of(String file, Function<HttpSender, HttpChatModel> model) {
        Exchanges exchanges = new Exchanges(model);
        try (InputStream in = Objects.requireNonNull(Exchanges.class.getResourceAsStream(file), file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String section : text.replaceAll("(?m)^#.*\n", "").split("(?m)^== ", -1)) {
                if (section.isBlank()) {
                    continue;
                }
                String[] head = section.substring(0, section.indexOf('\n')).split(" ", -1);
                exchanges.exchanges.put(
                        head[0], new Exchange(Integer.parseInt(head[1]), section.substring(section.indexOf('\n') + 1)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return exchanges;
    }

    static HttpTarget target(String url) {
        return new HttpTarget(
                URI.create(url), "m-1", "env:KEY", Duration.ofSeconds(1), Duration.ofSeconds(1), 1_000_000);
    }

    static Credentials credentials() {
        return new Credentials(name -> "secret");
    }

    static Message user(String text) {
        return Message.newBuilder()
                .setRole(Message.Role.USER)
                .addParts(Part.newBuilder().setText(text))
                .build();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A question without anything special. */
    static ChatRequest request() {
        return new ChatRequest(List.of(user("hi")), GenerationParameters.getDefaultInstance(), 0, Map.of(), "");
    }

    /** What a section becomes. Answers whose section is called streamed are asked for as a stream. */
    ChatResult result(String name) {
        Exchange exchange = Objects.requireNonNull(exchanges.get(name), name);
        byte[] body = exchange.body().getBytes(StandardCharsets.UTF_8);
        Arrivals.Recorder arrivals = new Arrivals.Recorder();
        arrivals.arrived(body.length);
        HttpSender sender = call -> new HttpReply.Response(exchange.status(), Map.of(), body, arrivals.arrivals());
        GenerationParameters generation = GenerationParameters.newBuilder()
                .setStream(name.startsWith("streamed"))
                .build();
        try {
            return model.apply(sender)
                    .complete(new ChatRequest(List.of(user("hi")), generation, 0, Map.of(), ""), Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer answer(String name) {
        return ((ChatResult.Answered) result(name).outcome()).answer();
    }

    Failure failure(String name) {
        return ((ChatResult.Failed) result(name).outcome()).failure();
    }

    /** The failures of sections as {@code name reason scope}, one a line, so that a table shows them all. */
    String failures(String... names) {
        StringBuilder table = new StringBuilder();
        for (String name : names) {
            Failure failure = failure(name);
            table.append(name)
                    .append(' ')
                    .append(failure.reason())
                    .append(' ')
                    .append(failure.scope())
                    .append('\n');
        }
        return table.toString();
    }
}
