package io.wiretag.ops.receipts;

import io.wiretag.cluster.TopicFollower;
import io.wiretag.schema.Operation;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes kills, and what brings a killed article back, out of {@code articles.tagged}, by their headers. Thread-safe. */
final class KillFinder implements TopicFollower.Reader {
    private static final int MOST_MORE = 10_000;

    private final Queue<Found> found = new ConcurrentLinkedQueue<>();
    /** Of articles that were killed. */
    private final Set<String> killed = ConcurrentHashMap.newKeySet();

    /**
     * A record of interest.
     *
     * @param version which it says; empty if it says none
     * @param published the record it came from, as partition and offset
     */
    record Found(
            boolean isKill,
            String uri,
            String version,
            int partition,
            long offset,
            Instant publishedAt,
            Optional<String> published,
            Instant seenAt) {}

    boolean hasFound() {
        return !found.isEmpty();
    }

    /** What was found since it was asked the last time. */
    List<Found> drain() {
        List<Found> all = new ArrayList<>();
        for (Found each = found.poll(); each != null; each = found.poll()) {
            all.add(each);
        }
        return all;
    }

    /** Of whose later versions it is to tell. */
    void watch(Set<String> uris) {
        killed.addAll(uris);
        if (killed.size() > uris.size() + MOST_MORE) {
            killed.retainAll(uris);
        }
    }

    @Override
    public void take(ConsumerRecord<byte[], byte[]> each, boolean live, Instant now) {
        String operation = WiretagHeader.OPERATION.of(each.headers()).orElse("");
        boolean isKill = operation.equals(Operation.kill.name());
        boolean isBack = operation.equals(Operation.publish.name()) || operation.equals(Operation.correct.name());
        if (!isKill && !isBack) {
            return;
        }
        String uri = WiretagHeader.URI
                .of(each.headers())
                .orElseGet(() -> each.key() == null ? "" : new String(each.key(), StandardCharsets.UTF_8));
        if (isKill) {
            killed.add(uri); // it may be brought back by the next record
        }
        if (killed.contains(uri)) {
            found.add(new Found(
                    isKill,
                    uri,
                    WiretagHeader.VERSION.of(each.headers()).orElse(""),
                    each.partition(),
                    each.offset(),
                    Instant.ofEpochMilli(each.timestamp()),
                    WiretagHeader.PUBLISHED.of(each.headers()),
                    now));
        }
    }

    @Override
    public void clear() {
        // kills of a topic that was made anew were kills all the same
    }

    @Override
    public void turn(Instant now) {
        // it only waits
    }
}
