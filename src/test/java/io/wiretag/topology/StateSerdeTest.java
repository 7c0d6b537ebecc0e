package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.schema.ArticleState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StateSerdeTest {
    private static final Serde<ArticleState> SERDE = StateSerde.of(ArticleState.getClassSchema());

    static List<Path> released() throws IOException {
        try (Stream<Path> releases = Files.list(Path.of("schemas", "released"))) {
            return releases.map(release -> release.resolve("article-state.avsc"))
                    .filter(Files::exists)
                    .toList();
        }
    }

    /** Changelogs hold what earlier releases wrote: a decoder that does not know their schemas stops the stream. */
    @ParameterizedTest
    @MethodSource("released")
    void theStateOfEveryReleaseCanBeRead(Path file) throws IOException {
        Schema.Parser parser = new Schema.Parser();
        // the state names a type of the article's schema
        parser.parse(file.resolveSibling("article.avsc").toFile());
        Schema schema = parser.parse(file.toFile());
        GenericRecord state = new GenericRecordBuilder(schema)
                .set("version", "7")
                .set("contentHash", "abc")
                .set("acceptedAt", 1L)
                .build();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), schema).encode(state, bytes);

        ArticleState read = SERDE.deserializer().deserialize("t", bytes.toByteArray());

        assertThat(read.getVersion()).isEqualTo("7");
        assertThat(read.getContentHash()).isEqualTo("abc");
    }

    @Test
    void aDeletedStateStaysDeleted() {
        assertThat(SERDE.serializer().serialize("t", null)).isNull();
        assertThat(SERDE.deserializer().deserialize("t", (byte[]) null)).isNull();
    }
}
