package io.wiretag.proof;

import io.wiretag.schema.Article;
import io.wiretag.schema.TaggedArticle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Values as bytes, written and read by Avro itself and not by the serializers of the product: a zero byte, four bytes of
 * schema id, and the value.
 */
final class Wire {
    /** Half a pair, which no encoder writes. */
    private static final byte[] BROKEN = {(byte) 0xED, (byte) 0xA0, (byte) 0x80};

    private static final byte[] BREAK_HERE = Edition.BREAK_HERE.getBytes(StandardCharsets.UTF_8);
    private static final int FRAME = 5;

    private final Instant embargoEnd;
    private final List<Integer> articleSchemas;
    private final int schemaWithoutUri;
    private final int schemaOfOtherStatuses;

    /**
     * With ids that are known already: those of the schemas of an article, of one without a uri, and of
     * one with other statuses.
     *
     * @param embargoEnd of every edition under embargo
     */
    Wire(List<Integer> articleSchemas, int schemaWithoutUri, int schemaOfOtherStatuses, Instant embargoEnd) {
        this.schemaOfOtherStatuses = schemaOfOtherStatuses;
        this.embargoEnd = embargoEnd;
        this.articleSchemas = List.copyOf(articleSchemas);
        this.schemaWithoutUri = schemaWithoutUri;
    }

    /**
     * Makes its schemas known: that of an article, some later ones with a field more, and one that lacks the uri.
     *
     * @param subject of the articles
     * @param later how many later ones
     * @param embargoEnd of every edition under embargo
     */
    static Wire register(Registry registry, String subject, int later, Instant embargoEnd)
            throws IOException, InterruptedException {
        List<Integer> ids = new ArrayList<>();
        for (int more = 0; more <= later; more++) {
            ids.add(registry.register(subject, schema(more, true)));
        }
        return new Wire(
                ids,
                registry.register("proof-without-uri", schema(0, false)),
                registry.register("proof-other-statuses", otherStatuses()),
                embargoEnd);
    }

    private static Schema schema(int more, boolean uri) {
        List<Schema.Field> fields = Article.getClassSchema().getFields().stream()
                .filter(field -> uri || !field.name().equals("uri"))
                .map(field -> new Schema.Field(field, field.schema()))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 1; i <= more; i++) {
            fields.add(new Schema.Field("desk" + i, Schema.create(Schema.Type.STRING), null, ""));
        }
        Schema original = Article.getClassSchema();
        return Schema.createRecord(original.getName(), original.getDoc(), original.getNamespace(), false, fields);
    }

    private static Schema otherStatuses() {
        return new Schema.Parser()
                .parse(Article.getClassSchema().toString().replace("\"canceled\"", "\"cancelled\",\"draft\""));
    }

    int laterSchemas() {
        return articleSchemas.size() - 1;
    }

    /** @param later which of the later schemas, 0 for none of them */
    byte[] write(Edition edition, int later) {
        return breakSurrogates(write(edition.article(embargoEnd), later));
    }

    byte[] write(Article article, int later) {
        ByteArrayOutputStream bytes = framed(articleSchemas.get(later));
        encode(new SpecificDatumWriter<>(Article.class), article, bytes);
        // a record is its fields one after the other: each that is more is an empty string, a zero
        for (int i = 0; i < later; i++) {
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    /** An article in every respect, save that its writer does not know of the uri. */
    byte[] writeWithoutUri(Article article) {
        Schema schema = schema(0, false);
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.name(), plain(article.get(field.name()))));
        ByteArrayOutputStream bytes = framed(schemaWithoutUri);
        encode(new GenericDatumWriter<>(schema), record, bytes);
        return bytes.toByteArray();
    }

    /** An article whose writer knows other statuses than ours. */
    byte[] writeWithStatus(Article article, String status) {
        Schema schema = otherStatuses();
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.name(), article.get(field.name())));
        Schema.Field field = schema.getField("pubStatus");
        record.put(field.name(), new GenericData.EnumSymbol(field.schema(), status));
        ByteArrayOutputStream bytes = framed(schemaOfOtherStatuses);
        encode(new GenericDatumWriter<>(schema), record, bytes);
        return bytes.toByteArray();
    }

    private static Object plain(Object value) {
        return value instanceof Enum<?> symbol
                ? new GenericData.EnumSymbol(
                        Article.getClassSchema().getField("pubStatus").schema(), symbol)
                : value;
    }

    static TaggedArticle read(byte[] value) throws IOException {
        return new SpecificDatumReader<>(TaggedArticle.class)
                .read(null, DecoderFactory.get().binaryDecoder(value, FRAME, value.length - FRAME, null));
    }

    /** What a reader makes of the bytes of this text. */
    static String asRead(String text) {
        return text.contains(Edition.BREAK_HERE)
                ? new String(breakSurrogates(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8)
                : text;
    }

    private static byte[] breakSurrogates(byte[] bytes) {
        for (int i = 0; i + BREAK_HERE.length <= bytes.length; i++) {
            if (ByteBuffer.wrap(bytes, i, BREAK_HERE.length).equals(ByteBuffer.wrap(BREAK_HERE))) {
                System.arraycopy(BROKEN, 0, bytes, i, BROKEN.length);
            }
        }
        return bytes;
    }

    private static ByteArrayOutputStream framed(int schema) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(schema).array());
        return bytes;
    }

    private static <T> void encode(DatumWriter<T> writer, T value, ByteArrayOutputStream bytes) {
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
