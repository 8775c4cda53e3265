package dev.assay.runner.model.provider;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses models may be called at. Public ones always; private, loopback, link-local and other special ones only where a
 * network that holds them is allowed, or everything is.
 */
public final class AddressGuard {

    /** Networks that are not the public internet, by the registries of RFC 6890 and its successors. */
    private static final List<Network> SPECIAL = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/96",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    private final boolean everything;
    private final List<Network> allowed;

    private AddressGuard(boolean everything, List<Network> allowed) {
        this.everything = everything;
        this.allowed = allowed;
    }

    /** Allows every address, as on a developer's own machine. */
    public static AddressGuard open() {
        return new AddressGuard(true, List.of());
    }

    /**
     * Allows public addresses and those in {@code allowed}.
     *
     * @param allowed networks such as {@code 10.1.0.0/16}
     * @throws IllegalArgumentException naming the network that cannot be read
     */
    public static AddressGuard publicAnd(List<String> allowed) {
        return new AddressGuard(false, networks(allowed.toArray(String[]::new)));
    }

    /** Why {@code address} is refused; empty when it is allowed. */
    public Optional<String> refusal(InetAddress address) {
        byte[] bytes = embedded(address.getAddress());
        if (everything || allowed.stream().anyMatch(n -> n.holds(bytes))) {
            return Optional.empty();
        }
        return SPECIAL.stream()
                .filter(network -> network.holds(bytes))
                .findFirst()
                .map(network -> "an address in " + network.text()
                        + ", which is not public; assay.runner.allowed-networks can allow it");
    }

    /** An address is not allowed; the message says which and why. */
    static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The addresses of a host, all of which are allowed.
     *
     * @param host as in a URI, so that an IPv6 address stands in brackets
     */
    InetAddress[] resolve(String host) throws UnknownHostException, RefusedException {
        InetAddress[] addresses =
                InetAddress.getAllByName(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        for (InetAddress each : addresses) {
            Optional<String> refusal = refusal(each);
            if (refusal.isPresent()) {
                throw new RefusedException("the host has " + refusal.get());
            }
        }
        return addresses;
    }

    /** The IPv4 address within an IPv6 one that only wraps it (NAT64); the address itself otherwise. */
    private static byte[] embedded(byte[] address) {
        byte[] nat64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
        if (address.length == 16 && Arrays.equals(address, 0, 12, nat64, 0, 12)) {
            return Arrays.copyOfRange(address, 12, 16);
        }
        return address;
    }

    private static List<Network> networks(String... texts) {
        List<Network> networks = new ArrayList<>();
        for (String text : texts) {
            networks.add(Network.parse(text));
        }
        return List.copyOf(networks);
    }

    /** A network by its bytes: the static ones are made when a native image is built, and an image keeps no {@link InetAddress}. */
    private static final class Network {

        private final String text;
        private final byte[] base;
        private final int bits;

        private Network(String text, byte[] base, int bits) {
            this.text = text;
            this.base = base;
            this.bits = bits;
        }

        static Network parse(String text) {
            int slash = text.indexOf('/');
            try {
                String address = slash < 0 ? text : text.substring(0, slash);
                if (!address.matches("[0-9a-fA-F:.]+")) {
                    throw new IllegalArgumentException("not a network: " + text);
                }
                byte[] base = InetAddress.getByName(address).getAddress();
                int size = base.length * Byte.SIZE;
                int bits = slash < 0 ? size : Integer.parseInt(text.substring(slash + 1));
                if (bits < 0 || bits > size) {
                    throw new IllegalArgumentException("not a network: " + text);
                }
                return new Network(text, base, bits);
            } catch (UnknownHostException | NumberFormatException e) {
                throw new IllegalArgumentException("not a network: " + text, e);
            }
        }

        String text() {
            return text;
        }

        boolean holds(byte[] address) {
            if (base.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % Byte.SIZE);
                if (((base[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }
}
