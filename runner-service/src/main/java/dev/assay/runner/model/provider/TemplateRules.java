package dev.assay.runner.model.provider;

import com.google.protobuf.Struct;
import dev.assay.runner.v1.HttpTemplate;
import dev.assay.runner.v1.HttpTemplateStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the template of an HTTP endpoint must be like. */
public final class TemplateRules {

    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_HEADERS = 32;
    private static final int MAX_POINTER = 500;
    private static final int MAX_MARKER = 100;
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{0,1000}");
    private static final Set<String> OWN = Set.of(
            "host",
            "content-length",
            "content-type",
            "content-encoding",
            "transfer-encoding",
            "accept-encoding",
            "connection",
            "keep-alive",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "traceparent");
    private static final Set<String> SECRET =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-goog-api-key");

    private TemplateRules() {}

    /**
     * What is wrong with a template.
     *
     * @param field the field at fault, below {@code model.}
     * @param reason why
     */
    public record Problem(String field, String reason) {}

    /** The first problem; empty when there is none. */
    public static Optional<Problem> problem(HttpTemplate template, String modelId) {
        return body(template.getBody(), modelId)
                .or(() -> required("answer_pointer", template.getAnswerPointer()))
                .or(() -> pointer("finish_reason_pointer", template.getFinishReasonPointer()))
                .or(() -> pointer("input_tokens_pointer", template.getInputTokensPointer()))
                .or(() -> pointer("output_tokens_pointer", template.getOutputTokensPointer()))
                .or(() -> pointer("error_pointer", template.getErrorPointer()))
                .or(() -> credential(template))
                .or(() -> headers(template))
                .or(() -> template.hasStream() ? stream(template) : Optional.empty());
    }

    private static Optional<Problem> body(Struct body, String modelId) {
        if (body.getFieldsCount() == 0) {
            return of("body", "required: a JSON object with {{prompt}} or {{messages}}");
        }
        if (body.getSerializedSize() > MAX_BODY) {
            return of("body", "larger than " + MAX_BODY + " bytes");
        }
        Set<TemplatePlace> places;
        try {
            places = new JsonTemplate(body).places();
        } catch (JsonTemplate.InvalidException e) {
            return of("body" + e.where(), String.valueOf(e.getMessage()));
        }
        if (!places.contains(TemplatePlace.PROMPT) && !places.contains(TemplatePlace.MESSAGES)) {
            return of("body", "must have {{prompt}} or {{messages}}");
        }
        if (places.contains(TemplatePlace.MODEL) && modelId.isEmpty()) {
            return Optional.of(new Problem("model_id", "required, since the template has {{model}}"));
        }
        return Optional.empty();
    }

    private static Optional<Problem> stream(HttpTemplate template) {
        HttpTemplateStream stream = template.getStream();
        if (stream.getBody().getSerializedSize() > MAX_BODY) {
            return of("stream.body", "larger than " + MAX_BODY + " bytes");
        }
        try {
            if (!new JsonTemplate(stream.getBody()).places().isEmpty()) {
                return of("stream.body", "has no places; those of the body stay");
            }
            Struct patched = Structs.patched(template.getBody(), stream.getBody());
            if (!new JsonTemplate(patched).places().equals(new JsonTemplate(template.getBody()).places())) {
                return of("stream.body", "takes a place out of the body");
            }
        } catch (JsonTemplate.InvalidException e) {
            return of("stream.body" + e.where(), String.valueOf(e.getMessage()));
        }
        String done = stream.getDone();
        if (!done.equals(Lines.one(done)) || done.length() > MAX_MARKER) {
            return of("stream.done", "must be one line of at most " + MAX_MARKER + " characters, such as [DONE]");
        }
        if (done.isEmpty() && stream.getDonePointer().isEmpty()) {
            return of(
                    "stream.done",
                    "required, or stream.done_pointer: nothing else tells a whole answer from half of one");
        }
        return required("stream.delta_pointer", stream.getDeltaPointer())
                .or(() -> pointer("stream.done_pointer", stream.getDonePointer()));
    }

    private static Optional<Problem> required(String name, String pointer) {
        return pointer.isEmpty() ? of(name, "required, for example /answer") : pointer(name, pointer);
    }

    private static Optional<Problem> pointer(String name, String pointer) {
        boolean good = pointer.isEmpty()
                || pointer.length() <= MAX_POINTER && POINTER.matcher(pointer).matches();
        return good ? Optional.empty() : of(name, "must be a JSON Pointer (RFC 6901) such as /choices/0/text");
    }

    private static Optional<Problem> credential(HttpTemplate template) {
        String header = template.getCredentialHeader();
        if (!header.isEmpty() && (!HEADER.matcher(header).matches() || OWN.contains(header.toLowerCase(Locale.ROOT)))) {
            return of("credential_header", "cannot be the name of a header field for a credential");
        }
        if (!template.getCredentialScheme().matches("[A-Za-z0-9._~+/-]{0,64}")) {
            return of("credential_scheme", "must be one word, such as Bearer");
        }
        return Optional.empty();
    }

    private static Optional<Problem> headers(HttpTemplate template) {
        if (template.getHeadersCount() > MAX_HEADERS) {
            return of("headers", "more than " + MAX_HEADERS);
        }
        for (Map.Entry<String, String> header : template.getHeadersMap().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HEADER.matcher(name).matches() || OWN.contains(name)) {
                return of("headers", Lines.one(header.getKey()) + " cannot be set");
            }
            if (SECRET.contains(name)
                    || name.equals(template.getCredentialHeader().toLowerCase(Locale.ROOT))) {
                return of("headers", name + " is for a secret: use credential and credential_header");
            }
            if (!HEADER_VALUE.matcher(header.getValue()).matches()) {
                return of("headers", name + " must be of at most 1,000 printable ASCII characters");
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> of(String field, String reason) {
        return Optional.of(new Problem("http_template." + field, reason));
    }
}
