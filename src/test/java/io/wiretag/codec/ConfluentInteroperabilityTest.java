package io.wiretag.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.Article;
import io.wiretag.schema.InfoSource;
import io.wiretag.schema.PubStatus;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Our default serializers against Confluent's genuine ones, through one registry. Confluent's run apart, with the Kafka and the
 * Avro of their own jar, as they do in the programs of newsrooms and subscribers; what passes between the two sides is bytes
 * and text.
 */
class ConfluentInteroperabilityTest {

    private final URI registry = SharedLocalStack.stack().registryUrl();
    private final String topic = "articles-" + UUID.randomUUID();
    private final URLClassLoader theirs = ConfluentClasses.apart();
    private final ValueSerdes ours = new ValueSerdes(
            new ValueSerdes.Settings(ApicurioClasses.SERIALIZER, ApicurioClasses.DESERIALIZER, registry, Map.of()));
    private final Article article = Article.newBuilder()
            .setUri("urn:wiretag:interoperable")
            .setVersion("2.10")
            .setLanguage("vi")
            .setPubStatus(PubStatus.withheld)
            .setUrgency(3)
            .setVersionCreated(Instant.parse("2026-11-20T01:02:03.004Z"))
            .setHeadline("Thủ đô Hà Nội — “mùa thu” 🍂")
            .setBody("Dòng một\nDòng hai\n./. VNA")
            .setCaptions(List.of("Ảnh: VNA", "Photo: VNS"))
            .setInfoSources(List.of(new InfoSource("VNS", "provider", null)))
            .setAdditionalProperties(Map.of("genre", "\"feature\""))
            .build();

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    /** Their library finds its own classes through the thread. */
    @BeforeEach
    void enterTheirs() {
        Thread.currentThread().setContextClassLoader(theirs);
    }

    @AfterEach
    void close() throws Exception {
        Thread.currentThread().setContextClassLoader(before);
        ours.close();
        theirs.close();
    }

    @Test
    void confluentReadsWhatApicurioWrites() throws Exception {
        byte[] bytes = ours.encode(topic, article);

        Object read = theirDeserializer(bytes);

        assertThat(read.getClass().getClassLoader()).isSameAs(theirs);
        assertThat(read).hasToString(asGeneric(article).toString());
    }

    @Test
    void apicurioReadsWhatConfluentWrites() throws Exception {
        byte[] bytes = theirSerializer(article);

        Article read = ours.decode(topic, new RecordHeaders(), bytes, Article.class);

        assertThat(read).isEqualTo(article);
    }

    @Test
    void bothWriteTheSameBytesUnderOneIdThatBothApisKnow() throws Exception {
        byte[] bytes = ours.encode(topic, article);

        assertThat(theirSerializer(article)).isEqualTo(bytes);
        assertThat(bytes[0]).as("magic byte").isZero();
        int id = ByteBuffer.wrap(bytes, 1, 4).getInt();
        Schema.Parser parser = new Schema.Parser();
        assertThat(parser.parse(answer("/apis/registry/v3/ids/contentIds/" + id)))
                .isEqualTo(Article.getClassSchema());
        assertThat(answer("/apis/ccompat/v7/subjects/" + topic + "-value/versions/latest"))
                .contains("\"id\":" + id + ",");
    }

    private Object theirDeserializer(byte[] bytes) throws Exception {
        Object deserializer = configured(ConfluentClasses.DESERIALIZER);
        return deserializer
                .getClass()
                .getMethod("deserialize", String.class, byte[].class)
                .invoke(deserializer, topic, bytes);
    }

    /** The article crosses over as plain Avro with its schema as text, and becomes a record of their Avro. */
    private byte[] theirSerializer(Article value) throws Exception {
        Object serializer = configured(ConfluentClasses.SERIALIZER);
        return (byte[]) serializer
                .getClass()
                .getMethod("serialize", String.class, Object.class)
                .invoke(serializer, topic, theirRecord(value));
    }

    private Object theirRecord(Article value) throws Exception {
        Class<?> parserClass = theirs.loadClass("org.apache.avro.Schema$Parser");
        Object schema = parserClass
                .getMethod("parse", String.class)
                .invoke(
                        parserClass.getConstructor().newInstance(),
                        Article.getClassSchema().toString());
        Class<?> schemaClass = theirs.loadClass("org.apache.avro.Schema");
        Object reader = theirs.loadClass("org.apache.avro.generic.GenericDatumReader")
                .getConstructor(schemaClass)
                .newInstance(schema);
        Class<?> factoryClass = theirs.loadClass("org.apache.avro.io.DecoderFactory");
        Class<?> binaryDecoder = theirs.loadClass("org.apache.avro.io.BinaryDecoder");
        Object decoder = factoryClass
                .getMethod("binaryDecoder", byte[].class, binaryDecoder)
                .invoke(factoryClass.getMethod("get").invoke(null), avro(value), null);
        return reader.getClass()
                .getMethod("read", Object.class, theirs.loadClass("org.apache.avro.io.Decoder"))
                .invoke(reader, null, decoder);
    }

    private Object configured(String className) throws Exception {
        Object serde = theirs.loadClass(className).getConstructor().newInstance();
        Map<String, String> properties = Map.of("schema.registry.url", registry + "/apis/ccompat/v7");
        serde.getClass().getMethod("configure", Map.class, boolean.class).invoke(serde, properties, false);
        return serde;
    }

    private static byte[] avro(Article value) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<>(Article.class).write(value, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    private static GenericRecord asGeneric(Article value) throws Exception {
        return new GenericDatumReader<GenericRecord>(Article.getClassSchema())
                .read(null, DecoderFactory.get().binaryDecoder(avro(value), null));
    }

    private String answer(String path) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(registry.resolve(path)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
