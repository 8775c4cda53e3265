package dev.assay.runner.price;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.runner.v1.PriceTable;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Price tables in the database. */
@ApplicationScoped
public class PriceRepository {

    private static final String READ =
            "select project, version, content, create_time from price_table where project = ? ";

    private final AgroalDataSource source;

    PriceRepository(@DataSource("runner") AgroalDataSource source) {
        this.source = source;
    }

    <T> T inTransaction(Supplier<T> work) {
        return QuarkusTransaction.requiringNew().call(work::get);
    }

    /** Lets one change of a project's table at a time through, until the current transaction ends. */
    void lock(String project) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, "price_table/" + project);
            statement.execute();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Optional<PriceTables.Version> latest(String project) {
        return list(project, Integer.MAX_VALUE, 1).stream().findFirst();
    }

    Optional<PriceTables.Version> find(String project, int number) {
        return read(READ + "and version = ?", project, number, 0).stream().findFirst();
    }

    /** Versions below {@code before}, newest first. */
    List<PriceTables.Version> list(String project, int before, int count) {
        return read(READ + "and version < ? order by version desc limit ?", project, before, count);
    }

    void insert(PriceTables.Version version) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into price_table (project, version, content, create_time) values (?, ?, ?, ?)")) {
            statement.setString(1, version.project());
            statement.setInt(2, version.number());
            statement.setBytes(3, version.content().toByteArray());
            statement.setObject(4, OffsetDateTime.ofInstant(version.createTime(), ZoneOffset.UTC));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<PriceTables.Version> read(String sql, String project, int number, int count) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, project);
            statement.setInt(2, number);
            if (count > 0) {
                statement.setInt(3, count);
            }
            List<PriceTables.Version> versions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    versions.add(version(rows));
                }
            }
            return versions;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PriceTables.Version version(ResultSet row) throws SQLException {
        try {
            return new PriceTables.Version(
                    row.getString(1),
                    row.getInt(2),
                    PriceTable.parseFrom(row.getBytes(3)),
                    row.getObject(4, OffsetDateTime.class).toInstant());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a price table is unreadable", e);
        }
    }
}
