package io.wiretag.web;

import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;

/**
 * Where a server listens, and whom it may let in there.
 *
 * @param settings what its settings are called, for messages: {@code ops} for {@code ops.host}, {@code ops.port} and {@code
 *     ops.keys.file}
 * @param host name or address; other machines reach it only where this is not a loopback address
 * @param port 0 takes any free one
 */
public record ListenAddress(String settings, String host, int port) {
    public ListenAddress {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(host, "host");
    }

    /** @throws IllegalArgumentException if the host is none */
    public boolean loopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "%s.host '%s' is no address of this machine".formatted(settings, host), e);
        }
    }

    /** @throws IllegalArgumentException if there are no keys and other machines can reach it */
    public void requireLoopbackOr(boolean keys) {
        if (!keys && !loopback()) {
            throw new IllegalArgumentException(
                    "%1$s.host is %2$s, which other machines reach: that needs keys, name their file by %1$s.keys.file"
                            .formatted(settings, host));
        }
    }

    /** @throws IllegalArgumentException if the address cannot be had */
    public void start(Javalin javalin) {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new IllegalArgumentException(
                    ("%1$s.port %2$d of %1$s.host %3$s cannot be had: another program uses the port, it needs rights, or the host"
                                    + " is no address of this machine; port 0 takes any free one")
                            .formatted(settings, port, host),
                    e);
        }
    }

    /** @param bound the port that it got */
    public URI uri(int bound) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + bound);
    }
}
