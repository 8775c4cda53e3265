package dev.assay.cli.remote;

import dev.assay.cli.base.CliException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which services are called, and how.
 *
 * @param addresses of the services that are known
 * @param tls whether the connection is encrypted and the server's certificate checked
 * @param token sent with each call; a secret
 * @param patience how long a first call is repeated while a service cannot be reached
 */
public record Endpoints(Map<Service, Address> addresses, boolean tls, Optional<String> token, Duration patience) {

    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

    public Endpoints {
        addresses = Map.copyOf(addresses);
    }

    /** What {@code --server} says: {@code HOST:PORT} for all services, or {@code SERVICE=HOST:PORT} once for each. */
    public static Endpoints parse(List<String> servers, boolean tls, Optional<String> token) {
        Map<Service, Address> addresses = new EnumMap<>(Service.class);
        for (String server : servers) {
            int equals = server.indexOf('=');
            if (equals < 0) {
                if (servers.size() > 1) {
                    throw CliException.usage(
                            "--server: give one HOST:PORT for all services, or SERVICE=HOST:PORT for each");
                }
                for (Service service : Service.values()) {
                    addresses.put(service, Address.parse(server));
                }
                continue;
            }
            String name = server.substring(0, equals);
            Service service = Service.of(name)
                    .orElseThrow(() -> CliException.usage(
                            "--server: unknown service \"" + name + "\"; there is dataset, runner and scoring"));
            if (addresses.put(service, Address.parse(server.substring(equals + 1))) != null) {
                throw CliException.usage("--server: the address of " + name + " is given twice");
            }
        }
        return new Endpoints(addresses, tls, token, DEFAULT_PATIENCE);
    }

    /** The address of a service. */
    public Address address(Service service) {
        Address address = addresses.get(service);
        if (address == null) {
            throw CliException.usage("--server: this command needs the address of the " + service.key()
                    + " service too: --server " + service.key() + "=HOST:PORT");
        }
        return address;
    }

    @Override
    public String toString() {
        return "Endpoints" + addresses;
    }
}
