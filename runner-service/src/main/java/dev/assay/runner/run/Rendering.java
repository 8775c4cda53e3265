package dev.assay.runner.run;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.assay.runner.v1.Completion;
import dev.assay.runner.v1.Run.Progress;
import dev.assay.type.v1.Cost;
import java.math.BigDecimal;
import java.time.Instant;

/** Runs and completions as the contract shows them. */
final class Rendering {

    private Rendering() {}

    static dev.assay.runner.v1.Run run(Run run) {
        Tally tally = run.tally();
        dev.assay.runner.v1.Run.Builder shown = run.specification().toBuilder()
                .setName(run.name())
                .setState(tally.state())
                .setProgress(progress(tally))
                .setUsage(tally.usage())
                .setCreateTime(timestamp(run.createTime()));
        String currency = run.specification().getModelSnapshot().getPrices().getCurrencyCode();
        if (!currency.isEmpty()) {
            shown.setCost(Cost.newBuilder().setCurrencyCode(currency).setAmount(plain(tally.cost())));
        }
        if (tally.error() != null) {
            shown.setError(tally.error());
        }
        if (tally.startTime() != null) {
            shown.setStartTime(timestamp(tally.startTime()));
        }
        if (tally.endTime() != null) {
            shown.setEndTime(timestamp(tally.endTime()));
        }
        return shown.build();
    }

    static Completion completion(Run run, CompletionRepository.Stored stored) {
        return stored.completion().toBuilder()
                .setName(run.name() + "/completions/" + stored.example() + "-" + stored.sampleIndex())
                .build();
    }

    private static Progress progress(Tally tally) {
        Instant now = Instant.now();
        Progress.Builder progress = Progress.newBuilder()
                .setSucceeded(tally.stored() - tally.failed())
                .setFailed(tally.failed())
                .setRetried(tally.retried())
                .setCached(tally.cached())
                .setRate(tally.currentRate(now));
        tally.total().ifPresent(progress::setTotal);
        tally.remaining(now)
                .ifPresent(left -> progress.setRemaining(
                        Duration.newBuilder().setSeconds(left.toSeconds()).setNanos(left.toNanosPart())));
        return progress.build();
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
