package io.wiretag.ops.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.Wiretag;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.cluster.ClusterFacts.Existing;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.codec.ValueCodec;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.delivery.TaggedVersions;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.receipts.Evidence.Kill;
import io.wiretag.schema.Article;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Where a kill stands, on a real broker. */
@Tag("full")
@TestInstance(Lifecycle.PER_CLASS)
class KillPlacesTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    static {
        TrustedSchemaClasses.trust();
    }

    private final Config config = SharedLocalStack.config("places", 3);
    private final Map<String, Object> client = Map.of("bootstrap.servers", config.bootstrapServers());
    private final Codec codec = new Codec();

    /** Each test has one of its own. */
    private String article;

    private int tests;
    private Wiretag wiretag;
    private Topics topics;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private KillPlaces places;
    private Map<String, Existing> there;

    @BeforeAll
    void open() {
        wiretag = new Wiretag(config);
        wiretag.topicAdmin().create();
        topics = wiretag.topics();
        admin = Admin.create(new HashMap<>(client));
        there = new ClusterFacts(admin)
                .existing(topics.articleSinks().stream().map(Topic::name).toList());
        producer = new KafkaProducer<>(new HashMap<>(client), new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> reading = new HashMap<>(client);
        reading.put("isolation.level", "read_committed");
        reading.put("enable.auto.commit", "false");
        reading.put("auto.offset.reset", "earliest");
        places = new KillPlaces(
                new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer()), codec, topics);
    }

    @BeforeEach
    void begin() {
        article = "urn:places:sân-bay:" + tests++;
        codec.away = false;
    }

    @AfterAll
    void close() {
        places.close();
        producer.close();
        admin.close();
        codec.real.close();
        codec.dead.close();
        wiretag.close();
    }

    @Test
    void eachPlaceIsFoundAmongManyRecordsOfTheSameTimeAndKey() {
        Kill kill = killed("by-province VN-32", "by-province VN-01", "by-unit 01", "by-sport x");
        for (int i = 0; i < 300; i++) {
            produce(topics.byProvince(), "VN-32", Operation.kill, article + ":" + i, "0:" + i);
        }
        produce(topics.byProvince(), "VN-32", Operation.publish, article, "0:7");
        produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:6");
        RecordMetadata one = produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:7");
        produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:7");
        RecordMetadata other = produce(topics.byProvince(), "VN-01", Operation.kill, article, "0:7");
        RecordMetadata unit = produce(topics.byUnit(), "01", Operation.kill, article, "0:7");

        Kill found = places.place(kill, there, NOON);

        assertThat(found.isPlaced()).isTrue();
        assertThat(found.sha256()).isPresent();
        assertThat(found.places())
                .extracting(Place::toString)
                .containsExactly(
                        kill.places().get(0).toString(),
                        "by-province VN-32 (" + one.partition() + ":" + one.offset() + ")",
                        "by-province VN-01 (" + other.partition() + ":" + other.offset() + ")",
                        "by-unit 01 (" + unit.partition() + ":" + unit.offset() + ")");
        assertThat(found.places().get(1).topicId())
                .isEqualTo(there.get(topics.byProvince().name()).id().toString());
    }

    @Test
    void whileTheRegistryIsAwayThePlaceInTheTaggedArticlesIsKnownAndTheOthersAreFoundLater() {
        Kill kill = killed("by-province VN-32");
        produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:7");
        codec.away = true;

        assertThatThrownBy(() -> places.place(kill, there, NOON)).isInstanceOf(RegistryUnavailableException.class);
        codec.away = false;

        // however long it was away
        Kill found = places.place(kill, there, NOON.plusSeconds(86_400));
        assertThat(found.isPlaced()).isTrue();
        assertThat(found.places()).hasSize(2).allMatch(place -> place.offset().isPresent());
    }

    @Test
    void aRecordThatIsGoneIsLookedForTenMinutesAndThenSaidNotToBeFound() throws Exception {
        Kill kill = killed("by-province VN-32", "by-unit 01");
        RecordMetadata gone = produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:7");
        produce(topics.byUnit(), "01", Operation.kill, article, "0:7");
        admin.deleteRecords(Map.of(
                        new TopicPartition(gone.topic(), gone.partition()),
                        RecordsToDelete.beforeOffset(gone.offset() + 1)))
                .all()
                .get(30, TimeUnit.SECONDS);

        Kill first = places.place(kill, there, NOON);
        assertThat(first.isPlaced()).isFalse();
        assertThat(first.places().get(1).offset()).isEmpty();
        assertThat(first.places().get(2).offset())
                .as("it keeps no other from it")
                .isPresent();

        Kill last = places.place(first, there, NOON.plus(Duration.ofMinutes(11)));
        assertThat(last.isPlaced()).isTrue();
        assertThat(last.places()).isEqualTo(first.places());
    }

    @Test
    void whatComesOnlyAfterTheFirstSearchIsFoundByTheNext() {
        Kill kill = killed("by-province VN-32");
        produce(topics.byProvince(), "VN-32", Operation.kill, article + ":other", "0:8");
        Kill first = places.place(kill, there, NOON);
        assertThat(first.isPlaced()).isFalse();

        RecordMetadata late = produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:7");

        assertThat(places.place(first, there, NOON.plusSeconds(5))
                        .places()
                        .get(1)
                        .offset())
                .hasValue(late.offset());
    }

    @Test
    void aSinkThatIsNotThereNowIsNamedWhenItIs() {
        Kill kill = killed("by-province VN-32");
        produce(topics.byProvince(), "VN-32", Operation.kill, article, "0:7");
        Map<String, Existing> fewer = new HashMap<>(there);
        fewer.remove(topics.byProvince().name());

        assertThat(places.place(kill, fewer, NOON).isPlaced()).isFalse();
        assertThat(places.place(kill, there, NOON).places()).hasSize(2);
    }

    /** In the tagged articles, with what it says of the sinks it went to. */
    private Kill killed(String... sinks) {
        List<Delivery> deliveries = new ArrayList<>(List.of(new Delivery("tagged", article, Operation.kill)));
        for (String sink : sinks) {
            deliveries.add(new Delivery(sink.split(" ")[0], sink.split(" ")[1], Operation.kill));
        }
        // what it was taken from, but did not go to
        deliveries.add(new Delivery("by-province", "VN-99", Operation.retract));
        byte[] value = codec.encode(
                topics.tagged().name(),
                TaggedVersions.version(Article.newBuilder()
                                .setUri(article)
                                .setVersion("2")
                                .setHeadline("")
                                .build())
                        .setOperation(Operation.kill)
                        .setDeliveries(deliveries)
                        .build());
        RecordMetadata sent = produce(topics.tagged(), article, Operation.kill, article, "0:7", value);
        String id = there.get(topics.tagged().name()).id().toString();
        return new Kill(
                new KillId(article, "2", id, sent.partition(), sent.offset()),
                NOON,
                NOON,
                Optional.of("0:7"),
                Optional.empty(),
                List.of(new Place(
                        "tagged",
                        topics.tagged().name(),
                        id,
                        article,
                        sent.partition(),
                        OptionalLong.of(sent.offset()))),
                false,
                Optional.empty(),
                Optional.empty());
    }

    private RecordMetadata produce(Topic<?> topic, String key, Operation operation, String uri, String published) {
        return produce(topic, key, operation, uri, published, new byte[] {7});
    }

    /** All of one time; the producer chooses the partition. */
    private RecordMetadata produce(
            Topic<?> topic, String key, Operation operation, String uri, String published, byte[] value) {
        ProducerRecord<byte[], byte[]> each =
                new ProducerRecord<>(topic.name(), null, NOON.toEpochMilli(), bytes(key), value);
        each.headers()
                .add(WiretagHeader.OPERATION.key(), bytes(operation.name()))
                .add(WiretagHeader.URI.key(), bytes(uri))
                .add(WiretagHeader.PUBLISHED.key(), bytes(published));
        try {
            return producer.send(each).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not acknowledged", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** That of the installation, with a registry that can be away. */
    private static final class Codec implements ValueCodec {
        private final ValueSerdes real = serdes(SharedLocalStack.stack().registryUrl());
        /** Nobody listens there. */
        private final ValueSerdes dead = serdes(URI.create("http://127.0.0.1:1"));

        private boolean away;

        private static ValueSerdes serdes(URI registry) {
            return new ValueSerdes(
                    new ValueSerdes.Settings(BuildSerdes.SERIALIZER, BuildSerdes.DESERIALIZER, registry, Map.of()));
        }

        @Override
        public byte[] encode(String topic, SpecificRecord value) {
            return real.encode(topic, value);
        }

        @Override
        public <T extends SpecificRecordBase> T decode(String topic, Headers headers, byte[] bytes, Class<T> type) {
            return (away ? dead : real).decode(topic, headers, bytes, type);
        }
    }
}
