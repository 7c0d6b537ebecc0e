package io.wiretag.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Feeds one door with input after input, and keeps what the dearest cost. */
final class Trial {

    /** Loading of classes or a compilation may fall on any input, but not on all repetitions of one. */
    private static final int REPETITIONS = 3;

    private static final long MOST_FOR_NOTHING = 1_000_000_000;

    private static final int SHOWN = 400;

    private final FuzzTarget target;
    private Optional<Cost> ofNothing = Optional.empty();
    private long inputs;
    private long bytes;
    private Cost slowest = new Cost(0, 0, 0);
    private Cost hungriest = new Cost(0, 0, 0);
    private Cost longest = new Cost(0, 0, 0);

    Trial(FuzzTarget target) {
        this.target = target;
    }

    /** @throws AssertionError if a promise is broken; with the input */
    void feed(byte[] input) {
        try {
            Cost alike = ofNothing();
            Cost cost = Cost.of(target, input);
            for (int i = 1; i < REPETITIONS && (cost.isTooSlow(alike) || isDearest(cost)); i++) {
                cost = cost.orLess(Cost.of(target, input));
            }
            if (cost.isTooSlow(alike)) {
                throw new AssertionError("takes %.1f s a megabyte: %s".formatted(cost.secondsAMegabyte(), cost));
            }
            count(cost);
        } catch (OutOfMemoryError | StackOverflowError | Exception | AssertionError e) {
            throw new AssertionError("%d bytes, beginning with %s: %s".formatted(input.length, shown(input), e), e);
        }
    }

    /** An input of no bytes, in a JVM that is cold. */
    private Cost ofNothing() throws Exception {
        if (ofNothing.isEmpty()) {
            ofNothing = Optional.of(Cost.of(target, new byte[0]).orLess(Cost.of(target, new byte[0])));
            assertThat(ofNothing.get().cpuNanos()).as("an empty input").isLessThan(MOST_FOR_NOTHING);
        }
        return ofNothing.get();
    }

    private boolean isDearest(Cost cost) {
        return cost.secondsAMegabyte() > slowest.secondsAMegabyte()
                || cost.allocatedAByte() > hungriest.allocatedAByte();
    }

    private void count(Cost cost) {
        inputs++;
        bytes += cost.length();
        slowest = cost.secondsAMegabyte() > slowest.secondsAMegabyte() ? cost : slowest;
        hungriest = cost.allocatedAByte() > hungriest.allocatedAByte() ? cost : hungriest;
        longest = cost.cpuNanos() > longest.cpuNanos() ? cost : longest;
    }

    private static String shown(byte[] input) {
        return HexFormat.of().formatHex(input, 0, Math.min(SHOWN, input.length));
    }

    long inputs() {
        return inputs;
    }

    /** One line for people. */
    String report() {
        return String.format(
                Locale.ROOT,
                "inputs=%d bytes=%d slowest=%.3f s/MB (%d bytes) longest=%d ms (%d bytes) allocated=%.0f bytes a byte (%d bytes)",
                inputs,
                bytes,
                slowest.secondsAMegabyte(),
                slowest.length(),
                longest.cpuNanos() / 1_000_000,
                longest.length(),
                hungriest.allocatedAByte(),
                hungriest.length());
    }
}
