package dev.assay.runner.model.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which addresses may be called (R10). */
class AddressGuardTest {

    @Test
    void specialAddressesAreRefusedUnlessAllowed() throws Exception {
        AddressGuard guard = AddressGuard.publicAnd(List.of("10.7.0.0/16", "fd00::/8"));
        for (String refused : List.of(
                "127.0.0.1",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a9fe:a9fe",
                "::127.0.0.1",
                "2002:7f00:1::")) {
            assertThat(guard.refusal(InetAddress.getByName(refused)))
                    .as(refused)
                    .isPresent();
        }
        for (String allowed :
                List.of("8.8.8.8", "172.32.0.1", "10.7.3.4", "2606:4700::1111", "fd12::1", "64:ff9b::808:808")) {
            assertThat(guard.refusal(InetAddress.getByName(allowed)))
                    .as(allowed)
                    .isEmpty();
        }
    }

    @Test
    void aNetworkThatCannotBeReadStopsTheStart() {
        for (String bad : List.of("10.0.0.0/33", "host.example/8", "10.0.0.0/x", "::ffff:10.0.0.0/104", "")) {
            assertThatThrownBy(() -> AddressGuard.publicAnd(List.of(bad)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(bad);
        }
    }
}
