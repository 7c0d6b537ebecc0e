package io.wiretag.ops;

import io.wiretag.web.Problem;
import io.wiretag.web.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Deals with questions that take time, as those that Kafka is asked, on threads of its own: a few may wait, and those beyond are told
 * to come again.
 */
final class Clerk implements AutoCloseable {
    /** Longer than a page waits for an answer: nobody is there any more who asked. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final ThreadPoolExecutor threads;

    /**
     * @param name of its threads
     * @param atOnce so many questions are dealt with at a time
     * @param waiting so many may wait
     */
    Clerk(String name, int atOnce, int waiting) {
        threads =
                new ThreadPoolExecutor(atOnce, atOnce, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** @throws ProblemException if too many wait; so ends what has waited too long */
    <T> CompletableFuture<T> later(Supplier<T> work) {
        long asked = System.nanoTime();
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        if (System.nanoTime() - asked > PATIENCE.toNanos()) {
                            throw busy();
                        }
                        return work.get();
                    },
                    threads);
        } catch (RejectedExecutionException e) {
            throw busy();
        }
    }

    private static ProblemException busy() {
        return Problem.unavailable("others are asking the same: come again")
                .and("code", "busy")
                .asException();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
