package io.wiretag.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** A thread that one consumer belongs to, and the end of both: the consumer is closed when the work ends, or where it never began. */
public final class ConsumerThread implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Consumer<?, ?> consumer;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * Prepares it; {@link #start} begins.
     *
     * @param work ends soon after {@link #isClosing}, or by the {@link WakeupException} of the consumer or of {@link #pause}
     */
    public ConsumerThread(String name, Consumer<?, ?> consumer, Runnable work) {
        this.consumer = consumer;
        this.thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } finally {
                        consumer.close();
                    }
                },
                name);
        thread.setDaemon(true);
    }

    /** Begins, once. */
    public void start() {
        thread.start();
    }

    /** Whether the work is to end. */
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Whether the work has ended though nobody asked it to. */
    public boolean hasDied() {
        return !thread.isAlive() && !isClosing();
    }

    /**
     * Waits, as part of the work.
     *
     * @throws WakeupException if it is closed meanwhile
     */
    public void pause(Duration time) {
        try {
            if (closing.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            thread.join(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
