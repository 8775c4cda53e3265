package dev.assay.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A native image that has this module also has the archives of PostgreSQL and their version (P3). */
class NativeImageTest {

    private static final Pattern ENTRY = Pattern.compile("\"pattern\": \"([^\"]+)\"");

    @Test
    void everyFileThatIsReadIsNamed() throws IOException {
        List<Pattern> named;
        try (InputStream in = Objects.requireNonNull(NativeImageTest.class.getResourceAsStream(
                "/META-INF/native-image/dev.assay/assay-postgres/resource-config.json"))) {
            named = ENTRY.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(match -> Pattern.compile(match.group(1).replace("\\\\", "\\")))
                    .toList();
        }
        List<String> read = List.of(
                "dev/assay/postgres/binaries.properties",
                Binaries.archiveName("Linux", "amd64").substring(1),
                Binaries.archiveName("Linux", "aarch64").substring(1),
                Binaries.archiveName("Mac OS X", "x86_64").substring(1),
                Binaries.archiveName("Mac OS X", "aarch64").substring(1));
        assertThat(read)
                .allMatch(file ->
                        named.stream().anyMatch(pattern -> pattern.matcher(file).matches()));
    }
}
