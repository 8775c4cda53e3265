package dev.assay.scoring.api;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;

/** Ids of evaluations whose creator gives none: the time in UTC and four random bytes, for example {@code 20261124-190012-4f3a9c01}. */
final class EvaluationIds {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int BYTES = 4;

    private EvaluationIds() {}

    static String next() {
        byte[] bytes = new byte[BYTES];
        // Made here and not kept: a native image must not carry the seed of the machine that built it.
        new SecureRandom().nextBytes(bytes);
        return TIME.format(Instant.now()) + "-" + HexFormat.of().formatHex(bytes);
    }
}
