package dev.assay.kit.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bearer tokens and roles (P4). */
class TokensTest {

    @TempDir
    Path folder;

    @Test
    void aTokenGivesItsCaller() throws Exception {
        Path file = Files.writeString(
                folder.resolve("tokens"),
                "# who\n\n" + sha("secret") + "  editor\tci\n" + sha("other") + " viewer me\n");

        Tokens tokens = Tokens.read(file);

        assertThat(tokens.caller("secret")).isEqualTo(Optional.of(new Caller("ci", Role.EDITOR)));
        assertThat(tokens.caller("other")).isEqualTo(Optional.of(new Caller("me", Role.VIEWER)));
        assertThat(tokens.caller("guess")).isEmpty();
        assertThat(tokens.caller("")).isEmpty();
    }

    @Test
    void aBadLineIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), sha("a") + " editor ci\nsecret editor ci\n");

        assertThatThrownBy(() -> Tokens.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret");
        Files.writeString(file, sha("a") + " root ci\n");
        assertThatThrownBy(() -> Tokens.read(file)).hasMessageContaining("unknown role root");
    }

    @Test
    void aRotatedFileIsReadAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("tokens"), sha("old") + " editor ci\n");
        TokensFile tokens = new TokensFile(file);
        assertThat(tokens.tokens().caller("old")).isPresent();

        Files.writeString(file, sha("new") + " editor ci\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));

        assertThat(tokens.tokens().caller("old")).isEmpty();
        assertThat(tokens.tokens().caller("new")).isPresent();
    }

    @Test
    void methodsAskForTheRoleThatTheyNeed() {
        assertThat(RequiredRole.of("grpc.health.v1.Health/Check")).isEmpty();
        assertThat(RequiredRole.of("assay.runner.v1.RunService/WatchRun")).isEqualTo(Optional.of(Role.VIEWER));
        assertThat(RequiredRole.of("assay.runner.v1.RunService/CreateRun")).isEqualTo(Optional.of(Role.EDITOR));
        assertThat(RequiredRole.of("assay.runner.v1.ModelService/CreateModel"))
                .isEqualTo(Optional.of(Role.ADMINISTRATOR));
        assertThat(RequiredRole.of("assay.runner.v1.PriceService/SetPrices"))
                .isEqualTo(Optional.of(Role.ADMINISTRATOR));
        assertThat(RequiredRole.of("assay.runner.v1.ModelService/ListModels")).isEqualTo(Optional.of(Role.VIEWER));
        assertThat(Role.VIEWER.includes(Role.EDITOR)).isFalse();
        assertThat(Role.ADMINISTRATOR.includes(Role.EDITOR)).isTrue();
    }

    private static String sha(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(token.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
