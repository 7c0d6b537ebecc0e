package io.wiretag.topology;

import org.apache.kafka.streams.errors.TaskMigratedException;

/**
 * A record goes back to where it came from, to be processed again later.
 *
 * <p>To Kafka Streams this is a task that was lost: it aborts the transaction, closes its tasks, joins the group again and
 * goes on from the last committed offsets, on the same thread. Any other exception would end the thread, whose member then
 * lingers in the group until its session times out; {@code TaskCorruptedException} would commit what other tasks of the
 * thread have in the same transaction, and with it the output of this one.
 */
final class GivenBackException extends TaskMigratedException {
    private static final long serialVersionUID = 1L;

    GivenBackException() {
        super("a record was given back, to be processed again when the registry answers");
    }

    /** Kafka Streams logs it with its stack, which tells nothing: the reason has been logged where it was met. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
