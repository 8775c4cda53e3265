package dev.assay.kit.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** The tokens file as it is now: read again when its modification time changes, as it does when a mounted secret is rotated. */
final class TokensFile {

    private record Read(FileTime time, Tokens tokens) {}

    private final Path file;
    private volatile Read read;

    /** Reads the file for the first time. */
    TokensFile(Path file) {
        this.file = file;
        this.read = new Read(modified(), Tokens.read(file));
    }

    Tokens tokens() {
        Read known = read;
        FileTime time = modified();
        if (!time.equals(known.time())) {
            known = new Read(time, Tokens.read(file));
            read = known;
        }
        return known.tokens();
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException("assay.auth.tokens-file: cannot read " + file, e);
        }
    }
}
