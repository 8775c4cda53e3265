package dev.assay.kit.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.assay.type.v1.ErrorReason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every reason reaches the caller with its status and details, and comes back from another service unchanged (P1). */
class ErrorStatusTest {

    @ParameterizedTest
    @EnumSource(
            value = ErrorReason.class,
            names = {"UNRECOGNIZED", "ERROR_REASON_UNSPECIFIED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyReasonTravelsToAnotherServiceAndBack(ErrorReason reason) throws Exception {
        AssayException sent = new AssayException(reason, "what went wrong")
                .field("dataset.title", "too long")
                .resource("assay.dev/Dataset", "projects/p/datasets/d")
                .metadata("limit", "200");

        StatusRuntimeException status = ErrorStatus.toStatus(sent);

        assertThat(status.getStatus().getCode()).isEqualTo(ErrorStatus.code(reason));
        assertThat(status.getStatus().getDescription()).isEqualTo("what went wrong");
        ErrorInfo info = Objects.requireNonNull(StatusProto.fromThrowable(status))
                .getDetails(0)
                .unpack(ErrorInfo.class);
        assertThat(info)
                .isEqualTo(ErrorInfo.newBuilder()
                        .setReason(reason.name())
                        .setDomain("assay")
                        .putMetadata("limit", "200")
                        .build());
        AssayException received = ErrorStatus.of(status);
        assertThat(received.reason()).isEqualTo(reason);
        assertThat(received.message()).isEqualTo("what went wrong");
        assertThat(received.violations()).containsExactly(new AssayException.Violation("dataset.title", "too long"));
        assertThat(received.resource())
                .isEqualTo(Optional.of(new AssayException.Resource("assay.dev/Dataset", "projects/p/datasets/d")));
        assertThat(received.metadata()).isEqualTo(Map.of("limit", "200"));
    }

    @Test
    void classesOfReasonsKeepTheirNumbers() {
        for (ErrorReason reason : ErrorReason.values()) {
            if (reason == ErrorReason.UNRECOGNIZED || reason == ErrorReason.ERROR_REASON_UNSPECIFIED) {
                continue;
            }
            Status.Code code = ErrorStatus.code(reason);
            if (reason.getNumber() < 100) {
                assertThat(code).as(reason.name()).isNotIn(Status.Code.INTERNAL, Status.Code.UNAVAILABLE);
            }
        }
    }

    @Test
    void whatNobodyForesawTellsNothing() {
        AssayException error = ErrorStatus.of(new IllegalStateException("password=hunter2"));

        assertThat(error.reason()).isEqualTo(ErrorReason.INTERNAL_ERROR);
        assertThat(error.message()).doesNotContain("hunter2");
    }

    @Test
    void aLostDatabaseIsUnavailableAndWorthAnotherTry() {
        AssayException error =
                ErrorStatus.of(new IllegalStateException(new SQLException("connection refused", "08001")));

        assertThat(error.reason()).isEqualTo(ErrorReason.DEPENDENCY_UNAVAILABLE);
        assertThat(error.retryAfter()).isEqualTo(Optional.of(Duration.ofSeconds(1)));
        assertThat(ErrorStatus.of(new SQLException("syntax error", "42601")).reason())
                .isEqualTo(ErrorReason.INTERNAL_ERROR);
    }

    @Test
    void anOutageDuringACommitIsFoundWhereTheTransactionHidesIt() {
        IllegalStateException rolledBack = new IllegalStateException("could not commit");
        rolledBack.addSuppressed(new IllegalStateException(new SQLException("gone", "57P01")));

        assertThat(ErrorStatus.of(new IllegalStateException(rolledBack)).reason())
                .isEqualTo(ErrorReason.DEPENDENCY_UNAVAILABLE);
    }

    @Test
    void statusesThatGrpcMakesItselfHaveReasonsToo() {
        assertThat(ErrorStatus.of(Status.UNAVAILABLE.asRuntimeException()).reason())
                .isEqualTo(ErrorReason.DEPENDENCY_UNAVAILABLE);
        assertThat(ErrorStatus.of(Status.DEADLINE_EXCEEDED.asException()).reason())
                .isEqualTo(ErrorReason.DEADLINE_PASSED);
    }
}
