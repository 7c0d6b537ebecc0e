package io.wiretag.topics;

import io.wiretag.schema.Article;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
    /** Reads values as they were written; empty if nobody knows how to tell the deserializer to do so. */
    private final Optional<Deserializer<Object>> literal;

    /** Ids of schemas without a gap. */
    private final Set<Integer> understood = ConcurrentHashMap.newKeySet();

    WriterSchemas(Optional<Deserializer<Object>> literal) {
        this.literal = literal;
    }

    /**
     * What a value says that its reader does not see. The registry may be asked.
     *
     * @param id of its schema, if it is known
     * @param read what was read of the bytes
     */
    Optional<String> unseen(
            Class<?> type, Optional<Integer> id, Object read, String topic, Headers headers, byte[] bytes) {
        if (type != Article.class || id.filter(understood::contains).isPresent()) {
            return Optional.empty();
        }
        Optional<GenericRecord> written =
                generic(read).or(() -> literal.flatMap(reader -> generic(reader.deserialize(topic, headers, bytes))));
        Optional<SchemaGap> gap =
                written.flatMap(record -> SchemaGap.between(record.getSchema(), Article.getClassSchema()));
        if (gap.isEmpty()) {
            id.ifPresent(understood::add);
        }
        return gap.flatMap(found -> found.in("", written.orElseThrow()));
    }

    private static Optional<GenericRecord> generic(Object value) {
        return value instanceof GenericRecord record && !(value instanceof SpecificRecord)
                ? Optional.of(record)
                : Optional.empty();
    }
}
