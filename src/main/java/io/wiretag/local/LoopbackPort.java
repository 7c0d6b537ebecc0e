package io.wiretag.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of 127.0.0.1, looked at before a server is told to take one: the servers' own complaints come late and are long. */
public final class LoopbackPort {

    static final String HOST = "127.0.0.1";

    private LoopbackPort() {}

    /**
     * The port to listen on: the wanted one, or any free one for 0.
     *
     * @param server for whom it is, as a message calls it
     * @throws LocalStackException if somebody listens there already
     */
    public static int choose(String server, int wanted) {
        try (ServerSocket probe = new ServerSocket()) {
            // a port that a server has just left is free: its old connections do no harm
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), wanted));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new LocalStackException(
                    "Port %d of %s, meant for the %s, cannot be had (%s); stop the program that uses it, or choose another port (0 takes any free one)"
                            .formatted(wanted, HOST, server, e.getMessage()),
                    e);
        }
    }

    /** Any free port but this one. */
    static int anyBut(int taken) {
        int port = choose("Kafka controller", 0);
        return port == taken ? anyBut(taken) : port;
    }
}
