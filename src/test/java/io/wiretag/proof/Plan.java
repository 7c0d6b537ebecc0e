package io.wiretag.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is to be proven.
 *
 * @param articles how many
 * @param seed of the load and of every choice
 * @param embargo how long after the beginning all embargoes end together
 * @param faults that strike one after the other
 */
record Plan(int articles, long seed, Duration embargo, List<Fault> faults) {
    /** How long a processor may be silent before it loses its partitions. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration BEYOND_SESSION = Duration.ofSeconds(15);
    private static final int ROUNDS_OF_KILLS = 3;
    private static final int ROUNDS_OF_BOUNCES = 5;

    Plan {
        if (articles < 1) {
            throw new IllegalArgumentException("articles must be 1 or more, is " + articles);
        }
        faults = List.copyOf(faults);
    }

    /** For {@code mvn -Pfull verify}: each kind of fault once, in three or four minutes on two cores. */
    static Plan quick(int articles, long seed) {
        return new Plan(
                articles,
                seed,
                Duration.ofMinutes(1),
                List.of(
                        new ProcessorKilled(1),
                        new ProcessorKilled(2),
                        new ProcessorKilled(3),
                        new ProcessorPaused(2, Duration.ofSeconds(10), true),
                        new BrokerBounced(true),
                        new RegistryAway(RegistryAway.Instead.NOBODY, Duration.ofSeconds(10)),
                        new RegistryAway(RegistryAway.Instead.MAINTENANCE_PAGE, Duration.ofSeconds(5)),
                        new HalfOpenConnections(2, 300),
                        new MisplacedKill(),
                        new NetworkBroken(NetworkBroken.How.CUT, List.of(2), Duration.ofSeconds(8))));
    }

    /**
     * Everything, as often as it takes, for a quiet machine.
     *
     * @param soak how long the soak lasts
     * @param kinds which of them, by name; empty for all
     * @throws IllegalArgumentException if one has no such name
     */
    static Plan thorough(int articles, long seed, Duration soak, Collection<String> kinds) {
        Map<String, List<Fault>> all = byKind(soak, seed);
        Optional<String> unknown =
                kinds.stream().filter(kind -> !all.containsKey(kind)).findFirst();
        if (unknown.isPresent()) {
            throw new IllegalArgumentException(
                    "no fault is of the kind '" + unknown.get() + "'; the kinds are " + all.keySet());
        }
        List<Fault> faults = new ArrayList<>();
        all.forEach((kind, each) -> faults.addAll(kinds.isEmpty() || kinds.contains(kind) ? each : List.of()));
        return new Plan(articles, seed, Duration.ofMinutes(2), faults);
    }

    private static Map<String, List<Fault>> byKind(Duration soak, long seed) {
        Map<String, List<Fault>> faults = new LinkedHashMap<>();
        faults.put(
                "kill",
                IntStream.range(0, ROUNDS_OF_KILLS * Cluster.SIZE)
                        .<Fault>mapToObj(i -> new ProcessorKilled(i % Cluster.SIZE + 1))
                        .toList());
        faults.put(
                "pause",
                IntStream.rangeClosed(1, Cluster.SIZE)
                        .<Fault>mapToObj(which -> new ProcessorPaused(which, BEYOND_SESSION, true))
                        .toList());
        faults.put(
                "broker",
                Stream.concat(
                                IntStream.range(0, ROUNDS_OF_BOUNCES * 2)
                                        .<Fault>mapToObj(i -> new BrokerBounced(i % 2 == 1)),
                                Stream.of(new AllBrokersBounced()))
                        .toList());
        faults.put("network", network());
        faults.put("registry", registry());
        // afterwards it may take Kafka ten minutes to trust these processors with partitions again
        faults.put("state", List.of(new StateDeleted(1), new StateDeleted(3)));
        faults.put(
                "doors",
                List.of(new HalfOpenConnections(1, 300), new HalfOpenConnections(2, 1000), new MisplacedKill()));
        faults.put(
                "memory",
                List.of(
                        new ChangelogDeleted(true),
                        new ChangelogDeleted(false),
                        new PositionsDeleted(),
                        new UnreadDeleted(300),
                        new PackedArticles(500, 900_000)));
        faults.put("soak", List.of(new Soak(soak, seed)));
        return faults;
    }

    private static List<Fault> registry() {
        return List.of(
                new RegistryAway(RegistryAway.Instead.NOBODY, Duration.ofMinutes(5)),
                new RegistryAway(RegistryAway.Instead.MAINTENANCE_PAGE, BEYOND_SESSION),
                new RegistryAway(RegistryAway.Instead.EMPTY_BODY, BEYOND_SESSION),
                new RegistryAway(RegistryAway.Instead.OTHER_JSON, BEYOND_SESSION),
                new RegistryEmpty(BEYOND_SESSION),
                new RegistrySlow(Duration.ofSeconds(5), BEYOND_SESSION));
    }

    private static List<Fault> network() {
        List<Fault> faults = new ArrayList<>();
        for (int broker = 1; broker <= Cluster.SIZE; broker++) {
            faults.add(new NetworkBroken(NetworkBroken.How.CUT, List.of(broker), BEYOND_SESSION));
        }
        faults.add(new NetworkBroken(NetworkBroken.How.CUT, List.of(0), BEYOND_SESSION));
        for (NetworkBroken.How how : NetworkBroken.How.values()) {
            faults.add(new NetworkBroken(how, List.of(), BEYOND_SESSION));
        }
        return faults;
    }
}
