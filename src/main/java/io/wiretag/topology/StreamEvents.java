package io.wiretag.topology;

import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.life.Outcome;
import io.wiretag.life.PublishedRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.TaskId;

/** What the stream tells whoever runs it. Called on stream threads: must be quick. */
public interface StreamEvents {
    /** A record has been dealt with. Under exactly-once it may still be rolled back and dealt with again. */
    void processed(PublishedRecord published, Outcome outcome);

    /** A record had no time or one in the future: now was taken. */
    void clamped();

    /** A record lay in a partition where its key does not belong: it has been sent to the right one. */
    void moved(PublishedRecord published);

    /** So many articles are no longer remembered. */
    void expired(int articles);

    /** So much is in the state of a task now. */
    void size(TaskId task, long articles, long held);

    /** A record is the first of its task, {@code expected} is then {@link UnreadDeletions#NOT_KNOWN}, or does not follow the one before. */
    void jumped(TopicPartition partition, long expected, long offset);

    /**
     * Nothing is remembered of any article of a partition, and its first record is about to be dealt with.
     *
     * @throws RuntimeException if something should be remembered
     */
    void begins(TopicPartition partition);

    /** What goes out because of a partition is numbered from 1 on, in that epoch: there is no state that tells the last numbers. */
    void numberedAnew(TopicPartition partition, long epoch);

    /**
     * A record cannot be dealt with now. It has been given back.
     *
     * @param attempt tries the same again, from any thread; throws {@link RegistryUnavailableException} while the outage lasts
     */
    void outage(RegistryUnavailableException cause, Runnable attempt);

    /** Whether an outage lasts: what is due then stays for later. */
    boolean isOutage();
}
