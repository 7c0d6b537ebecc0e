package io.wiretag.ops;

import io.wiretag.web.Problem;
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

    /** @throws io.wiretag.web.ProblemException if too many wait */
    <T> CompletableFuture<T> later(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads);
        } catch (RejectedExecutionException e) {
            throw Problem.unavailable("others are asking the same: come again")
                    .and("code", "busy")
                    .asException();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
