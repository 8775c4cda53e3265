package dev.assay.runner.cache;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import dev.assay.runner.v1.GenerationParameters;
import dev.assay.runner.v1.Model;
import dev.assay.type.v1.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Keys of answers: SHA-256 over everything that shapes an answer, in a canonical form with a version. Of the model's settings all that is
 * not known to leave answers alone takes part, so that a setting added later is part of the key from its first day.
 *
 * <p>Canonical form: each part is its length as four bytes, big-endian, and its bytes. The parts are {@link #VERSION}; the settings; the
 * generation parameters; the sample index in decimal; then each message. Protobuf messages are written with sorted maps, and reading such
 * bytes gives the message again, so different questions never have the same form.
 */
public final class CacheKeys {

    /** To be changed when the same request comes to mean another question to a provider. */
    static final String VERSION = "assay answer cache 1";

    private final byte[] settings;
    private final byte[] generation;

    private CacheKeys(byte[] settings, byte[] generation) {
        this.settings = settings;
        this.generation = generation;
    }

    /** Keys of questions to one model with one set of parameters. */
    public static CacheKeys of(Model model, GenerationParameters generation) {
        Model shaping = model.toBuilder()
                .clearName()
                .clearTitle()
                .clearCredential()
                .clearLimits()
                .clearPrices()
                .clearCallPolicy()
                .clearCreateTime()
                .clearUpdateTime()
                .clearEtag()
                .build();
        return new CacheKeys(canonical(shaping), canonical(generation));
    }

    /**
     * The key of one question.
     *
     * @param messages as rendered, oldest turn first
     * @param sampleIndex which of the samples of one example, from 0; it also shifts the seed
     */
    public ByteString key(List<Message> messages, int sampleIndex) {
        MessageDigest digest = sha256();
        part(digest, VERSION.getBytes(StandardCharsets.UTF_8));
        part(digest, settings);
        part(digest, generation);
        part(digest, Integer.toString(sampleIndex).getBytes(StandardCharsets.UTF_8));
        messages.forEach(message -> part(digest, canonical(message)));
        return ByteString.copyFrom(digest.digest());
    }

    private static void part(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static byte[] canonical(MessageLite message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
