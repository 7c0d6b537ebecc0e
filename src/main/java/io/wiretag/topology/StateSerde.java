package io.wiretag.topology;

import io.wiretag.codec.TrustedSchemaClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * State in Avro's single-object encoding: a fingerprint of the schema, then the value. State so needs no registry, neither to
 * be read after a crash nor while the registry is away. States that were written with former schemas are still in the
 * changelog, and are read by these.
 */
final class StateSerde {
    static {
        TrustedSchemaClasses.trust();
    }

    private StateSerde() {}

    /**
     * @param current what is written, and what is read becomes
     * @param former what may have been written before: the schemas of all releases
     */
    static <T extends IndexedRecord> Serde<T> of(Schema current, List<Schema> former) {
        BinaryMessageDecoder<T> decoder = new BinaryMessageDecoder<>(SpecificData.get(), current);
        former.forEach(decoder::addSchema);
        return Serdes.serdeFrom(
                serializer(new BinaryMessageEncoder<>(SpecificData.get(), current)), deserializer(decoder));
    }

    private static <T> Serializer<T> serializer(BinaryMessageEncoder<T> encoder) {
        return (topic, state) -> {
            if (state == null) {
                return null;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                encoder.encode(state, bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("writing to memory", e);
            }
            return bytes.toByteArray();
        };
    }

    private static <T> Deserializer<T> deserializer(BinaryMessageDecoder<T> decoder) {
        return (topic, bytes) -> {
            if (bytes == null) {
                return null;
            }
            try {
                return decoder.decode(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException("a state of " + topic + " cannot be read", e);
            }
        };
    }
}
