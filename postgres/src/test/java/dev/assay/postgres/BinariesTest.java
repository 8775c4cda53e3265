package dev.assay.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.postgres.PostgresException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking, privileges and the translation of errors (P3). */
class BinariesTest {
    @TempDir
    Path folder;

    @Test
    void unpacksOnceAndCleansUpAfterADeadProcess() throws Exception {
        Path cache = folder.resolve("a cache");
        Files.createDirectories(cache.resolve(".unpacking-1234/content/bin"));

        Binaries binaries = Binaries.unpackedIn(cache);

        assertThat(Programs.run(List.of(binaries.program("postgres"), "--version"), Duration.ofSeconds(60))
                        .output())
                .contains("PostgreSQL) " + binaries.major());
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactlyInAnyOrder(binaries.folder(), cache.resolve(".unpacking.lock"));
        }
        assertThat(Binaries.unpackedIn(cache)).isEqualTo(binaries);
    }

    @Test
    void namesTheArchiveOfEachPlatform() {
        assertThat(Binaries.archiveName("Linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
        assertThat(Binaries.archiveName("Linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
        assertThat(Binaries.archiveName("Mac OS X", "x86_64")).isEqualTo("/postgres-darwin-x86_64.txz");
        assertThat(Binaries.archiveName("Mac OS X", "aarch64")).isEqualTo("/postgres-darwin-arm_64.txz");
        assertThatThrownBy(() -> Binaries.archiveName("Windows 11", "amd64"))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("no embedded PostgreSQL for Windows 11 on amd64");
    }

    @Test
    void refusesAnArchiveThatReachesOutOfItsFolder() {
        byte[] header = new byte[1024];
        byte[] name = "../outside".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, header, 0, name.length);
        Arrays.fill(header, 124, 135, (byte) '0');
        header[156] = '0';

        assertThatThrownBy(() -> TarReader.unpack(new ByteArrayInputStream(header), folder.resolve("inside")))
                .isInstanceOf(IOException.class)
                .hasMessage("tar entry ../outside points out of its folder");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void rootGivesItsRightsUpInTheFirstWayThatWorks() {
        assertThat(Privileges.choose(false, folder, folder, command -> false))
                .isEqualTo(new Privileges(List.of(), OptionalInt.empty()));
        assertThat(Privileges.choose(true, folder, folder, command -> true).command("initdb", "-V"))
                .isEqualTo(List.of("unshare", "-U", "--", "initdb", "-V"));
        Privileges nobody = Privileges.choose(
                true, folder, folder, command -> command.getFirst().equals("setpriv"));
        assertThat(nobody.user()).hasValue(65_534);
        assertThat(nobody.command("initdb").getFirst()).isEqualTo("setpriv");
        assertThatThrownBy(() -> Privileges.choose(true, folder, folder, command -> false))
                .isInstanceOf(PostgresException.class)
                .hasMessageContaining("run this as a normal user");
    }

    @Test
    void translatesWhatProgramsComplainAbout() {
        assertThat(reason("FATAL:  could not write lock file \"postmaster.pid\": No space left on device"))
                .isEqualTo(Reason.DISK_FULL);
        assertThat(reason("LOG:  could not bind IPv4 address \"127.0.0.1\": Address already in use"))
                .isEqualTo(Reason.PORT_IN_USE);
        assertThat(reason("initdb: error: cannot be run as root")).isEqualTo(Reason.ROOT_REFUSED);
        assertThat(reason("initdb: error: could not access directory \"/x\": Permission denied"))
                .isEqualTo(Reason.FOLDER_NOT_WRITABLE);
        assertThat(Failures.of("pg_ctl", folder, "one\n\nFATAL:  what it said\n"))
                .hasMessage("pg_ctl failed for the data folder " + folder + ":\n  one\n  FATAL:  what it said");
        assertThat(Failures.of(folder, "write in", new IOException("No space left on device"))
                        .reason())
                .isEqualTo(Reason.DISK_FULL);
    }

    private Reason reason(String output) {
        return Failures.of("pg_ctl", folder, output).reason();
    }
}
