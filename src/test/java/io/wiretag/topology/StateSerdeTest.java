package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.schema.ArticleState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StateSerdeTest {
    private static final Serde<ArticleState> SERDE =
            StateSerde.of(ArticleState.getClassSchema(), ReleasedSchemas.of("article-state.avsc"));
    private static final Path LEFT_BY_RELEASES = Path.of("src", "test", "resources", "upgrade");

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
        // the state names types of these
        parser.parse(file.resolveSibling("article.avsc").toFile());
        parser.parse(file.resolveSibling("tagged-article.avsc").toFile());

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
    void everyReleaseIsKnown() throws IOException {
        try (Stream<Path> releases = Files.list(Path.of("schemas", "released"))) {
            assertThat(ReleasedSchemas.RELEASES)
                    .containsExactlyInAnyOrderElementsOf(
                            releases.map(release -> release.getFileName().toString())
                                    .toList());
        }
    }

    /** The next release adds fields: what this one has left in the changelogs must not end its processor. */
    @ParameterizedTest
    @CsvSource({"articles, article-state.avsc, contentHash", "held, held-record.avsc, topic"})
    void whatAReleaseHasLeftIsReadUnderASchemaWithOneFieldMore(String store, String file, String known)
            throws IOException {
        List<Schema> released = ReleasedSchemas.of(file);
        Serde<GenericRecord> tomorrow = StateSerde.of(withOneFieldMore(released.get(released.size() - 1)), released);
        Serde<GenericRecord> withoutThem = StateSerde.of(withOneFieldMore(released.get(0)), List.of());
        List<byte[]> left = left(store);
        assertThat(left).isNotEmpty();

        for (byte[] state : left) {
            GenericRecord read = tomorrow.deserializer().deserialize("t", state);

            assertThat(read.get("mood")).hasToString("calm");
            assertThat(read.get(known).toString()).isNotBlank();
            byte[] written = tomorrow.serializer().serialize("t", read);
            assertThat(tomorrow.serializer()
                            .serialize("t", tomorrow.deserializer().deserialize("t", written)))
                    .isEqualTo(written);
            assertThatThrownBy(() -> withoutThem.deserializer().deserialize("t", state))
                    .as("the schema that it was written with has to be known")
                    .hasStackTraceContaining("Cannot resolve schema for fingerprint");
        }
    }

    /** Of a name that no class has: there is none with that field yet. */
    private static Schema withOneFieldMore(Schema schema) {
        List<Schema.Field> fields = new ArrayList<>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("mood", Schema.create(Schema.Type.STRING), "a field of tomorrow", "calm"));
        return Schema.createRecord(schema.getName() + "OfTomorrow", null, schema.getNamespace(), false, fields);
    }

    /** What the releases have left in a changelog: lines of store, partition, key and value. */
    private static List<byte[]> left(String store) throws IOException {
        List<byte[]> values = new ArrayList<>();
        try (Stream<Path> releases = Files.list(LEFT_BY_RELEASES)) {
            for (Path release : releases.toList()) {
                Files.readAllLines(release).stream()
                        .map(line -> line.split(" ", -1))
                        .filter(parts -> parts[0].equals(store) && !parts[3].equals("-"))
                        .forEach(parts -> values.add(Base64.getDecoder().decode(parts[3])));
            }
        }
        return values;
    }

    @Test
    void aDeletedStateStaysDeleted() {
        assertThat(SERDE.serializer().serialize("t", null)).isNull();
        assertThat(SERDE.deserializer().deserialize("t", (byte[]) null)).isNull();
    }
}
