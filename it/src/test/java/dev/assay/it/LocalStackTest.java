package dev.assay.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The local stack as its user meets it: adopted, repaired, stopped; two at once; a port that is taken (P3). */
class LocalStackTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void adoptsWhatLivesAndStartsWhatDied() throws IOException {
        try (Assay assay = new Assay(folder, folder.resolve("data"));
                Assay other =
                        new Assay(Files.createDirectory(folder.resolve("elsewhere")), folder.resolve("other data"))) {
            assay.run("up", "--detach").succeeded();
            String address = address(assay);
            assertThat(assay.run("up", "--detach").succeeded().out()).startsWith("everything runs already");
            assertThat(assay.run("up", "--detach", "--separate").code()).isEqualTo(4);

            // A second stack with a data folder of its own, for the time of a command.
            assertThat(other.run("datasets", "list").succeeded().out()).startsWith("dataset");
            assertThat(other.leftBehind()).isFalse();

            assay.pids().forEach(Assay::kill);
            assertThat(assay.run("up", "--detach").succeeded().out()).startsWith("started postgresql, local");
            assertThat(address(assay)).isEqualTo(address);
            assertThat(assay.run("down").succeeded().out()).isEqualTo("stopped local, postgresql\n");
            assertThat(assay.run("down").succeeded().out()).isEqualTo("nothing ran\n");
            assertThat(assay.leftBehind()).isFalse();

            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Assay.Result up = assay.run("up", "--detach", "--port", Integer.toString(taken.getLocalPort()));
                assertThat(up.code()).isEqualTo(4);
                assertThat(up.err()).contains("port " + taken.getLocalPort() + " is in use by another program");
            }
        }
    }

    private static String address(Assay assay) {
        var status = assay.run("status", "--output", "json").succeeded().json();
        assertThat(status.path("running").asBoolean()).as(status.toString()).isTrue();
        return status.at("/parts/1/address").asText();
    }
}
