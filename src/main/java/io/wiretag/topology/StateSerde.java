package io.wiretag.topology;

import io.wiretag.topics.TrustedSchemaClasses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * State in Avro's single-object encoding: a fingerprint of the schema, then the value. State so needs no registry, neither to
 * be read after a crash nor while the registry is away. When a schema changes, the one before must be added to the decoder:
 * states written with it are still in the changelog.
 */
final class StateSerde {
    static {
        TrustedSchemaClasses.trust();
    }

    private StateSerde() {}

    static <T extends SpecificRecord> Serde<T> of(Schema schema) {
        return Serdes.serdeFrom(
                serializer(new BinaryMessageEncoder<>(SpecificData.get(), schema)),
                deserializer(new BinaryMessageDecoder<>(SpecificData.get(), schema)));
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
