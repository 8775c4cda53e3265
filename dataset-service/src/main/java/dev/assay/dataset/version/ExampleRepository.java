package dev.assay.dataset.version;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.assay.dataset.v1.Example;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Examples in their table, to be read. No connection is held between two calls. */
@ApplicationScoped
public class ExampleRepository {

    private static final int FETCH_SIZE = 10_000;

    private static final String IN_SLICE =
            " and (cardinality(?::text[]) = 0 or category = any(?::text[])) and tags @> ?::text[]";

    private final AgroalDataSource database;

    ExampleRepository(@DataSource("dataset") AgroalDataSource database) {
        this.database = database;
    }

    /** Where examples lie and how large they are, in the order of the version. */
    record Places(int[] ordinals, int[] sizes) {}

    /** The same with their categories as indices into {@code names}. */
    record CategorisedPlaces(Places places, int[] categories, List<String> names) {}

    /** At most {@code limit} examples of a slice with an ordinal above {@code after}. */
    Places places(long version, Slice slice, int after, int limit) throws SQLException {
        String sql = "select ordinal, size from example where version_key = ? and ordinal > ?" + IN_SLICE
                + " order by ordinal limit ?";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, version);
            statement.setInt(2, after);
            setSlice(statement, 3, slice);
            statement.setInt(6, limit);
            Growing ordinals = new Growing();
            Growing sizes = new Growing();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ordinals.add(rows.getInt(1));
                    sizes.add(rows.getInt(2));
                }
            }
            return new Places(ordinals.values(), sizes.values());
        }
    }

    /** All examples of a slice: twelve bytes of memory each. */
    CategorisedPlaces allPlaces(long version, Slice slice) throws SQLException {
        String sql =
                "select ordinal, size, category from example where version_key = ?" + IN_SLICE + " order by ordinal";
        try (Connection connection = database.getConnection()) {
            // A cursor needs a transaction.
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, version);
                setSlice(statement, 2, slice);
                statement.setFetchSize(FETCH_SIZE);
                Growing ordinals = new Growing();
                Growing sizes = new Growing();
                Growing categories = new Growing();
                Map<String, Integer> names = new LinkedHashMap<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        ordinals.add(rows.getInt(1));
                        sizes.add(rows.getInt(2));
                        categories.add(names.computeIfAbsent(rows.getString(3), name -> names.size()));
                    }
                }
                return new CategorisedPlaces(
                        new Places(ordinals.values(), sizes.values()),
                        categories.values(),
                        List.copyOf(names.keySet()));
            } finally {
                connection.rollback();
            }
        }
    }

    /** The examples with these ordinals, in any order; those that are not there are left out. */
    List<StoredExample> read(long version, int[] ordinals) throws SQLException {
        String sql =
                "select ordinal, digest, repetition, content from example where version_key = ? and ordinal = any(?)";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, version);
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "integer", Arrays.stream(ordinals).boxed().toArray()));
            return read(statement);
        }
    }

    /** The example with that id. */
    Optional<StoredExample> find(long version, ExampleId id) throws SQLException {
        String sql = "select ordinal, digest, repetition, content from example"
                + " where version_key = ? and digest = ? and repetition = ?";
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, version);
            statement.setBytes(2, id.digest());
            statement.setInt(3, id.repetition());
            return read(statement).stream().findFirst();
        }
    }

    private static List<StoredExample> read(PreparedStatement statement) throws SQLException {
        List<StoredExample> examples = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                examples.add(new StoredExample(
                        rows.getInt(1),
                        new ExampleId(rows.getBytes(2), rows.getInt(3)),
                        Example.parseFrom(rows.getBytes(4))));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored example cannot be read", e);
        }
        return examples;
    }

    private static void setSlice(PreparedStatement statement, int first, Slice slice) throws SQLException {
        Connection connection = statement.getConnection();
        Object[] categories = slice.categories().toArray();
        statement.setArray(first, connection.createArrayOf("text", categories));
        statement.setArray(first + 1, connection.createArrayOf("text", categories));
        statement.setArray(
                first + 2, connection.createArrayOf("text", slice.tags().toArray()));
    }

    /** Integers, one after the other. */
    private static final class Growing {
        private int[] values = new int[256];
        private int count;

        void add(int value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = value;
        }

        int[] values() {
            return Arrays.copyOf(values, count);
        }
    }
}
