package dev.assay.cli;

import dev.assay.cli.base.Terminal;
import dev.assay.cli.base.Trace;
import dev.assay.cli.base.Version;
import dev.assay.cli.base.World;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The surroundings of this process. */
final class WorldConfig {

    private WorldConfig() {}

    @Produces
    @Singleton
    static World world() {
        Map<String, String> environment = System.getenv();
        return new World(
                Terminal.standard(environment),
                environment,
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home", ".")),
                Optional.ofNullable(System.getProperty("assay.root")).map(Path::of),
                Trace.start(),
                Version.current());
    }
}
