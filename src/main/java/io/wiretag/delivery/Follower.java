package io.wiretag.delivery;

import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.files.Words;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic as records come, in a thread of its own, for as long as the server runs: an outage is waited for, a topic that is
 * made again is begun anew, and one that gets more partitions is read in all of them. What is known of the topic is locked by this.
 */
abstract class Follower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LOOK_ROUND_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Optional<String> NOT_YET = Optional.of("has not read all yet");

    final ArticleLog log;
    private final String name;
    private final Thread thread;
    private Optional<Uuid> topic = Optional.empty();
    private LogReader reader;
    private long lookRoundAt;
    private volatile Optional<String> trouble = NOT_YET;
    private volatile boolean closed;

    /** @param name of its thread, for the log too */
    Follower(ArticleLog log, String name) {
        this.log = log;
        this.name = name;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    final void start() {
        thread.start();
    }

    /** Why not all is known now, in words; empty while all is well. */
    final Optional<String> whyNotReady() {
        return trouble;
    }

    /** Of the topic that is read; empty before the first look. */
    final synchronized Optional<Uuid> topic() {
        return topic;
    }

    /** Where it goes on. */
    abstract SortedMap<Integer, Long> positions();

    /** Begins with a topic, says so by {@link #follow}, and knows nothing of a former one. */
    abstract void begin(ArticleLog.Shape shape);

    /** The topic has got partitions. */
    abstract void widen(ArticleLog.Shape shape);

    /**
     * Takes in what has been read, up to where the reader stands.
     *
     * @return whether all is known now that was there at the beginning
     */
    abstract boolean take(ConsumerRecords<byte[], byte[]> records, LogReader reader);

    /** To be called while this is locked. */
    final void follow(Uuid id) {
        topic.filter(former -> !former.equals(id))
                .ifPresent(former -> LOG.warn("the topic was made again, it is begun anew name={}", name));
        topic = Optional.of(id);
    }

    /** It is to be waited for until all is known again. */
    final void notYet() {
        tell(NOT_YET);
    }

    private void run() {
        while (!closed) {
            try {
                turn();
            } catch (InterruptException e) {
                LOG.debug("closed name={}", name);
            } catch (OffsetOutOfRangeException e) {
                LOG.warn("what was to be read next is gone, it is begun anew name={}: {}", name, e.getMessage());
                forget();
            } catch (KafkaException
                    | KafkaUnavailableException
                    | KafkaRefusedException
                    | RegistryUnavailableException
                    | DeliveryException e) {
                tell(Optional.of("cannot read: " + Words.of(e)));
                endReader();
                pause();
            } catch (RuntimeException | Error e) {
                tell(Optional.of("has failed by a fault of ours: " + e));
                LOG.error("a fault of ours, it is begun anew name={}", name, e);
                forget();
                pause();
            }
        }
        // an interrupted thread could not close it well
        Thread.interrupted();
        endReader();
    }

    private void turn() {
        if (reader == null || System.nanoTime() - lookRoundAt >= 0) {
            lookRound();
        }
        if (take(reader.poll(POLL), reader)) {
            tell(Optional.empty());
        }
    }

    /** The topic may have been made again, or have got more partitions. */
    private void lookRound() {
        ArticleLog.Shape shape = log.shape();
        boolean isOther = topic().filter(shape.id()::equals).isEmpty();
        boolean isWider = !isOther && shape.partitions().size() > positions().size();
        if (isOther) {
            begin(shape);
        } else if (isWider) {
            widen(shape);
        }
        if (reader == null) {
            reader = log.ownReader();
        }
        if (isOther || isWider || !reader.hasBegun()) {
            reader.seek(positions());
        }
        lookRoundAt = System.nanoTime() + LOOK_ROUND_NANOS;
    }

    private void forget() {
        synchronized (this) {
            topic = Optional.empty();
        }
        endReader();
    }

    private void endReader() {
        if (reader != null) {
            reader.end();
            reader = null;
        }
    }

    private void tell(Optional<String> now) {
        if (!now.equals(trouble)) {
            now.ifPresentOrElse(what -> LOG.warn("{} name={}", what, name), () -> LOG.info("reads name={}", name));
        }
        trouble = now;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
