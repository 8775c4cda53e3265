package dev.assay.runner.run;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be spent, over all processes. A process leases a part of what is left before it calls, and what calls have cost is taken from its
 * lease in the transaction that stores them; so what was spent and what may still be spent never exceed the amount together.
 */
@ApplicationScoped
public class BudgetRepository {

    /** Of what is left, leased ahead of need at the most. */
    private static final BigDecimal SHARE_AHEAD = new BigDecimal("0.0625");

    /** A lease that was not renewed for so long has no living holder. */
    private static final Duration ALIVE = Duration.ofSeconds(60);

    /** Behind a holder's name: what is set aside for calls of his that are stored nowhere. */
    private static final String LOST = "/lost";

    /**
     * Whose money is spent.
     *
     * @param account key of the account
     * @param holder of the lease; never used twice
     */
    public record Purse(long account, String holder) {}

    /**
     * An answer to the wish for more.
     *
     * @param granted what was added to the lease; 0 when not all that is needed is left
     * @param othersSpend whether others have money that may come back
     */
    public record Grant(BigDecimal granted, boolean othersSpend) {}

    private final AgroalDataSource source;

    BudgetRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    /** The amount of an account; empty when there is none. */
    Optional<BigDecimal> amount(String project, String id) {
        return Optional.ofNullable(
                number("select amount from budget_account where project = ? and id = ?", project, id));
    }

    /**
     * The key of an account, which is opened when it is not there.
     *
     * @param spent what was spent before it was opened
     */
    public long open(String project, String id, BigDecimal amount, BigDecimal spent) {
        return QuarkusTransaction.requiringNew().call(() -> {
            update(
                    "insert into budget_account (project, id, amount, spent) values (?, ?, ?, ?) on conflict do nothing",
                    project,
                    id,
                    amount,
                    spent);
            BigDecimal key = number("select key from budget_account where project = ? and id = ?", project, id);
            return key == null ? 0 : key.longValueExact();
        });
    }

    /**
     * Leases more.
     *
     * @param needed all or nothing of it
     * @param wished granted when plenty is left
     * @param idle given back when {@code needed} is not there
     * @param lost taken out of the lease then, and set aside for good: what calls that are stored nowhere may have cost
     */
    public Grant acquire(Purse purse, BigDecimal needed, BigDecimal wished, BigDecimal idle, BigDecimal lost) {
        return QuarkusTransaction.requiringNew().call(() -> {
            BigDecimal left = number("""
                    select amount - spent - (select coalesce(sum(l.amount), 0) from budget_lease l where l.account_key = a.key)
                    from (select * from budget_account where key = ? for update) a""", purse.account());
            if (left == null) {
                return new Grant(BigDecimal.ZERO, false);
            }
            if (left.compareTo(needed) >= 0) {
                BigDecimal more = left.multiply(SHARE_AHEAD).min(wished);
                BigDecimal granted = needed.max(more);
                update("""
                        insert into budget_lease (account_key, holder, amount, renew_time) values (?, ?, ?, now())
                        on conflict (account_key, holder) do update
                        set amount = budget_lease.amount + excluded.amount, renew_time = now()""", purse.account(), purse.holder(), granted);
                return new Grant(granted, true);
            }
            update(
                    "update budget_lease set amount = amount - ?, renew_time = now() where account_key = ? and holder = ?",
                    idle.add(lost),
                    purse.account(),
                    purse.holder());
            if (lost.signum() > 0) {
                update("""
                        insert into budget_lease (account_key, holder, amount, renew_time) values (?, ?, ?, 'epoch')
                        on conflict (account_key, holder) do update set amount = budget_lease.amount + excluded.amount""", purse.account(), purse.holder() + LOST, lost);
            }
            BigDecimal others = number(
                    "select count(*) from budget_lease where account_key = ? and holder <> ? and amount > 0 and renew_time > now() - ? * interval '1 second'",
                    purse.account(),
                    purse.holder(),
                    ALIVE.toSeconds());
            return new Grant(BigDecimal.ZERO, others != null && others.signum() > 0);
        });
    }

    /** Calls of a purse have cost {@code cost}, and {@code returned} is not needed any more; part of the current transaction. */
    void spend(Purse purse, BigDecimal cost, BigDecimal returned) {
        update("update budget_account set spent = spent + ? where key = ?", cost, purse.account());
        update(
                "update budget_lease set amount = amount - ?, renew_time = now() where account_key = ? and holder = ?",
                cost.add(returned),
                purse.account(),
                purse.holder());
    }

    /** Says that the holder lives. */
    public void renew(Purse purse) {
        update(
                "update budget_lease set renew_time = now() where account_key = ? and holder = ?",
                purse.account(),
                purse.holder());
    }

    /** What the lease amounts to. */
    public BigDecimal leased(Purse purse) {
        BigDecimal amount = number(
                "select amount from budget_lease where account_key = ? and holder = ?",
                purse.account(),
                purse.holder());
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /** The holder spends nothing more. {@code kept} of its lease is not given back: nobody knows whether it was spent. */
    public void close(Purse purse, BigDecimal kept) {
        if (kept.signum() == 0) {
            update("delete from budget_lease where account_key = ? and holder = ?", purse.account(), purse.holder());
        } else {
            update(
                    "update budget_lease set amount = least(amount, ?), renew_time = 'epoch' where account_key = ? and holder = ?",
                    kept,
                    purse.account(),
                    purse.holder());
        }
    }

    /** Removes an account, whosever project it is in. */
    void remove(String id) {
        update("delete from budget_account where id = ?", id);
    }

    private void update(String sql, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private @Nullable BigDecimal number(String sql, Object... values) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getBigDecimal(1) : null;
            }
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
