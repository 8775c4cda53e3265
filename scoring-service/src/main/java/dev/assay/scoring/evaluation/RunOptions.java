package dev.assay.scoring.evaluation;

import dev.assay.kit.error.AssayException;
import dev.assay.suite.ModelSpec;
import dev.assay.suite.Suite;
import java.util.UUID;

/**
 * How the runs of an evaluation are paid.
 *
 * @param cache OFF, READ or READ_WRITE, as the runner calls it; empty: not said
 * @param budgetCurrency ISO 4217 code; empty without a budget
 * @param budgetAmount decimal; empty without a budget
 * @param budgetAccount what all runs of the evaluation pay from; empty without a budget
 */
public record RunOptions(String cache, String budgetCurrency, String budgetAmount, String budgetAccount) {

    /** Nothing is said. */
    public static final RunOptions NONE = new RunOptions("", "", "", "");

    /** Whether there is a budget. */
    public boolean hasBudget() {
        return !budgetAmount.isEmpty();
    }

    /**
     * What the request says, and where it says nothing the suite.
     *
     * @throws AssayException INVALID_REQUEST naming the field
     */
    RunOptions orElse(Suite suite, String evaluation) {
        String mode = cache.isEmpty() ? suite.cache().name() : cache;
        if (!hasBudget() && suite.budget().isEmpty()) {
            return new RunOptions(mode, "", "", "");
        }
        boolean called =
                suite.models().values().stream().anyMatch(model -> model.provider() != ModelSpec.Provider.RECORDED);
        if (called && suite.generation().maxTokens().isEmpty()) {
            throw AssayException.invalid(
                    "evaluation.budget",
                    "needs generation.max_tokens in the suite: without it no call has a worst case");
        }
        // A name can be given again to another evaluation; the account cannot.
        String account = evaluation + "#" + UUID.randomUUID();
        return hasBudget()
                ? new RunOptions(mode, budgetCurrency, budgetAmount, account)
                : new RunOptions(
                        mode,
                        suite.budget().orElseThrow().currency(),
                        suite.budget().orElseThrow().amount(),
                        account);
    }
}
