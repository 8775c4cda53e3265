package dev.assay.dataset.version;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;

/** Where new versions are made. */
@ApplicationScoped
public class NewVersionRepository {

    private final AgroalDataSource database;

    NewVersionRepository(@DataSource("dataset") AgroalDataSource database) {
        this.database = database;
    }

    /** Begins a version. It must be closed, and holds a connection until then. */
    public NewVersion begin() throws SQLException {
        return NewVersion.begin(database.getConnection());
    }
}
