package io.wiretag.topology;

import io.wiretag.life.PublishedRecord;
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
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records under embargo, as they came, in the order of its end: a key is the time in eight bytes, then the uri. What is due
 * stands in front, so that looking for it costs the same however much is held, and however much was released before.
 *
 * <p>Holds bytes, and decodes a record when it is due: records may have megabytes.
 */
public final class EmbargoStore {
    public static final String STORE = "held";

    private static final Serde<HeldRecord> SERDE =
            StateSerde.of(HeldRecord.getClassSchema(), ReleasedSchemas.of("held-record.avsc"));
    private static final Bytes START = key("", Instant.EPOCH);
    /** Lies before all records, and says by being there that an empty changelog is not what this partition had. */
    private static final Bytes MARK = Bytes.wrap(new byte[0]);

    private static final byte[] MARKED = {1};
    /** A step of counting ends after so many records or bytes. */
    private static final int STEP = 1000;

    private static final long STEP_BYTES = 4L << 20;

    /** What a key says. */
    public record Key(Instant until, String uri) {}

    /** A record whose embargo has ended. */
    record Due(Instant until, String uri, PublishedRecord record) {}

    private final KeyValueStore<Bytes, byte[]> store;
    /** Nothing stands before it but the tombstones of what was released, which a look from the start would walk through. */
    private Bytes first = START;
    /** Empty: all have been counted. */
    private Optional<Bytes> uncounted = Optional.of(START);

    private long size;

    EmbargoStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** How many are held; fewer until {@link #count} has come to the last one. */
    long size() {
        return size;
    }

    /** Counts on, by one step: a walk through all of them would take long, and nobody waits for the number. */
    void count() {
        uncounted.ifPresent(from -> {
            try (KeyValueIterator<Bytes, byte[]> records = store.range(from, null)) {
                long bytes = 0;
                for (int seen = 0; seen < STEP && bytes < STEP_BYTES && records.hasNext(); seen++) {
                    bytes += records.next().value.length;
                    size++;
                }
                uncounted = records.hasNext() ? Optional.of(records.peekNextKey()) : Optional.empty();
            }
        });
    }

    /** Once for each partition, before anything of it is remembered. */
    void mark() {
        store.putIfAbsent(MARK, MARKED);
    }

    private boolean isCounted(Bytes key) {
        return uncounted.isEmpty() || key.compareTo(uncounted.get()) < 0;
    }

    void put(String uri, Instant until, PublishedRecord published) {
        Bytes key = key(uri, until);
        store.put(key, SERDE.serializer().serialize(STORE, held(published)));
        if (isCounted(key)) {
            size++;
        }
        if (key.compareTo(first) < 0) {
            first = key;
        }
    }

    void remove(String uri, Instant until) {
        Bytes key = key(uri, until);
        if (store.delete(key) != null && isCounted(key)) {
            size--;
        }
    }

    /** Those whose time has come. */
    Walk due(Instant now) {
        Bytes last = key("", now.plusMillis(1));
        Walk due = new Walk(store.range(first.compareTo(last) < 0 ? first : last, last));
        if (!due.hasNext() && first.compareTo(last) < 0) {
            first = last;
        }
        return due;
    }

    /** Tells records, the one whose embargo ended first before the others. One at a time: they may be large. */
    final class Walk implements AutoCloseable {
        private final KeyValueIterator<Bytes, byte[]> records;

        private Walk(KeyValueIterator<Bytes, byte[]> records) {
            this.records = records;
        }

        boolean hasNext() {
            return records.hasNext();
        }

        /** The next one. Whoever deals with it removes it. */
        Due next() {
            KeyValue<Bytes, byte[]> each = records.next();
            first = each.key;
            Key key = key(each.key.get()).orElseThrow();
            return new Due(
                    key.until(), key.uri(), published(SERDE.deserializer().deserialize(STORE, each.value)));
        }

        @Override
        public void close() {
            records.close();
        }
    }

    /** Empty of one that is no article's. */
    public static Optional<Key> key(byte[] bytes) {
        if (bytes.length <= Long.BYTES) {
            return Optional.empty();
        }
        ByteBuffer key = ByteBuffer.wrap(bytes);
        Instant until = Instant.ofEpochMilli(key.getLong());
        return Optional.of(new Key(until, StandardCharsets.UTF_8.decode(key).toString()));
    }

    /** Times of embargoes that are held lie after now, so that their bytes, without a sign, are in their order. */
    private static Bytes key(String uri, Instant until) {
        byte[] name = uri.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(until.toEpochMilli())
                .put(name)
                .array());
    }

    private static HeldRecord held(PublishedRecord published) {
        List<HeldHeader> headers = new ArrayList<>();
        for (Header header : published.headers()) {
            headers.add(new HeldHeader(header.key(), header.value() == null ? null : ByteBuffer.wrap(header.value())));
        }
        return new HeldRecord(
                published.topic(),
                published.partition(),
                published.offset(),
                published.timestamp(),
                headers,
                ByteBuffer.wrap(published.key()),
                ByteBuffer.wrap(published.value()));
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
