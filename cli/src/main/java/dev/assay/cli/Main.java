package dev.assay.cli;

import dev.assay.cli.base.World;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry point: runs one command and ends with its exit code. */
@QuarkusMain
public class Main implements QuarkusApplication {

    private final World world;

    Main(World world) {
        this.world = world;
    }

    @Override
    public int run(String... words) {
        return Assay.execute(world, words);
    }
}
