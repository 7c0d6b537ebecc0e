package io.wiretag.proof;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waiting with a limit and a reason. */
final class Await {
    /** Many times what anything takes: a machine may be busy with other things, and no promise is about speed. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final long STEP_MS = 100;

    private Await() {}

    /** @throws ProofException with what was waited for, if it does not come true in time; what it throws counts as not yet */
    static void until(String what, Duration limit, Callable<Boolean> condition) throws InterruptedException {
        until(what, limit, condition, () -> "");
    }

    /** @param state told when it does not come true in time */
    static void until(String what, Duration limit, Callable<Boolean> condition, Supplier<String> state)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Exception last = null;
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
                last = null;
            } catch (InterruptedException | ProofException e) {
                throw e;
            } catch (Exception e) {
                last = e;
            }
            if (System.nanoTime() > deadline) {
                throw new ProofException(
                        "waited " + limit.toSeconds() + " s for " + what + ", in vain"
                                + (last == null ? "" : ": " + last) + state.get(),
                        last);
            }
            TimeUnit.MILLISECONDS.sleep(STEP_MS);
        }
    }

    /** How long a fault lasts is part of the fault, there is nothing to wait for but the time. */
    static void hold(Duration length) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, length.toMillis()));
    }
}
