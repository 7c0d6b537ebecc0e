package io.wiretag.cli.terminal;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a command that runs until it is told to stop end in its own way on Ctrl-C and SIGTERM, with its own exit code. Java
 * would otherwise end with 130 or 143 while the command is still closing.
 */
public final class Shutdown {
    /** Longer than any part may take to close; then the JVM goes anyway. */
    private static final long LIMIT_SECONDS = 60;

    private static final long ON_ITS_WAY_MILLIS = 1000;

    private static final CountDownLatch FINISHED = new CountDownLatch(1);
    private static final Queue<Thread> HOOKS = new ConcurrentLinkedQueue<>();
    private static final AtomicInteger CODE = new AtomicInteger();

    private Shutdown() {}

    /** Has {@code stop} called when the process is told to end, now if it has been; it must make the command return soon. */
    public static void onSignal(Runnable stop) {
        Thread hook = new Thread(() -> stopAndWait(stop), "wiretag-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            HOOKS.add(hook);
        } catch (IllegalStateException e) {
            stop.run(); // told while the command was still starting
        }
    }

    /**
     * Whether a signal has been told to {@code told}, or is about to be: what it ends on its way to us, such as a program that the
     * terminal sends it to as well, or a library that starts, may be seen before.
     */
    public static boolean isSignal(CountDownLatch told) {
        try {
            return told.await(ON_ITS_WAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void stopAndWait(Runnable stop) {
        stop.run();
        try {
            if (FINISHED.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(CODE.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has returned by itself: a signal from now on has nothing left to stop. */
    public static void ended() {
        try {
            for (Thread hook = HOOKS.poll(); hook != null; hook = HOOKS.poll()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            // a signal is what has ended it
        }
    }

    /** Ends the process with the exit code of its command. */
    public static void exit(int code) {
        CODE.set(code);
        FINISHED.countDown();
        System.exit(code);
    }
}
