package io.wiretag.delivery;

import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.WiretagHeader;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes events of records of a topic of tagged articles. Thread-safe. */
public final class EventReader {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    private static final int HASH_LETTERS = 8;

    private final ValueCodec codec;

    public EventReader(ValueCodec codec) {
        this.codec = codec;
    }

    /**
     * What a record stands for; empty for what has no value, and for what a stranger wrote, which the log tells.
     *
     * @throws io.wiretag.codec.RegistryUnavailableException if its schema cannot be looked up now
     */
    public Optional<Event> event(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            TaggedArticle version = codec.decode(record.topic(), record.headers(), record.value(), TaggedArticle.class);
            return Optional.of(new Event(
                    record.partition(),
                    record.offset(),
                    id(record, version),
                    published(record, version),
                    version,
                    record.value().length));
        } catch (UnreadableValueException e) {
            LOG.error(
                    "a record cannot be read and is passed over: topic={} partition={} offset={}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Of a version that goes out again with other tags when it went out first. */
    private static Instant published(ConsumerRecord<byte[], byte[]> record, TaggedArticle version) {
        return version.getRevision() == null
                ? Instant.ofEpochMilli(record.timestamp())
                : version.getRevision().getPublishedAt();
    }

    /** Where the published record stands that the version comes from, which is the same in all sinks, and what it says. */
    private static String id(ConsumerRecord<byte[], byte[]> record, TaggedArticle version) {
        String hash = version.getContentHash();
        return WiretagHeader.PUBLISHED
                        .of(record.headers())
                        .orElse("r" + record.partition() + ":" + record.offset())
                        .replace(':', '-')
                + "-" + hash.substring(0, Math.min(HASH_LETTERS, hash.length()));
    }
}
