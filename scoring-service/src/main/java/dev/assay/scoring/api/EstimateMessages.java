package dev.assay.scoring.api;

import dev.assay.runner.v1.RunEstimate.Money;
import dev.assay.scoring.evaluation.Evaluations.Forecast;
import dev.assay.scoring.evaluation.Evaluations.ParticipantEstimate;
import dev.assay.scoring.v1.EvaluationEstimate;
import dev.assay.type.v1.Cost;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Estimates as messages of the contract. */
final class EstimateMessages {

    private EstimateMessages() {}

    static EvaluationEstimate estimate(Forecast forecast) {
        EvaluationEstimate.Builder message = EvaluationEstimate.newBuilder();
        Map<String, Money> costs = new TreeMap<>();
        for (ParticipantEstimate estimate : forecast.participants()) {
            message.addParticipants(EvaluationEstimate.Participant.newBuilder()
                    .setRole(EvaluationMessages.role(estimate.participant().role()))
                    .setKey(estimate.participant().key())
                    .setRun(estimate.run()));
            if (estimate.run().hasCost()) {
                Money cost = estimate.run().getCost();
                costs.merge(cost.getCurrencyCode(), cost, EstimateMessages::plus);
            }
        }
        message.addAllCosts(costs.values());
        if (forecast.options().hasBudget()) {
            message.setBudget(Cost.newBuilder()
                    .setCurrencyCode(forecast.options().budgetCurrency())
                    .setAmount(forecast.options().budgetAmount()));
        }
        return message.build();
    }

    private static Money plus(Money a, Money b) {
        return Money.newBuilder()
                .setCurrencyCode(a.getCurrencyCode())
                .setLow(plus(a.getLow(), b.getLow()))
                .setExpected(plus(a.getExpected(), b.getExpected()))
                .setHigh(plus(a.getHigh(), b.getHigh()))
                .build();
    }

    private static String plus(String a, String b) {
        return new BigDecimal(a).add(new BigDecimal(b)).toPlainString();
    }
}
