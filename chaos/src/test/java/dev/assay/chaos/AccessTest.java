package dev.assay.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.runner.v1.Run;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only a service outside local mode refuses: callers, and addresses that are not public (R10, P4). */
@ExtendWith(StandExtension.class)
class AccessTest {

    private final Stand stand;

    AccessTest(Stand stand) {
        this.stand = stand;
    }

    @Test
    void callersWithoutATokenOrTheRoleAreRefused() {
        stand.runners(1);
        try (Client nobody = new Client(stand.dataset.port(), stand.first.port(), "unknown");
                Client service = new Client(stand.dataset.port(), stand.first.port(), stand.serviceToken)) {
            assertRefused(
                    Status.Code.UNAUTHENTICATED,
                    ErrorReason.NOT_AUTHENTICATED,
                    assertThrows(StatusRuntimeException.class, () -> nobody.get("projects/p/runs/r")));
            // An editor may run models, but not say where they are.
            assertRefused(
                    Status.Code.PERMISSION_DENIED,
                    ErrorReason.NOT_PERMITTED,
                    assertThrows(
                            StatusRuntimeException.class,
                            () -> service.model(
                                    "access", "http://127.0.0.1:1/v1", 1, Client.policy(1, Duration.ofSeconds(1)))));
        }
    }

    @Test
    void aPrivateAddressIsRefusedWhereTheCallIsMade() {
        stand.runners(1);
        for (String address : new String[] {"169.254.169.254", "10.0.0.1", "[::ffff:10.0.0.1]", "0.0.0.0", "[::1]"}) {
            String project = "refused-" + Math.abs(address.hashCode());
            String version = stand.client.version(project, Ledger.questions(project, 20));
            stand.client.model(project, "http://" + address + "/v1", 4, Client.policy(3, Duration.ofSeconds(5)));
            Run ended = stand.client.ended(stand.client.start(project, version));
            assertThat(ended.getState()).as(address).isEqualTo(Run.State.FAILED);
            assertThat(ended.getError().getReason()).as(address).isEqualTo(ErrorReason.ENDPOINT_REFUSED);
        }
    }

    private static void assertRefused(Status.Code code, ErrorReason reason, StatusRuntimeException thrown) {
        assertThat(thrown.getStatus().getCode()).isEqualTo(code);
        assertThat(String.valueOf(StatusProto.fromThrowable(thrown))).contains(reason.name());
    }
}
