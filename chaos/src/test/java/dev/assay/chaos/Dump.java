package dev.assay.chaos;

import dev.assay.postgres.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that a database holds as text: every column of every table, bytes taken as characters (strings in protobuf are plain bytes). */
final class Dump {

    private final PostgresServer postgres;
    private final String database;

    Dump(PostgresServer postgres, String database) {
        this.postgres = postgres;
        this.database = database;
    }

    /** The content of each table by its name. */
    Map<String, String> tables() throws SQLException {
        Map<String, String> tables = new LinkedHashMap<>();
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet found =
                    statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
                while (found.next()) {
                    names.add(found.getString(1));
                }
            }
            for (String name : names) {
                try (ResultSet rows = statement.executeQuery("select * from \"" + name + "\"")) {
                    tables.put(database + ": " + name, text(rows));
                }
            }
        }
        return tables;
    }

    private static String text(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        ResultSetMetaData columns = rows.getMetaData();
        while (rows.next()) {
            for (int column = 1; column <= columns.getColumnCount(); column++) {
                boolean bytes = columns.getColumnTypeName(column).equals("bytea");
                byte[] value = bytes ? rows.getBytes(column) : null;
                text.append(
                                value == null
                                        ? String.valueOf(rows.getString(column))
                                        : new String(value, StandardCharsets.ISO_8859_1))
                        .append(' ');
            }
            text.append('\n');
        }
        return text.toString();
    }
}
