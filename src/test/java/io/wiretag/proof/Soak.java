package io.wiretag.proof;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Every 10 to 30 seconds another random handful of faults at the same time, sometimes none, and everything mended at the end.
 * Never more than one broker at a time: with two of three gone nothing is promised but to wait.
 *
 * @param soak how long
 * @param seed of every choice
 */
record Soak(Duration soak, long seed) implements Fault {
    private static final int SHORTEST_ROUND = 10;
    private static final int LONGEST_ROUND = 30;

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public Duration length() {
        return soak.plusSeconds(60);
    }

    @Override
    public void strike(Scene scene) throws Exception {
        Random random = new Random(seed);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            long end = System.nanoTime() + soak.toNanos();
            while (System.nanoTime() < end) {
                long next = System.nanoTime()
                        + Duration.ofSeconds(SHORTEST_ROUND + random.nextInt(LONGEST_ROUND - SHORTEST_ROUND + 1))
                                .toNanos();
                strike(handful(random), scene, threads);
                Await.hold(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void strike(List<Fault> faults, Scene scene, ExecutorService threads) throws Exception {
        scene.history()
                .tell(
                        "soak",
                        "faults",
                        faults.stream().map(Fault::name).toList().toString());
        List<Future<?>> striking = new ArrayList<>();
        for (Fault fault : faults) {
            striking.add(threads.submit(() -> {
                fault.strike(scene);
                return null;
            }));
        }
        for (Future<?> each : striking) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    /** At most one for each processor, one for the brokers, one for the registry and one for the network. */
    private static List<Fault> handful(Random random) {
        List<Fault> faults = new ArrayList<>();
        for (int which = 1; which <= Cluster.SIZE; which++) {
            switch (random.nextInt(10)) {
                case 0, 1 -> faults.add(new ProcessorKilled(which));
                case 2, 3 -> faults.add(new ProcessorPaused(which, seconds(random, 3, 15), false));
                case 4 -> faults.add(new StateDeleted(which));
                default -> {
                    // this one is left alone
                }
            }
        }
        if (random.nextInt(3) == 0) {
            faults.add(new BrokerBounced(random.nextBoolean()));
        }
        if (random.nextInt(4) == 0) {
            faults.add(new RegistryDown(seconds(random, 3, 15)));
        }
        if (random.nextInt(3) == 0) {
            NetworkBroken.How[] how = NetworkBroken.How.values();
            int where = random.nextInt(Cluster.SIZE + 2);
            faults.add(new NetworkBroken(
                    how[random.nextInt(how.length)],
                    where > Cluster.SIZE ? List.of() : List.of(where),
                    seconds(random, 3, 15)));
        }
        return faults;
    }

    private static Duration seconds(Random random, int least, int most) {
        return Duration.ofSeconds(least + random.nextInt(most - least + 1));
    }
}
