package io.wiretag.ops.receipts;

import io.wiretag.cluster.ClusterFacts.Existing;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.files.Sha256;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the very record of a kill in every sink it went to. Its record in {@code articles.tagged} names all sinks and keys, a key decides the
 * partition, and all records of a version have one time: so what has to be read of a sink is the stretch from the first record of that time
 * to the kill, a batch or two.
 *
 * <p>Not thread-safe.
 */
final class KillPlaces implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KillPlaces.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    /** For one kill at a time; the rest has its turn later. */
    private static final Duration TURN = Duration.ofSeconds(2);
    /** All records of a version are committed together: what is not found after that has gone, or went elsewhere. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final Consumer<byte[], byte[]> consumer;
    private final ValueCodec codec;
    private final Map<String, Topic<TaggedArticle>> sinks;
    private final Topic<TaggedArticle> tagged;
    /** From where searches go on. */
    private final Map<Search, Long> searched = new HashMap<>();

    private final Map<KillId, Instant> triedSince = new HashMap<>();

    private record Search(KillId kill, Place place) {}

    /** @param consumer read_committed, without a group; closed with this */
    KillPlaces(Consumer<byte[], byte[]> consumer, ValueCodec codec, Topics topics) {
        this.consumer = consumer;
        this.codec = codec;
        this.tagged = topics.tagged();
        this.sinks = topics.articleSinks().stream().collect(Collectors.toMap(Topic::role, topic -> topic));
    }

    /**
     * Looks for what is not known yet.
     *
     * @param there the topics that are there, by name
     * @throws io.wiretag.codec.RegistryUnavailableException if the registry has to be asked and does not answer
     * @throws org.apache.kafka.common.KafkaException if the brokers do not answer
     */
    Kill place(Kill kill, Map<String, Existing> there, Instant now) {
        Kill named = kill.sha256().isPresent() ? kill : named(kill, there);
        List<Place> places = new ArrayList<>();
        boolean all = true;
        for (Place place : named.places()) {
            Optional<Place> found = place.offset().isPresent() ? Optional.of(place) : found(place, named);
            places.add(found.orElse(place));
            all &= found.isPresent();
        }
        boolean givenUp =
                now.isAfter(triedSince.computeIfAbsent(kill.id(), any -> now).plus(GIVEN_UP));
        if (all || givenUp) {
            searched.keySet().removeIf(each -> each.kill().equals(kill.id()));
            triedSince.remove(kill.id());
        }
        return named.placed(
                named.at(), named.sha256(), places, (all && named.sha256().isPresent()) || givenUp);
    }

    /** With the sinks and keys that its record names. */
    private Kill named(Kill kill, Map<String, Existing> there) {
        Optional<ConsumerRecord<byte[], byte[]>> record = record(kill.id());
        if (record.isEmpty()) {
            return kill;
        }
        String sum = Sha256.hex(record.get().value());
        try {
            TaggedArticle version = codec.decode(
                    tagged.name(), record.get().headers(), record.get().value(), TaggedArticle.class);
            List<Place> places = new ArrayList<>(kill.places());
            for (Delivery each : version.getDeliveries()) {
                Topic<TaggedArticle> sink = sinks.get(each.getSink());
                if (sink != null && !there.containsKey(sink.name())) {
                    return kill; // it may be there the next time; what is named once is not named anew
                }
                if (each.getOperation() == Operation.kill && !each.getSink().equals(tagged.role())) {
                    place(each, there).ifPresent(places::add);
                }
            }
            return kill.placed(version.getTaggedAt(), Optional.of(sum), places, false);
        } catch (UnreadableValueException e) {
            return kill.placed(kill.at(), Optional.of(sum), kill.places(), false);
        }
    }

    private Optional<Place> place(Delivery each, Map<String, Existing> there) {
        return Optional.ofNullable(sinks.get(each.getSink()))
                .flatMap(topic -> Optional.ofNullable(there.get(topic.name()))
                        .map(existing -> new Place(
                                topic.role(),
                                topic.name(),
                                existing.id().toString(),
                                each.getKey(),
                                partition(each.getKey(), existing.partitions()),
                                OptionalLong.empty())));
    }

    /** As producers of Kafka place a key. */
    static int partition(String key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    private Optional<ConsumerRecord<byte[], byte[]>> record(KillId id) {
        TopicPartition partition = new TopicPartition(tagged.name(), id.partition());
        consumer.assign(List.of(partition));
        consumer.seek(partition, id.offset());
        long deadline = System.nanoTime() + TURN.toNanos();
        while (System.nanoTime() - deadline < 0 && consumer.position(partition, PATIENCE) <= id.offset()) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                if (each.offset() == id.offset()) {
                    return Optional.of(each).filter(found -> isKillOf(found, id.uri()) && found.value() != null);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isKillOf(ConsumerRecord<byte[], byte[]> each, String uri) {
        return WiretagHeader.OPERATION
                        .of(each.headers())
                        .filter(Operation.kill.name()::equals)
                        .isPresent()
                && WiretagHeader.URI.of(each.headers()).filter(uri::equals).isPresent();
    }

    /** A partition that does not answer keeps no other from being searched. */
    private Optional<Place> found(Place place, Kill kill) {
        try {
            return find(place, kill);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug(
                    "a sink cannot be searched for a kill uri={} place={}",
                    kill.id().uri(),
                    place,
                    e);
            return Optional.empty();
        }
    }

    private Optional<Place> find(Place place, Kill kill) {
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        Search search = new Search(kill.id(), place);
        Long from = searched.get(search);
        if (from == null) {
            OffsetAndTimestamp first = consumer.offsetsForTimes(
                            Map.of(partition, kill.publishedAt().toEpochMilli()), PATIENCE)
                    .get(partition);
            if (first == null) {
                return Optional.empty();
            }
            from = first.offset();
        }
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
        long deadline = System.nanoTime() + TURN.toNanos();
        while (System.nanoTime() - deadline < 0 && consumer.position(partition, PATIENCE) < end) {
            for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
                if (isOf(each, place, kill)) {
                    return Optional.of(place.at(each.offset()));
                }
            }
        }
        searched.put(search, consumer.position(partition, PATIENCE));
        return Optional.empty();
    }

    /** Under its key, and because of the same published record. */
    private static boolean isOf(ConsumerRecord<byte[], byte[]> each, Place place, Kill kill) {
        return isKillOf(each, kill.id().uri())
                && each.key() != null
                && new String(each.key(), StandardCharsets.UTF_8).equals(place.key())
                && WiretagHeader.PUBLISHED.of(each.headers()).equals(kill.published());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
