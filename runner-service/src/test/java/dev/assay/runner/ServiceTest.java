package dev.assay.runner;

import dev.assay.runner.fake.FakeDatasets;
import dev.assay.runner.fake.FakeDatasetsResource;
import dev.assay.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the whole service stand on: a database, data sets to read, and a client over a real channel. */
@QuarkusTestResource(
        value = PostgresResource.class,
        initArgs = @ResourceArg(name = PostgresResource.DATASOURCES, value = "runner"))
@QuarkusTestResource(FakeDatasetsResource.class)
@SuppressWarnings("NullAway.Init")
abstract class ServiceTest {

    FakeDatasets datasets;
    Client client;

    @TestHTTPResource("/")
    URI address;

    @BeforeEach
    void open() {
        client = Client.open(address.getPort());
    }

    @AfterEach
    void close() {
        client.close();
    }
}
