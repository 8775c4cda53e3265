package dev.assay.runner.execution;

import dev.assay.runner.model.chat.Usages;
import dev.assay.runner.run.BudgetRepository;
import dev.assay.runner.run.BudgetRepository.Purse;
import dev.assay.runner.run.Draft;
import dev.assay.runner.run.Ledger;
import dev.assay.runner.v1.Run;
import dev.assay.type.v1.Prices;
import dev.assay.type.v1.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The budget of a run, as this process sees it: no call begins whose worst case is not leased from the account that all processes share. When it is
 * not to be had, it waits until calls under way, here or elsewhere, have shown what they really cost.
 */
final class Budget {

    private static final long LOOK_EVERY_MILLIS = 200;
    private static final Duration RENEW_EVERY = Duration.ofSeconds(5);

    /** So long a repeated attempt waits for others to give something back. They may wait for the same. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Calls that are leased for beyond what is needed, while plenty is left. */
    private static final BigDecimal AHEAD = BigDecimal.valueOf(16);

    private final BudgetRepository accounts;
    private final Purse purse;
    private final BigDecimal limit;
    private final Prices prices;
    private final Prices worstPrices;
    private final long mostOutput;
    private final Map<Draft.Key, BigDecimal> reserved = new HashMap<>();

    /** Of calls under way, and {@link #lost}. */
    private BigDecimal reservedSum = BigDecimal.ZERO;

    /** Was, or may have been, spent by calls that are stored nowhere. */
    private BigDecimal lost = BigDecimal.ZERO;

    private BigDecimal leased = BigDecimal.ZERO;
    private boolean unsure;
    private boolean paying;
    private long renewed = System.nanoTime();

    private Budget(BudgetRepository accounts, Purse purse, Run specification) {
        this.accounts = accounts;
        this.purse = purse;
        this.limit = new BigDecimal(specification.getBudget().getAmount());
        this.prices = specification.getModelSnapshot().getPrices();
        this.worstPrices = Usages.worst(prices);
        this.mostOutput = specification.getGeneration().getMaxTokens();
    }

    /** The budget of that run; empty when it has none. */
    static Optional<Budget> of(dev.assay.runner.run.Run run, BudgetRepository accounts) {
        Run specification = run.specification();
        if (!specification.hasBudget()
                || specification.getModelSnapshot().getProvider() == dev.assay.runner.v1.Model.Provider.RECORDED) {
            return Optional.empty();
        }
        long account = accounts.open(
                run.project(),
                Ledger.budgetAccount(run),
                new BigDecimal(specification.getBudget().getAmount()),
                run.tally().cost());
        return Optional.of(
                new Budget(accounts, new Purse(account, UUID.randomUUID().toString()), specification));
    }

    /** What the next completions that are stored are taken from. */
    Purse purse() {
        return purse;
    }

    /** Sets aside the worst case of a call whose prompt has at most {@code tokens}; false when it does not fit, or is not wanted any more. */
    synchronized boolean reserve(Draft.Key key, long tokens, BooleanSupplier wanted) throws InterruptedException {
        BigDecimal cost = worst(tokens);
        while (wanted.getAsBoolean()) {
            Optional<Boolean> taken = take(key, cost);
            if (taken.isPresent()) {
                return taken.get();
            }
            wait(LOOK_EVERY_MILLIS);
        }
        return false;
    }

    /**
     * Sets aside so much more for a call, whose attempt before the next one has cost that; false when it does not fit.
     *
     * @throws InterruptedException also when it is not wanted any more
     */
    synchronized boolean again(Draft.Key key, BigDecimal cost, BooleanSupplier wanted) throws InterruptedException {
        long begun = System.nanoTime();
        while (wanted.getAsBoolean()) {
            Optional<Boolean> taken = take(key, cost);
            if (taken.isPresent()) {
                return taken.get();
            }
            if (!unsure && System.nanoTime() - begun > PATIENCE.toNanos()) {
                return false;
            }
            wait(LOOK_EVERY_MILLIS);
        }
        throw new InterruptedException("not wanted any more");
    }

    /** Empty when it cannot be told yet. */
    private Optional<Boolean> take(Draft.Key key, BigDecimal cost) {
        if (leased.subtract(reservedSum).compareTo(cost) < 0 || unsure) {
            try {
                if (unsure && paying) {
                    return Optional.empty();
                }
                if (unsure) {
                    leased = accounts.leased(purse);
                    unsure = false;
                }
                Optional<Boolean> has = lease(cost);
                if (!has.orElse(false)) {
                    // What calls under way have set aside may come back.
                    return reserved.isEmpty() ? has : Optional.empty();
                }
            } catch (RuntimeException e) {
                if (!Patience.isOutage(e)) {
                    throw e;
                }
                unsure = true;
                return Optional.empty();
            }
        }
        reserved.merge(key, cost, BigDecimal::add);
        reservedSum = reservedSum.add(cost);
        return Optional.of(true);
    }

    /** Leases what {@code cost} needs: whether it has it now; empty when others may yet give something back. */
    private Optional<Boolean> lease(BigDecimal cost) {
        BigDecimal idle = leased.subtract(reservedSum);
        if (idle.compareTo(cost) >= 0) {
            return Optional.of(true);
        }
        BigDecimal returned = idle.max(BigDecimal.ZERO);
        BudgetRepository.Grant grant =
                accounts.acquire(purse, cost.subtract(idle), cost.multiply(AHEAD), returned, lost);
        renewed = System.nanoTime();
        if (grant.granted().signum() > 0) {
            leased = leased.add(grant.granted());
            return Optional.of(true);
        }
        leased = leased.subtract(returned).subtract(lost);
        reservedSum = reservedSum.subtract(lost);
        lost = BigDecimal.ZERO;
        return grant.othersSpend() ? Optional.empty() : Optional.of(false);
    }

    /** What may be given back while something is stored; followed by {@link #settle}. */
    synchronized BigDecimal giveBack() {
        BigDecimal idle = leased.subtract(reservedSum).max(BigDecimal.ZERO);
        BigDecimal returned = unsure || idle.compareTo(reservedSum) <= 0 ? BigDecimal.ZERO : idle.subtract(reservedSum);
        reservedSum = reservedSum.add(returned);
        paying = true;
        return returned;
    }

    /**
     * Calls have ended and are stored.
     *
     * @param returned what {@link #giveBack} said
     * @param spent what was taken from the lease for them
     * @param sure whether that is known
     */
    synchronized void settle(Collection<Draft.Key> keys, BigDecimal returned, BigDecimal spent, boolean sure) {
        leased = sure && !unsure ? leased.subtract(returned).subtract(spent) : accounts.leased(purse);
        unsure = false;
        paying = false;
        renewed = System.nanoTime();
        reservedSum = reservedSum.subtract(returned);
        keys.forEach(key -> shrink(key, BigDecimal.ZERO));
    }

    /** A call has cost {@code cost} and is stored nowhere; or was not made at all. That much stays set aside. */
    synchronized void shrink(Draft.Key key, BigDecimal cost) {
        BigDecimal worst = reserved.remove(key);
        if (worst != null) {
            reservedSum = reservedSum.subtract(worst).add(cost);
            lost = lost.add(cost);
        }
        notifyAll();
    }

    /** A call was broken off, and nobody knows what it has cost: its worst case stays set aside. */
    synchronized void writeOff(Draft.Key key) {
        BigDecimal worst = reserved.remove(key);
        lost = worst == null ? lost : lost.add(worst);
        notifyAll();
    }

    /** Says now and then that this process lives. */
    synchronized void renew() {
        if (System.nanoTime() - renewed > RENEW_EVERY.toNanos()) {
            renewed = System.nanoTime();
            accounts.renew(purse);
        }
    }

    /** Gives back all but the worst cases of calls of which nobody knows what they have cost. */
    synchronized void close() {
        accounts.close(purse, reservedSum);
    }

    /** What is said when a call does not fit. */
    String message() {
        return "the budget of " + Usages.plain(limit) + " " + prices.getCurrencyCode()
                + " does not suffice for another call in its worst case";
    }

    private BigDecimal worst(long tokens) {
        TokenUsage usage =
                TokenUsage.newBuilder().setInput(tokens).setOutput(mostOutput).build();
        return new BigDecimal(Usages.cost(usage, worstPrices).getAmount());
    }
}
