package io.wiretag.ops.notes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wiretag.cluster.TopicFollower;
import io.wiretag.files.Why;
import io.wiretag.files.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
 * <p>One thread reads and writes. Thread-safe; no call waits for a broker.
 */
public final class Notes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Notes.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Whoever may write to the topic may write any key. */
    private static final int MOST = 100_000;

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final String topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final TopicFollower follower;
    private final Map<NoteKey, JsonNode> notes = new ConcurrentHashMap<>();
    /** Those that the topic does not have yet. */
    private final Map<NoteKey, JsonNode> unsent = new ConcurrentHashMap<>();

    private Optional<Producer<byte[], byte[]>> producer = Optional.empty();
    private Instant sendAt = Instant.MIN;
    private volatile Optional<String> unwritable = Optional.empty();

    /**
     * Prepares; {@link #start} begins.
     *
     * @param consumer read_committed, without a group; closed with the notes
     * @param producers of one that waits for all replicas; closed with the notes as well
     */
    public Notes(Consumer<byte[], byte[]> consumer, Supplier<Producer<byte[], byte[]>> producers, String topic) {
        this.topic = topic;
        this.producers = producers;
        this.follower = new TopicFollower(
                consumer, "the memory of operations", topic, consumer::beginningOffsets, new Reading());
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

    /** All of a kind, as they are known. */
    public Map<NoteKey, JsonNode> of(String kind) {
        Map<NoteKey, JsonNode> found = new HashMap<>();
        notes.forEach((key, value) -> {
            if (key.kind().equals(kind)) {
                found.put(key, value);
            }
        });
        return found;
    }

    public Optional<JsonNode> of(NoteKey key) {
        return Optional.ofNullable(notes.get(key));
    }

    /** @param value a JSON object */
    public void write(NoteKey key, JsonNode value) {
        notes.put(key, value);
        unsent.put(key, value);
    }

    /** Why notes do not outlive this instance, or those of others are not known; empty if they do. */
    public Optional<Why> trouble() {
        if (!follower.hasLooked()) {
            return Optional.empty();
        }
        return follower.sight()
                .trouble()
                .map(why -> why(follower.isMissing() ? "missing" : "unreadable", why))
                .or(() -> unwritable.map(why -> why("unwritable", why)));
    }

    private Why why(String code, String words) {
        return new Why(code, Map.of("topic", topic), words);
    }

    private final class Reading implements TopicFollower.Reader {
        @Override
        public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
            NoteKey.read(each.key()).filter(this::hasRoom).ifPresent(key -> {
                Optional<JsonNode> value = parsed(each.value());
                value.ifPresentOrElse(note -> notes.put(key, note), () -> notes.remove(key));
            });
        }

        private boolean hasRoom(NoteKey key) {
            return !unsent.containsKey(key) && (notes.size() < MOST || notes.containsKey(key));
        }

        @Override
        public void clear() {
            // what is known here is noted anew in the topic that was made anew
            unsent.putAll(notes);
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

    private static Optional<JsonNode> parsed(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(value)).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void send() {
        try {
            if (producer.isEmpty()) {
                producer = Optional.of(producers.get());
            }
            for (Map.Entry<NoteKey, JsonNode> each : Map.copyOf(unsent).entrySet()) {
                byte[] value = each.getValue().toString().getBytes(StandardCharsets.UTF_8);
                producer.get()
                        .send(
                                new ProducerRecord<>(topic, each.getKey().written(), value),
                                (metadata, failure) -> sent(each.getKey(), each.getValue(), failure));
            }
        } catch (KafkaException e) {
            told(Optional.of(Words.of(e)));
        }
    }

    private void sent(NoteKey key, JsonNode value, Exception failure) {
        if (failure == null) {
            unsent.remove(key, value);
        }
        told(Optional.ofNullable(failure).map(Words::of));
    }

    private void told(Optional<String> why) {
        if (!why.equals(unwritable)) {
            why.ifPresentOrElse(
                    what -> LOG.warn("the memory of operations cannot be written topic={}: {}", topic, what),
                    () -> LOG.info("the memory of operations is written topic={}", topic));
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
