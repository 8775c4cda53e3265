package dev.assay.runner.model.provider;

import dev.assay.runner.model.chat.CallTiming;
import dev.assay.runner.model.chat.ChatResult;
import dev.assay.runner.model.chat.Failure;
import dev.assay.type.v1.ErrorReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where secrets come from: {@code env:NAME} or {@code file:/path}, resolved at each call so that a rotated file is taken up. The
 * secret goes nowhere but into the request.
 */
public final class Credentials {

    private static final int MAX_BYTES = 64 * 1024;

    private final Function<String, @Nullable String> environment;

    public Credentials(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** From this process's environment and files. */
    public static Credentials ofProcess() {
        return new Credentials(System::getenv);
    }

    /** A secret could not be had; the message names where it was looked for. */
    public static final class MissingException extends Exception {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }

        /** How a call ends for which there is no secret: nothing was sent, and no other call would be. */
        ChatResult result() {
            return ChatResult.failed(
                    Failure.ofRun(ErrorReason.CREDENTIAL_MISSING, String.valueOf(getMessage()), 0), CallTiming.NONE, 0);
        }
    }

    /** What is wrong with a reference; empty when it could be resolved somewhere. */
    public static Optional<String> problem(String reference) {
        if (reference.startsWith("env:") && reference.substring(4).matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return Optional.empty();
        }
        if (reference.startsWith("file:/") && reference.indexOf('\0') < 0) {
            return Optional.empty();
        }
        // What was given may be the secret itself, so it is not repeated.
        return Optional.of("must be env:NAME or file:/absolute/path, never the secret itself");
    }

    /** The secret that {@code reference} names, without surrounding white space; empty for an empty reference. */
    public String resolve(String reference) throws MissingException {
        if (reference.isEmpty()) {
            return "";
        }
        if (problem(reference).isPresent()) {
            throw new MissingException("the reference of the credential cannot be read");
        }
        String secret;
        if (reference.startsWith("env:")) {
            secret = environment.apply(reference.substring(4));
            if (secret == null) {
                throw new MissingException("credential " + reference + ": the environment variable is not set");
            }
        } else {
            Path file = Path.of(reference.substring("file:".length()));
            try {
                if (Files.size(file) > MAX_BYTES) {
                    throw new MissingException("credential " + reference + ": the file is too large for a credential");
                }
                secret = Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new MissingException("credential " + reference + ": the file cannot be read");
            }
        }
        String stripped = secret.strip();
        if (stripped.isEmpty()) {
            throw new MissingException("credential " + reference + ": it is empty");
        }
        if (stripped.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new MissingException("credential " + reference + ": it holds a line break or control character");
        }
        return stripped;
    }
}
