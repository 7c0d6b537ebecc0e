package io.wiretag.retag;

import io.wiretag.topics.WiretagHeader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What came of requests, by the records that went out since the look at the stories: one that names the request as where it comes
 * from is its answer. Of a request without one, another record of its article tells that something newer came in between.
 */
final class Answers {
    private final String published;
    private final Map<RecordPlace, UUID> waiting;
    private final Set<UUID> articles;
    private final Set<UUID> newer = new HashSet<>();
    private final Map<String, Long> rejected = new HashMap<>();
    private long retagged;

    /**
     * @param published name of the topic that requests stand in
     * @param requests where each stands, with the key of its article
     */
    Answers(String published, Map<RecordPlace, UUID> requests) {
        this.published = published;
        this.waiting = new HashMap<>(requests);
        this.articles = new HashSet<>(requests.values());
    }

    /** A record of the topic of all tagged articles. */
    void sent(ConsumerRecord<byte[], byte[]> each) {
        Optional<UUID> request = WiretagHeader.PUBLISHED
                .of(each.headers())
                .flatMap(RecordPlace::of)
                .map(waiting::remove);
        if (request.isPresent()) {
            retagged++;
        } else if (each.key() != null) {
            Optional.of(UUID.nameUUIDFromBytes(each.key()))
                    .filter(articles::contains)
                    .ifPresent(newer::add);
        }
    }

    /** A record of the topic of rejected records; marks of replays tell of no request. */
    void rejected(ConsumerRecord<byte[], byte[]> each) {
        if (WiretagHeader.REPLAY_AS.isIn(each.headers())
                || WiretagHeader.REJECTED_TOPIC
                        .of(each.headers())
                        .filter(published::equals)
                        .isEmpty()) {
            return;
        }
        Optional<UUID> request = WiretagHeader.REJECTED_PARTITION
                .of(each.headers())
                .flatMap(partition ->
                        WiretagHeader.REJECTED_OFFSET.of(each.headers()).map(offset -> partition + ":" + offset))
                .flatMap(RecordPlace::of)
                .map(waiting::remove);
        request.ifPresent(article ->
                rejected.merge(WiretagHeader.REJECTED_REASON.of(each.headers()).orElse("unknown"), 1L, Long::sum));
    }

    long retagged() {
        return retagged;
    }

    Map<String, Long> rejected() {
        return rejected;
    }

    /** Requests of which nobody knows anything. */
    long unanswered(Predicate<RecordPlace> isOpen) {
        return waiting.keySet().stream().filter(isOpen).count();
    }

    /** Requests that nothing came of, for something newer has gone out. */
    long outdated(Predicate<RecordPlace> isOpen) {
        return waiting.entrySet().stream()
                .filter(each -> !isOpen.test(each.getKey()) && newer.contains(each.getValue()))
                .count();
    }

    /** Requests that nothing came of, though nothing newer has gone out. */
    long unchanged(Predicate<RecordPlace> isOpen) {
        return waiting.entrySet().stream()
                .filter(each -> !isOpen.test(each.getKey()) && !newer.contains(each.getValue()))
                .count();
    }
}
