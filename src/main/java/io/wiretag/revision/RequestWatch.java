package io.wiretag.revision;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.life.Placement;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    /** Where it begins to look. */
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
        this.places = facts.stableEndOffsets(List.of(ofKey(topics.tagged(), key), ofKey(topics.rejected(), key)));
    }

    private TopicPartition ofKey(Topic<?> topic, byte[] key) {
        return new TopicPartition(topic.name(), Placement.partition(key, SentRecords.partitions(topic, facts)));
    }

    /**
     * What was done, or that nothing was.
     *
     * @param consumer read_committed, without a group; its assignment is replaced
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
        consumer.assign(places.keySet());
        places.forEach(consumer::seek);
        Optional<Map<TopicPartition, Long>> ends = Optional.empty();
        while (true) {
            if (ends.isEmpty() && isDone(partition, offset)) {
                // also of what is not committed yet, which the reader waits for: what was written because of it lies
                // before them
                ends = Optional.of(facts.endOffsets(places.keySet()));
            }
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(LOOK_EVERY)) {
                Optional<Answer> answer = answer(each, place);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
            if (ends.filter(known -> isRead(known, consumer)).isPresent()) {
                return ignored.get();
            }
            if (System.nanoTime() - end > 0) {
                return new Answer.NotAnsweredYet(place, why(limit));
            }
        }
    }

    private static boolean isRead(Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
        return ends.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
    }

    private String why(Duration limit) {
        return "no processor has answered within " + limit.toMillis() / 1000.0 + " s"
                + (isBlind
                        ? ", and this user may not ask how far they are: it lacks DESCRIBE on group " + group
                        : ": 'wiretag lag' tells whether one runs and how far it is");
    }

    private boolean isDone(TopicPartition partition, long offset) {
        if (isBlind) {
            return false;
        }
        try {
            return facts.committedOffsets(group).getOrDefault(partition, 0L) > offset;
        } catch (KafkaUnavailableException e) {
            return false; // it may come back within the time that there is
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof AuthorizationException) {
                isBlind = true;
                return false;
            }
            throw e;
        }
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
}
