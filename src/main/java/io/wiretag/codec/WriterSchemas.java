package io.wiretag.codec;

import io.wiretag.schema.Article;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Watches that reading an article does not change what it says, see {@link SchemaGap}. Once it is known that a writer's schema
 * has no gap, its values are read once; those of another a second time, as they were written.
 *
 * <p>Articles alone, for strangers write them. What the processor writes may say more to newer subscribers than to older ones:
 * these see the defaults of our own schemas, which are there for that.
 */
final class WriterSchemas {
    private static final int MOST = 1_000;

    /** Reads values as they were written; empty if nobody knows how to tell the deserializer to do so. */
    private final Optional<Deserializer<Object>> literal;

    /** Schemas without a gap, by what they are known by before the value is read. */
    private final Set<SerdesInUse.Read> understood = ConcurrentHashMap.newKeySet();

    /** By the writer's schema itself: schemas may be equal, and differ in aliases. Deserializers keep those they were shown. */
    private final Map<Schema, Optional<SchemaGap>> gaps = new IdentityHashMap<>();

    WriterSchemas(Optional<Deserializer<Object>> literal) {
        this.literal = literal;
    }

    /**
     * What a value says that its reader does not see. The registry may be asked.
     *
     * @param key of its schema, if there is one
     * @param read what was read of the bytes
     */
    Optional<String> unseen(
            Class<?> type, Optional<SerdesInUse.Read> key, Object read, String topic, Headers headers, byte[] bytes) {
        if (type != Article.class || key.filter(understood::contains).isPresent()) {
            return Optional.empty();
        }
        Optional<GenericRecord> written =
                generic(read).or(() -> literal.flatMap(reader -> generic(reader.deserialize(topic, headers, bytes))));
        Optional<SchemaGap> gap = written.flatMap(record -> gap(record.getSchema()));
        if (gap.isEmpty() && understood.size() < MOST) {
            key.ifPresent(understood::add);
        }
        return gap.flatMap(found -> found.in("", written.orElseThrow()));
    }

    private synchronized Optional<SchemaGap> gap(Schema writer) {
        if (gaps.size() >= MOST) {
            gaps.clear();
        }
        return gaps.computeIfAbsent(writer, schema -> SchemaGap.between(schema, Article.getClassSchema()));
    }

    private static Optional<GenericRecord> generic(Object value) {
        return value instanceof GenericRecord record && !(value instanceof SpecificRecord)
                ? Optional.of(record)
                : Optional.empty();
    }
}
