package dev.assay.testing;

import dev.assay.testing.TestPostgres.Database;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gives each datasource of a Quarkus test a database of its own on {@link TestPostgres}.
 *
 * <pre>{@code
 * @QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "datasources", value = "dataset,runner"))
 * }</pre>
 *
 * <p>Without the argument it is the default datasource. Names with characters other than letters, digits, {@code -} and {@code _} are an error.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    /** The argument: names of datasources with commas between them. */
    public static final String DATASOURCES = "datasources";

    private List<String> names = List.of();

    @Override
    public void init(Map<String, String> arguments) {
        names = Stream.of(arguments.getOrDefault(DATASOURCES, "").split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        for (String name : names) {
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,40}")) {
                throw new IllegalArgumentException("'" + name + "' is no name of a datasource");
            }
        }
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (names.isEmpty()) {
            put(properties, "quarkus.datasource.", TestPostgres.shared().newDatabase());
        }
        for (String name : names) {
            String prefix = name.toLowerCase(Locale.ROOT).replace('-', '_');
            put(
                    properties,
                    "quarkus.datasource.\"" + name + "\".",
                    TestPostgres.shared().newDatabase(prefix));
        }
        return properties;
    }

    @Override
    public void stop() {
        // The server goes with the JVM, and the database with the server.
    }

    private static void put(Map<String, String> properties, String prefix, Database database) {
        properties.put(prefix + "jdbc.url", database.jdbcUrl());
        properties.put(prefix + "username", database.user());
        properties.put(prefix + "password", database.password());
    }
}
