package io.wiretag.codec;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls that end in time or with a {@link TimeoutException}. Apicurio's client waits for its registry without a limit, and
 * offers none to set, so the call runs on another thread, which is interrupted when the time is over. Should it not heed that,
 * it is left behind, and the next call gets a thread of its own.
 */
public final class BoundedCalls implements AutoCloseable {

    private final Duration limit;
    private final ExecutorService threads;

    public BoundedCalls(Duration limit, ClassLoader classes) {
        this(limit, threads(classes));
    }

    private BoundedCalls(Duration limit, ExecutorService threads) {
        this.limit = limit;
        this.threads = threads;
    }

    private static ExecutorService threads(ClassLoader classes) {
        return Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "registry-lookup");
            thread.setDaemon(true);
            thread.setContextClassLoader(classes);
            return thread;
        });
    }

    /** On the same threads, and closed with these. */
    BoundedCalls within(Duration shorter) {
        return new BoundedCalls(shorter.compareTo(limit) < 0 ? shorter : limit, threads);
    }

    /** What the work returns or throws; an interrupt of the waiting thread ends the call and stays set. */
    public <T> T call(Callable<T> work) throws Exception {
        Future<T> result = threads.submit(work);
        try {
            return result.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) e.getCause();
        } catch (TimeoutException e) {
            result.cancel(true);
            throw new TimeoutException("no answer within %d ms".formatted(limit.toMillis()));
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    /** Work that nobody waits for. */
    void leave(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
