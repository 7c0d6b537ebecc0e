package io.wiretag.web;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** The end of a server, which comes once, whoever asks for it; who asks later waits until it is over. Thread-safe. */
public final class ServerEnd {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Whether the server is stopping, or has stopped. */
    public boolean hasBegun() {
        return begun.get();
    }

    /** Returns when it is over. */
    public void await() throws InterruptedException {
        over.await();
    }

    /** @param work that ends the server, if nobody has begun to */
    public void begin(Runnable work) {
        if (begun.compareAndSet(false, true)) {
            try {
                work.run();
            } finally {
                over.countDown();
            }
        } else {
            awaitQuietly();
        }
    }

    private void awaitQuietly() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
