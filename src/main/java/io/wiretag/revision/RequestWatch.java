package io.wiretag.revision;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.ValueCodec;
import io.wiretag.life.Placement;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * Waits for what comes of one request. The processors' commit of its offset and the records that they write because of it are one
 * transaction: once the one is seen and the other is not there, nothing was done.
 */
final class RequestWatch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Topics topics;
    private final ClusterFacts facts;
    private final ValueCodec codec;
    private final String group;
    /** How far it has looked. */
    private final Map<TopicPartition, Long> places;

    /** Whether it may not be asked how far the processors are. */
    private boolean isBlind;

    /** Sees what is written from now on: made before the request is sent. */
    RequestWatch(String uri, Topics topics, ClusterFacts facts, ValueCodec codec, String group) {
        this.topics = topics;
        this.facts = facts;
        this.codec = codec;
        this.group = group;
        byte[] key = uri.getBytes(StandardCharsets.UTF_8);
        this.places = new HashMap<>(
                facts.stableEndOffsets(List.of(ofKey(topics.tagged(), key), ofKey(topics.rejected(), key))));
    }

    private TopicPartition ofKey(Topic<?> topic, byte[] key) {
        int partitions = facts.existing(List.of(topic.name())).get(topic.name()).partitions();
        return new TopicPartition(topic.name(), Placement.partition(key, partitions));
    }

    /**
     * What was done, or that nothing was.
     *
     * @param consumer read_committed, without a group
     * @param ignored asked if the request was passed over
     */
    Answer await(
            TopicPartition partition,
            long offset,
            Consumer<byte[], byte[]> consumer,
            Duration limit,
            Supplier<Answer> ignored) {
        String place = partition.partition() + ":" + offset;
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            // before the look: what is committed then, is seen by it
            boolean isDone = isDone(partition, offset);
            Optional<Answer> answer = look(place, consumer);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (isDone) {
                return ignored.get();
            }
            if (System.nanoTime() - end > 0) {
                return new Answer.NotAnsweredYet(
                        place,
                        "no processor has answered within " + limit.toSeconds() + " s"
                                + (isBlind
                                        ? ", and this user may not ask how far they are: it lacks DESCRIBE on group "
                                                + group
                                        : ": 'wiretag lag' tells whether one runs and how far it is"));
            }
            pause();
        }
    }

    private boolean isDone(TopicPartition partition, long offset) {
        if (isBlind) {
            return false;
        }
        try {
            return facts.committedOffsets(group).getOrDefault(partition, 0L) > offset;
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof AuthorizationException) {
                isBlind = true;
                return false;
            }
            throw e;
        }
    }

    private Optional<Answer> look(String place, Consumer<byte[], byte[]> consumer) {
        // also what is not committed yet: the reader waits for it
        Map<TopicPartition, Long> ends = facts.endOffsets(places.keySet());
        AtomicReference<Answer> found = new AtomicReference<>();
        new TopicScan(consumer)
                .read(
                        places,
                        ends,
                        each -> {
                            answer(each, place).ifPresent(found::set);
                        },
                        (read, of) -> {});
        places.putAll(ends);
        return Optional.ofNullable(found.get());
    }

    private Optional<Answer> answer(ConsumerRecord<byte[], byte[]> each, String place) {
        if (each.topic().equals(topics.rejected().name())) {
            return isRejected(each, place)
                    ? Optional.of(new Answer.Rejected(
                            WiretagHeader.REJECTED_REASON.of(each.headers()).orElse("unknown"),
                            WiretagHeader.REJECTED_MESSAGE.of(each.headers()).orElse("")))
                    : Optional.empty();
        }
        return WiretagHeader.PUBLISHED
                .of(each.headers())
                .filter(place::equals)
                .map(same -> new Answer.WentOut(
                        codec.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class)));
    }

    private boolean isRejected(ConsumerRecord<byte[], byte[]> each, String place) {
        String told = WiretagHeader.REJECTED_PARTITION.of(each.headers()).orElse("") + ":"
                + WiretagHeader.REJECTED_OFFSET.of(each.headers()).orElse("");
        return told.equals(place)
                && WiretagHeader.REJECTED_TOPIC
                        .of(each.headers())
                        .filter(topics.published().name()::equals)
                        .isPresent();
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for what comes of a request");
        }
    }
}
