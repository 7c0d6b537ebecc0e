package io.wiretag.ops.stories;

import io.wiretag.cluster.ConsumerThread;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.Words;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads into a {@link StoryIndex}, once at start, what came out before the watch began: the newest of {@code articles.current}, as
 * many as there is room for. On a thread of its own, so that what comes now is not kept waiting; it tries again until it has read
 * them, newer ones have taken all the room, or it is closed.
 */
public final class OlderStories implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OlderStories.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** Offsets for each story: between them lie markers of transactions, and gaps where older versions were. */
    private static final int OFFSETS = 4;
    /** After so many the index is brought within its bounds. */
    private static final int SETTLE_AFTER = 1_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Topic<TaggedArticle> current;
    private final ValueCodec codec;
    private final StoryIndex index;
    private final ConsumerThread thread;
    private final Duration pause;
    /** Where partitions were begun in their midst, when the first was tagged that was read there. */
    private final Map<TopicPartition, Instant> begunAt = new HashMap<>();

    /** Where stories were taken down last: until the topic is compacted their text stands before that, and must not be found meanwhile. */
    private final Map<String, Long> down = new HashMap<>();

    private int read;
    /** A state is told once, however often it is tried. */
    private Optional<String> trouble = Optional.empty();

    /**
     * @param consumer read_committed, without a group; closed with this
     * @param current compacted, null where a story is down
     */
    public OlderStories(
            Consumer<byte[], byte[]> consumer, Topic<TaggedArticle> current, ValueCodec codec, StoryIndex index) {
        this(consumer, current, codec, index, PAUSE);
    }

    /** @param pause after each time that they could not be read */
    OlderStories(
            Consumer<byte[], byte[]> consumer,
            Topic<TaggedArticle> current,
            ValueCodec codec,
            StoryIndex index,
            Duration pause) {
        this.pause = pause;
        this.consumer = consumer;
        this.current = current;
        this.codec = codec;
        this.index = index;
        this.thread = new ConsumerThread("wiretag-older-stories", consumer, this::run);
    }

    /** Begins to read, once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!tried()) {
                thread.pause(pause);
            }
        } catch (WakeupException | InterruptException e) {
            LOG.debug("older stories are read no further");
        } catch (RuntimeException | Error e) {
            LOG.error("older stories cannot be searched, by a fault of ours", e);
        }
    }

    private boolean tried() {
        if (!index.takesOlder()) {
            LOG.info("older stories are not searched: newer ones have taken all the room");
            return true;
        }
        try {
            read();
            return true;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException | KafkaUnavailableException | RegistryUnavailableException e) {
            Optional<String> now = Optional.of(Words.of(e));
            LOG.atLevel(now.equals(trouble) ? Level.DEBUG : Level.WARN)
                    .log("older stories cannot be searched yet: cannot read {}: {}", current.name(), now.get());
            trouble = now;
            return false;
        }
    }

    private void read() {
        TopicScan scan = new TopicScan(consumer);
        List<TopicPartition> partitions = scan.partitions(List.of(current.name()));
        if (partitions.isEmpty()) {
            throw new KafkaException("the topic does not exist");
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(partitions));
        long most = (long) OFFSETS * index.mostStories() / partitions.size();
        begunAt.clear();
        from.replaceAll((partition, first) -> {
            long begin = Math.max(first, ends.get(partition) - most);
            if (begin > first) {
                begunAt.put(partition, Instant.MAX);
            }
            return begin;
        });
        read = 0;
        down.clear();
        scan.read(from, ends, this::noteIfDown, (done, of) -> {});
        scan.read(from, ends, this::take, (done, of) -> {});
        down.clear();
        index.olderAreRead(reach());
        LOG.info("older stories can be searched read={}", read);
    }

    /** From then on nothing was left out: none of the partitions was begun later. */
    private Instant reach() {
        return begunAt.values().stream()
                .map(at -> at.equals(Instant.MAX) ? Instant.now() : at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private void noteIfDown(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() != null && each.value() == null) {
            down.put(uri(each), each.offset());
        }
    }

    private static String uri(ConsumerRecord<byte[], byte[]> each) {
        return new String(each.key(), StandardCharsets.UTF_8);
    }

    private void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.key() == null || each.value() == null || each.offset() < down.getOrDefault(uri(each), 0L)) {
            return;
        }
        try {
            TaggedArticle tagged = codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class);
            begunAt.computeIfPresent(
                    new TopicPartition(each.topic(), each.partition()),
                    (partition, at) -> at.equals(Instant.MAX) ? tagged.getTaggedAt() : at);
            index.putOlder(tagged, Instant.ofEpochMilli(each.timestamp()), WiretagHeader.PUBLISHED.of(each.headers()));
        } catch (UnreadableValueException e) {
            LOG.debug("passed over partition={} offset={}: {}", each.partition(), each.offset(), e.getMessage());
        }
        if (++read % SETTLE_AFTER == 0) {
            index.settle(Instant.now());
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
