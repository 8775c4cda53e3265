package dev.assay.cli.evaluate;

import com.google.protobuf.Duration;
import dev.assay.cli.render.Numbers;
import dev.assay.cli.render.Table;
import dev.assay.runner.v1.RunEstimate;
import dev.assay.runner.v1.RunEstimate.Basis;
import dev.assay.runner.v1.RunEstimate.Money;
import dev.assay.scoring.v1.EvaluationEstimate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What an evaluation would take, for people. */
public final class EstimateText {

    private static final long MINUTE = 60;
    private static final long HOUR = 3_600;

    private EstimateText() {}

    /** A table of the models, then the sum. */
    public static List<String> lines(EvaluationEstimate estimate) {
        Table table = new Table().row("model", "calls", "cached", "input tokens", "output tokens", "cost", "time");
        for (EvaluationEstimate.Participant participant : estimate.getParticipantsList()) {
            RunEstimate run = participant.getRun();
            table.row(
                    participant.getKey(),
                    Numbers.count(run.getCompletions() - run.getCached()),
                    Numbers.count(run.getCached()),
                    count(run.getInputTokens()),
                    count(run.getOutputTokens()) + basis(run.getOutputBasis()),
                    run.hasCost() ? money(run.getCost()) : "no prices",
                    time(run) + (run.getDurationBasis() == Basis.ASSUMED ? " (latency assumed)" : ""));
        }
        List<String> lines = new ArrayList<>(table.lines());
        estimate.getCostsList().forEach(cost -> lines.add("all models: " + money(cost)));
        if (estimate.hasBudget()) {
            lines.add(budget(estimate));
        }
        lines.add("expected [low, high]; no model was called");
        return lines;
    }

    private static String budget(EvaluationEstimate estimate) {
        String budget =
                estimate.getBudget().getAmount() + " " + estimate.getBudget().getCurrencyCode();
        BigDecimal limit = new BigDecimal(estimate.getBudget().getAmount());
        Money cost = estimate.getCostsList().stream()
                .filter(money ->
                        money.getCurrencyCode().equals(estimate.getBudget().getCurrencyCode()))
                .findFirst()
                .orElse(Money.newBuilder()
                        .setLow("0")
                        .setExpected("0")
                        .setHigh("0")
                        .build());
        if (new BigDecimal(cost.getHigh()).compareTo(limit) <= 0) {
            return "the budget of " + budget + " suffices";
        }
        return new BigDecimal(cost.getExpected()).compareTo(limit) <= 0
                ? "the budget of " + budget + " may not suffice"
                : "the budget of " + budget + " will not suffice";
    }

    private static String count(RunEstimate.Count count) {
        String expected = Numbers.count(count.getExpected());
        return count.getLow() == count.getHigh()
                ? expected
                : expected + " [" + Numbers.count(count.getLow()) + ", " + Numbers.count(count.getHigh()) + "]";
    }

    private static String basis(Basis basis) {
        return switch (basis) {
            case LIMIT -> " (max_tokens)";
            case ASSUMED -> " (assumed)";
            case LEARNED, BASIS_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    }

    private static String money(Money cost) {
        String expected = cost.getExpected() + " " + cost.getCurrencyCode();
        return cost.getLow().equals(cost.getHigh())
                ? expected
                : expected + " [" + cost.getLow() + ", " + cost.getHigh() + "]";
    }

    private static String time(RunEstimate run) {
        return time(run.getDuration().getExpected()) + " ["
                + time(run.getDuration().getLow()) + ", "
                + time(run.getDuration().getHigh()) + "]";
    }

    private static String time(Duration duration) {
        long seconds = duration.getSeconds() + (duration.getNanos() > 0 ? 1 : 0);
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        return seconds < 2 * HOUR ? (seconds + MINUTE / 2) / MINUTE + " min" : (seconds + HOUR / 2) / HOUR + " h";
    }
}
