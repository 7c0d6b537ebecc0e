package io.wiretag.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * Waiting for what another thread, process or broker does, with a limit and a reason. The thread of the test asks, at once and then
 * every few milliseconds; what the condition throws ends the wait, so that it can also say that there is nothing left to wait for.
 * When the time is over, a {@link org.awaitility.core.ConditionTimeoutException} says what was waited for.
 */
public final class Waiting {
    /** Many times what anything takes: a machine may be busy with other things, and no promise is about speed. */
    public static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Duration STEP = Duration.ofMillis(20);

    private Waiting() {}

    public static void await(String what, Callable<Boolean> condition) {
        await(what, LIMIT, condition);
    }

    public static void await(String what, Duration limit, Callable<Boolean> condition) {
        await(what, limit, condition, answer -> answer);
    }

    /** Asks until the answer fits, and returns it; the last one that did not is told when the time is over. */
    public static <T> T await(String what, Callable<T> question, Predicate<? super T> fits) {
        return await(what, LIMIT, question, fits);
    }

    public static <T> T await(String what, Duration limit, Callable<T> question, Predicate<? super T> fits) {
        Callable<T> interruptible = () -> {
            // Awaitility sleeps on when it is interrupted
            if (Thread.interrupted()) {
                throw new InterruptedException("while waiting for " + what);
            }
            return question.call();
        };
        return Awaitility.await(what)
                .atMost(limit)
                .pollDelay(Duration.ZERO)
                .pollInterval(STEP)
                .pollInSameThread()
                // a thread that dies beside the test is the concern of tests that look for it
                .dontCatchUncaughtExceptions()
                .until(interruptible, fits);
    }

    /** For code that asks by itself when to end: when it is done, or the time is over. What is there then is for the test to check. */
    public static BooleanSupplier doneOrLate(BooleanSupplier done) {
        return doneOrLate(LIMIT, Duration.ZERO, done);
    }

    /** @param longer goes on for so long after it is done, to see what should not be there */
    public static BooleanSupplier doneOrLate(Duration limit, Duration longer, BooleanSupplier done) {
        long began = System.nanoTime();
        AtomicReference<Long> doneAt = new AtomicReference<>();
        return () -> {
            long now = System.nanoTime();
            if (done.getAsBoolean()) {
                doneAt.compareAndSet(null, now);
            }
            return now - began > limit.toNanos() || doneAt.get() != null && now - doneAt.get() >= longer.toNanos();
        };
    }
}
