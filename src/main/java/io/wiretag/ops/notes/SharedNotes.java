package io.wiretag.ops.notes;

import io.wiretag.cluster.TopicFollower;
import io.wiretag.files.Why;
import io.wiretag.files.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes of this instance and of all others that follow the same topic. What is noted here is known here at once; it goes to the
 * topic within a second, or as soon as the topic can be written to: until then, or if that never comes, notes live as long as this
 * instance. Of two notes under one key the one that comes later in the topic holds.
 *
 * <p>Whoever may write to the topic may write any number of keys. Beyond {@link Form#most} those that were written longest ago are given
 * up here, which {@link #trouble} says; the topic keeps them.
 *
 * <p>One thread reads and writes. Thread-safe; no call waits for a broker.
 */
public class SharedNotes<K, V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedNotes.class);
    /** Code of the trouble that there are more than can be known. */
    public static final String FULL = "full";

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Form<K, V> form;
    private final Predicate<K> mayWrite;
    private final TopicFollower follower;
    /** In the order in which they were written. Guarded by itself. */
    private final Map<K, V> notes = new LinkedHashMap<>();
    /** Those that the topic does not have yet. */
    private final Map<K, V> unsent = new ConcurrentHashMap<>();

    private final AtomicLong changes = new AtomicLong();

    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();
    private Instant sendAt = Instant.MIN;
    private volatile Optional<String> unwritable = Optional.empty();
    /** Some were given up: they are known again when the topic is read anew, by the next start. */
    private volatile boolean full;

    /**
     * How notes become bytes and back.
     *
     * @param <K> what a note is about
     * @param <V> what it says
     */
    public interface Form<K, V> {
        /** What they are, for the log: {@code the memory of operations}. */
        String what();

        /** How many are known at most. */
        default int most() {
            return 100_000;
        }

        byte[] writtenKey(K key);

        byte[] writtenValue(V value);

        /** Empty if it is none as it is written: the topic is compacted by bytes, so that another spelling is another key. */
        Optional<K> key(byte[] key);

        /** Empty of what is no note, and of one that need not be known here. */
        Optional<V> value(K key, byte[] value);
    }

    /**
     * Prepares; {@link #start} begins.
     *
     * @param consumer read_committed, without a group; closed with the notes
     * @param producers of one that waits for all replicas; closed with the notes as well
     * @param mayWrite what this instance writes; of the rest what others write holds, and it stays ready to
     */
    public SharedNotes(
            Consumer<byte[], byte[]> consumer,
            Supplier<Producer<byte[], byte[]>> producers,
            String topic,
            Form<K, V> form,
            Predicate<K> mayWrite) {
        this.topic = topic;
        this.producers = producers;
        this.form = form;
        this.mayWrite = mayWrite;
        this.follower = new TopicFollower(consumer, form.what(), topic, consumer::beginningOffsets, new Reading());
    }

    /** Begins to read, once. */
    public void start() {
        follower.start();
    }

    /** Whether all notes of before have been read, or nobody can read them now. */
    public boolean isReady() {
        return follower.hasLooked()
                && (follower.sight().asOf().isPresent()
                        || follower.sight().trouble().isPresent());
    }

    /** Whether all that others have noted up to now has been read: before that, nothing is to be noted that rests on it. */
    public boolean isRead() {
        TopicFollower.Sight sight = follower.sight();
        return sight.asOf().isPresent()
                && sight.trouble().isEmpty()
                && sight.left().values().stream().allMatch(left -> left == 0);
    }

    /** A number that is another once something is known that was not: to look at all of them only then. */
    public long changes() {
        return changes.get();
    }

    /** All that are about such, as they are known. */
    public Map<K, V> of(Predicate<K> about) {
        Map<K, V> found = new HashMap<>();
        synchronized (notes) {
            notes.forEach((key, value) -> {
                if (about.test(key)) {
                    found.put(key, value);
                }
            });
        }
        return found;
    }

    /** Gives up the memory of such, here alone: the topic keeps them. */
    public void forget(Predicate<K> about) {
        synchronized (notes) {
            notes.keySet().removeIf(key -> about.test(key) && !unsent.containsKey(key));
        }
    }

    public Optional<V> of(K key) {
        synchronized (notes) {
            return Optional.ofNullable(notes.get(key));
        }
    }

    /** Known here at once. */
    public void write(K key, V value) {
        unsent.put(key, value);
        remember(key, value);
        changes.incrementAndGet();
    }

    /** What is not sent yet is known nowhere else. */
    private void remember(K key, V value) {
        synchronized (notes) {
            notes.remove(key);
            notes.put(key, value);
            Iterator<K> oldest = notes.keySet().iterator();
            while (notes.size() > form.most() && oldest.hasNext()) {
                if (!unsent.containsKey(oldest.next())) {
                    oldest.remove();
                    if (!full) {
                        LOG.warn(
                                "{} are too many: the oldest are given up topic={} most={}",
                                form.what(),
                                topic,
                                form.most());
                    }
                    full = true;
                }
            }
        }
    }

    /** Whether some were given up, for they were too many. */
    public boolean isFull() {
        return full;
    }

    /** Why notes do not outlive this instance, or those of others are not known, or not all; empty if they do and are. */
    public Optional<Why> trouble() {
        if (!follower.hasLooked()) {
            return Optional.empty();
        }
        return follower.sight()
                .trouble()
                .map(why -> why(follower.isMissing() ? "missing" : "unreadable", why))
                .or(() -> unwritable.map(why -> why("unwritable", why)))
                .or(() -> Optional.of(why(FULL, "more than " + form.most() + " notes: the oldest are not known here"))
                        .filter(any -> full));
    }

    private Why why(String code, String words) {
        return new Why(code, Map.of("topic", topic), words);
    }

    private final class Reading implements TopicFollower.Reader {
        @Override
        public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
            form.key(each.key()).filter(this::isOfOthers).ifPresent(key -> {
                Optional<V> value = each.value() == null ? Optional.empty() : form.value(key, each.value());
                value.ifPresentOrElse(note -> remember(key, note), () -> drop(key));
                changes.incrementAndGet();
            });
        }

        private void drop(K key) {
            synchronized (notes) {
                notes.remove(key);
            }
        }

        /** Whether none of this instance is to be written over it. */
        private boolean isOfOthers(K key) {
            if (unsent.containsKey(key) && mayWrite.test(key)) {
                return false;
            }
            unsent.remove(key);
            return true;
        }

        @Override
        public void clear() {
            // what is known here is noted anew in the topic that was made anew
            synchronized (notes) {
                unsent.putAll(notes);
            }
        }

        @Override
        public void turn(Instant now) {
            // not before others' notes are known
            if (!unsent.isEmpty() && !now.isBefore(sendAt) && isRead()) {
                send();
                producer.ifPresent(Producer::flush);
                sendAt = unwritable.isPresent() ? now.plus(AGAIN) : now;
            }
        }
    }

    private void send() {
        try {
            if (producer.isEmpty()) {
                producer = Optional.of(producers.get());
            }
            for (Map.Entry<K, V> each : Map.copyOf(unsent).entrySet()) {
                if (!mayWrite.test(each.getKey())) {
                    continue;
                }
                byte[] key = form.writtenKey(each.getKey());
                producer.get()
                        .send(
                                new ProducerRecord<>(topic, key, form.writtenValue(each.getValue())),
                                (metadata, failure) -> sent(each.getKey(), each.getValue(), failure));
            }
        } catch (KafkaException e) {
            told(Optional.of(Words.of(e)));
        }
    }

    private void sent(K key, V value, Exception failure) {
        if (failure == null) {
            unsent.remove(key, value);
        }
        told(Optional.ofNullable(failure).map(Words::of));
    }

    private void told(Optional<String> why) {
        if (!why.equals(unwritable)) {
            why.ifPresentOrElse(
                    what -> LOG.warn("{} cannot be written topic={}: {}", form.what(), topic, what),
                    () -> LOG.info("{} is written topic={}", form.what(), topic));
        }
        unwritable = why;
    }

    /** Sends what is not sent yet, if that can be. */
    @Override
    public void close() {
        follower.close();
        if (!unsent.isEmpty() && isRead()) {
            send();
        }
        producer.ifPresent(open -> open.close(CLOSE_LIMIT));
    }
}
