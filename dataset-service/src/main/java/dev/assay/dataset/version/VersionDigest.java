package dev.assay.dataset.version;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of a version: SHA-256 over the ids of its examples in their order, each followed by a line feed. */
public final class VersionDigest {

    /** Hex digits of the digest that make the id of a version. */
    public static final int ID_LENGTH = 32;

    private final MessageDigest sha;

    public VersionDigest() {
        try {
            this.sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next example. */
    public void add(ExampleId id) {
        sha.update(id.toString().getBytes(StandardCharsets.US_ASCII));
        sha.update((byte) '\n');
    }

    /** 64 hex digits; the digest starts anew. */
    public String finish() {
        return HexFormat.of().formatHex(sha.digest());
    }
}
