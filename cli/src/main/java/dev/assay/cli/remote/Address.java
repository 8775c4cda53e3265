package dev.assay.cli.remote;

import dev.assay.cli.base.CliException;

/** Where a service listens. */
public record Address(String host, int port) {

    /** Reads {@code HOST:PORT}; an IPv6 address stands in brackets. */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0 || host.indexOf('/') >= 0) {
            host = "";
        }
        int port;
        try {
            port = Integer.parseInt(text.substring(colon + 1));
        } catch (NumberFormatException e) {
            port = 0;
        }
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw CliException.usage("--server: \"" + text + "\" is not HOST:PORT, for example 127.0.0.1:9400");
        }
        return new Address(host, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
