package io.wiretag.topology;

import io.wiretag.schema.ArticleState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * State in Avro's single-object encoding: a fingerprint of the schema, then the value. State so needs no registry, neither to
 * be read after a crash nor while the registry is away. When the schema changes, the one before must be added to the decoder:
 * states written with it are still in the changelog.
 */
final class ArticleStateSerde {
    private ArticleStateSerde() {}

    static Serde<ArticleState> serde() {
        BinaryMessageEncoder<ArticleState> encoder =
                new BinaryMessageEncoder<>(SpecificData.get(), ArticleState.getClassSchema());
        BinaryMessageDecoder<ArticleState> decoder =
                new BinaryMessageDecoder<>(SpecificData.get(), ArticleState.getClassSchema());
        return Serdes.serdeFrom(serializer(encoder), deserializer(decoder));
    }

    private static Serializer<ArticleState> serializer(BinaryMessageEncoder<ArticleState> encoder) {
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

    private static Deserializer<ArticleState> deserializer(BinaryMessageDecoder<ArticleState> decoder) {
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
