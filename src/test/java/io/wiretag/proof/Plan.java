package io.wiretag.proof;

import java.time.Duration;
import java.util.List;

/**
 * What is to be proven.
 *
 * @param articles how many
 * @param seed of the load and of every choice
 * @param faults that strike one after the other
 * @param session how long a processor may be silent before it loses its partitions
 */
record Plan(int articles, long seed, List<Fault> faults, Duration session) {
    Plan {
        if (articles < 1) {
            throw new IllegalArgumentException("articles must be 1 or more, is " + articles);
        }
        faults = List.copyOf(faults);
    }

    /** For every build: each kind of fault once, in three or four minutes on two cores. */
    static Plan quick(int articles, long seed) {
        return new Plan(
                articles,
                seed,
                List.of(
                        new ProcessorKilled(1),
                        new ProcessorKilled(2),
                        new ProcessorKilled(3),
                        new ProcessorPaused(2, Duration.ofSeconds(10)),
                        new BrokerBounced(true),
                        new RegistryAway(Duration.ofSeconds(10)),
                        new NetworkBroken(NetworkBroken.How.CUT, List.of(2), Duration.ofSeconds(8))),
                Duration.ofSeconds(6));
    }
}
