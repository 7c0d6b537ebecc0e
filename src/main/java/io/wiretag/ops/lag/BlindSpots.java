package io.wiretag.ops.lag;

import io.wiretag.cluster.KafkaCall;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Collects what one look does not see, so that the rest is shown and this is said beside it. Not thread-safe. */
final class BlindSpots {
    /** Above the time-outs that the calls have themselves. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int NAMED = 3;

    private final List<BlindSpot> spots = new ArrayList<>();
    private final Map<String, List<String>> groups = new TreeMap<>();
    private final Set<String> topics = new HashSet<>();
    private boolean anyGroup;

    void addPartition(TopicPartition partition, String why) {
        spots.add(BlindSpot.partition(partition.topic(), partition.partition(), why));
    }

    void addTopic(String name, String why) {
        topics.add(name);
        spots.add(BlindSpot.topic(name, why));
    }

    /** Of those whose coordinator is away nobody knows the names. */
    void addSomeGroups(String why) {
        anyGroup = true;
        spots.add(BlindSpot.someGroups(why));
    }

    void addGroup(String id, String why) {
        groups.computeIfAbsent(why, key -> new ArrayList<>()).add(id);
    }

    /** What a group answers; without one it is a blind spot, unless it has gone between two questions. */
    <T> Answer<T> ofGroup(String id, KafkaFuture<T> answer, String what) {
        try {
            return new Answer<>(Optional.of(KafkaCall.await(answer, what, LIMIT)), true);
        } catch (KafkaRefusedException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return new Answer<>(Optional.empty(), true);
            }
            addGroup(id, e.getMessage());
        } catch (KafkaUnavailableException e) {
            addGroup(id, e.getMessage());
        }
        return new Answer<>(Optional.empty(), false);
    }

    /** @param seen whether there was an answer, be it that there is no such group */
    record Answer<T>(Optional<T> value, boolean seen) {}

    OffsetsSnapshot.Unanswered unanswered() {
        Set<String> ids = groups.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        return new OffsetsSnapshot.Unanswered(anyGroup, ids, topics);
    }

    /** All of them; groups of which the same is said are one. */
    List<BlindSpot> list() {
        List<BlindSpot> all = new ArrayList<>(spots);
        groups.forEach((why, ids) ->
                all.add(BlindSpot.groups(ids.stream().sorted().distinct().toList(), NAMED, why)));
        return all;
    }
}
