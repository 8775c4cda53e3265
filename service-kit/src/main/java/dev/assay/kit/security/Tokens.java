package dev.assay.kit.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The accepted bearer tokens, known only by their SHA-256. Immutable. */
public final class Tokens {

    private final Map<String, Caller> callers;

    private Tokens(Map<String, Caller> callers) {
        this.callers = callers;
    }

    /**
     * Reads a tokens file: {@code digest role principal} a line, blank lines and lines that start with {@code #} skipped.
     *
     * @throws IllegalArgumentException naming file and line, when one is malformed
     */
    public static Tokens read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("assay.auth.tokens-file: cannot read " + file, e);
        }
        Map<String, Caller> callers = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", -1);
            if (words.length != 3 || !words[0].matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("assay.auth.tokens-file: " + file + ", line " + (i + 1)
                        + ": expected SHA-256, role, principal");
            }
            Role role;
            try {
                role = Role.valueOf(words[1].toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "assay.auth.tokens-file: " + file + ", line " + (i + 1) + ": unknown role " + words[1], e);
            }
            callers.put(words[0], new Caller(words[2], role));
        }
        return new Tokens(callers);
    }

    /** Whose token this is. The look-up goes by the digest, so that its time tells nothing of the token. */
    public Optional<Caller> caller(String token) {
        return Optional.ofNullable(callers.get(sha256(token)));
    }

    private static String sha256(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
