package io.wiretag.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What lies between the processors and one broker, or the registry, or all of them.
 *
 * @param how what is wrong with it
 * @param where from 1 for the brokers, 0 for the registry; empty for all
 * @param broken for how long
 */
record NetworkBroken(How how, List<Integer> where, Duration broken) implements Fault {
    enum How {
        /** No byte goes through, and nobody is told. */
        CUT,
        /** Each piece is 200 ms late, and up to 200 ms more. */
        SLOW,
        /** Connections are torn, again and again. */
        RESET
    }

    private static final Duration LATE = Duration.ofMillis(200);
    private static final Duration BETWEEN_RESETS = Duration.ofSeconds(1);

    NetworkBroken {
        where = List.copyOf(where);
    }

    @Override
    public String name() {
        String names = where.isEmpty()
                ? "all"
                : where.stream()
                        .map(each -> each == 0 ? "registry" : "broker-" + each)
                        .collect(Collectors.joining("+"));
        return "network-" + how.name().toLowerCase(java.util.Locale.ROOT) + "-" + names;
    }

    @Override
    public Duration length() {
        return broken.plusSeconds(10);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        List<TcpProxy> networks = networks(scene.cluster());
        try {
            switch (how) {
                case CUT -> {
                    networks.forEach(TcpProxy::cut);
                    Await.hold(broken);
                }
                case SLOW -> {
                    networks.forEach(network -> network.slow(LATE, LATE));
                    Await.hold(broken);
                }
                case RESET -> {
                    long end = System.nanoTime() + broken.toNanos();
                    while (System.nanoTime() < end) {
                        networks.forEach(TcpProxy::reset);
                        Await.hold(BETWEEN_RESETS);
                    }
                }
            }
        } finally {
            networks.forEach(TcpProxy::heal);
        }
    }

    private List<TcpProxy> networks(Cluster cluster) {
        List<TcpProxy> all = new ArrayList<>();
        all.add(cluster.registry().network());
        cluster.brokers().forEach(broker -> all.add(broker.network()));
        return where.isEmpty() ? all : where.stream().map(all::get).toList();
    }
}
