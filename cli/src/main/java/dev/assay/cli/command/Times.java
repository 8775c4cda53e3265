package dev.assay.cli.command;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times for people: UTC, to the second. */
final class Times {

    private Times() {}

    static String text(Timestamp time) {
        return time.getSeconds() == 0
                ? "—"
                : Instant.ofEpochSecond(time.getSeconds())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }
}
