package io.wiretag.topology;

import io.wiretag.schema.HeldHeader;
import io.wiretag.schema.HeldRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records under embargo, as they came, in the order of its end: a key is the time in eight bytes, then the uri. What is due
 * stands in front, so that looking for it costs the same however much is held.
 */
final class EmbargoStore {
    static final String STORE = "held";

    /** A record whose embargo has ended. */
    record Due(Bytes key, Instant until, String uri, PublishedRecord record) {}

    private final KeyValueStore<Bytes, HeldRecord> store;
    private long size;

    EmbargoStore(KeyValueStore<Bytes, HeldRecord> store) {
        this.store = store;
        try (KeyValueIterator<Bytes, HeldRecord> records = store.all()) {
            records.forEachRemaining(each -> size++);
        }
    }

    /** How many are held. */
    long size() {
        return size;
    }

    void put(String uri, Instant until, PublishedRecord published) {
        List<HeldHeader> headers = new ArrayList<>();
        for (Header header : published.headers()) {
            headers.add(new HeldHeader(header.key(), header.value() == null ? null : ByteBuffer.wrap(header.value())));
        }
        size++;
        store.put(
                key(uri, until),
                new HeldRecord(
                        published.topic(),
                        published.partition(),
                        published.offset(),
                        published.timestamp(),
                        headers,
                        ByteBuffer.wrap(published.key()),
                        ByteBuffer.wrap(published.value())));
    }

    void remove(String uri, Instant until) {
        remove(key(uri, until));
    }

    void remove(Due due) {
        remove(due.key());
    }

    private void remove(Bytes key) {
        if (store.delete(key) != null) {
            size--;
        }
    }

    /** The first of those whose time has come. One at a time: they may be large. */
    Optional<Due> due(Instant now) {
        Bytes first = key("", Instant.EPOCH);
        Bytes next = key("", now.plusMillis(1));
        try (KeyValueIterator<Bytes, HeldRecord> records = store.range(first, next)) {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            KeyValue<Bytes, HeldRecord> each = records.next();
            ByteBuffer key = ByteBuffer.wrap(each.key.get());
            Instant until = Instant.ofEpochMilli(key.getLong());
            String uri = StandardCharsets.UTF_8.decode(key).toString();
            return Optional.of(new Due(each.key, until, uri, published(each.value)));
        }
    }

    /** Times of embargoes that are held lie after now, so that their bytes, without a sign, are in their order. */
    private static Bytes key(String uri, Instant until) {
        byte[] name = uri.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(until.toEpochMilli())
                .put(name)
                .array());
    }

    private static PublishedRecord published(HeldRecord held) {
        Headers headers = new RecordHeaders();
        held.getHeaders()
                .forEach(header ->
                        headers.add(header.getKey(), header.getValue() == null ? null : bytes(header.getValue())));
        return new PublishedRecord(
                held.getTopic(),
                held.getPartition(),
                held.getOffset(),
                held.getTimestamp(),
                headers,
                bytes(held.getKey()),
                bytes(held.getValue()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
