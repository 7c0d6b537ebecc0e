package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.Reading;
import io.wiretag.intake.format.Source;
import io.wiretag.life.RejectionReason;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.OffsetsSnapshot;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.testing.CaughtUp;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The end-to-end story: articles are published, tagged and delivered, on a real broker and a real registry. Subclasses say
 * which; each story has topics and a group of its own.
 */
abstract class EndToEndStory {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger STORIES = new AtomicInteger();

    @TempDir
    Path state;

    private Config config;
    private Wiretag wiretag;

    abstract String bootstrapServers();

    abstract URI registryUrl();

    @BeforeEach
    void createTopics() {
        String prefix = "story" + System.currentTimeMillis() + "-" + STORIES.incrementAndGet() + ".";
        config = InstallationSettings.of(bootstrapServers(), registryUrl())
                .prefix(prefix)
                .partitions(3)
                // with poison that is small when it is packed
                .with("topics.published.compression.type", "producer")
                .with("streams.application.id", prefix + "processor")
                .state(state)
                .config();
        wiretag = new Wiretag(config);
        wiretag.topicAdmin().create();
    }

    @AfterEach
    void close() {
        wiretag.close();
    }

    @Test
    void wiresAndNinjsComeOutOfEverySinkTheyBelongTo() throws Exception {
        Article talks = sample("vgp-phone-talks.txt");
        Article minister = sample("vns-defence-minister.txt");
        Article storm = ninjs("""
                {"uri": "urn:story:storm", "version": "3", "language": "en",
                 "headlines": [{"role": "main", "value": "Storm nears Quảng Ngãi"}],
                 "bodies": [{"role": "main", "contentType": "text/plain",
                             "value": "HÀ NỘI (VNA) — Boats in Quảng Ngãi and Phú Yên were called back on Monday."}]}
                """);
        assertThat(wiretag.topicAdmin().check()).isEmpty();

        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(talks, minister, storm);
            awaitProcessed();
        }

        Map<String, TaggedArticle> tagged = byKey(read(wiretag.topics().tagged()));
        assertThat(tagged).containsOnlyKeys(talks.getUri(), minister.getUri(), storm.getUri());
        assertThat(provinces(tagged.get(talks.getUri()))).isEmpty();
        assertThat(agencies(tagged.get(talks.getUri()))).containsExactly("VGP origin", "VNA origin");
        assertThat(provinces(tagged.get(minister.getUri()))).containsExactly("VN-HN");
        assertThat(agencies(tagged.get(minister.getUri()))).containsExactly("VNS origin", "VNA credit", "VNS credit");
        assertThat(provinces(tagged.get(storm.getUri()))).containsExactlyInAnyOrder("VN-29", "VN-32", "VN-HN");
        assertThat(tagged.get(storm.getUri()).getArticle())
                .as("passed on unchanged")
                .isEqualTo(storm);

        assertThat(keysAndUris(read(wiretag.topics().byProvince())))
                .containsExactlyInAnyOrder(
                        "VN-HN " + minister.getUri(),
                        "VN-HN urn:story:storm",
                        "VN-29 urn:story:storm",
                        "VN-32 urn:story:storm");
        assertThat(keysAndUris(read(wiretag.topics().byAgency())))
                .containsExactlyInAnyOrder(
                        "VGP " + talks.getUri(),
                        "VNA " + talks.getUri(),
                        "VNS " + minister.getUri(),
                        "VNA urn:story:storm");
        assertThat(bytesOf(wiretag.topics().rejected())).isEmpty();

        ConsumerRecord<byte[], byte[]> first = bytesOf(wiretag.topics().tagged()).stream()
                .filter(each -> text(each.key()).equals("urn:story:storm"))
                .findFirst()
                .orElseThrow();
        assertThat(first.value()[0]).as("magic byte of Confluent's wire format").isZero();
        assertThat(header(first, "wiretag.uri")).isEqualTo("urn:story:storm");
        assertThat(header(first, "wiretag.version")).isEqualTo("3");
        assertThat(header(first, "wiretag.gazetteer"))
                .isEqualTo(tagged.get(storm.getUri()).getGazetteerVersion());
    }

    @Test
    void everyMentionCanBeCutOutOfThePublishedText() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(Samples.articles().toArray(Article[]::new));
            awaitProcessed();
        }

        for (TaggedArticle tagged : byKey(read(wiretag.topics().tagged())).values()) {
            Article article = tagged.getArticle();
            for (ProvinceTag tag : tagged.getProvinces()) {
                assertThat(tag.getMentions()).isNotEmpty();
                tag.getMentions().stream()
                        .filter(mention -> mention.getField().equals("body"))
                        .forEach(
                                mention -> assertThat(article.getBody().substring(mention.getStart(), mention.getEnd()))
                                        .isEqualTo(mention.getText()));
            }
        }
    }

    @Test
    void whatCannotBeReadIsKeptUntouchedAndTheNextArticlePasses() throws Exception {
        byte[] good = encoded(ninjs("{\"uri\": \"urn:story:good\", \"headlines\": [{\"value\": \"x\"}]}"));
        byte[] truncated = Arrays.copyOf(good, good.length - 3);
        byte[] unknownSchema = good.clone();
        unknownSchema[1] = 0x7f;
        Map<RejectionReason, ProducerRecord<byte[], byte[]>> poison = Map.of(
                RejectionReason.NOT_FRAMED,
                        raw("urn:story:garbage", "not Avro at all".getBytes(StandardCharsets.UTF_8)),
                RejectionReason.EMPTY, raw("urn:story:null", null),
                RejectionReason.NOT_AVRO, raw("urn:story:good", truncated),
                RejectionReason.UNKNOWN_SCHEMA, raw("urn:story:good", unknownSchema),
                RejectionReason.KEY_MISMATCH, raw(null, good));
        poison.values().forEach(each -> each.headers().add("trace", "kept".getBytes(StandardCharsets.UTF_8)));

        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            send(poison.values());
            send(List.of(raw("urn:story:good", good)));
            awaitProcessed();

            assertThat(processor.counts().rejected()).isEqualTo(poison.size());
            assertThat(processor.counts().accepted()).isEqualTo(1);
        }

        assertThat(byKey(read(wiretag.topics().tagged()))).containsOnlyKeys("urn:story:good");
        List<ConsumerRecord<byte[], byte[]>> rejected = bytesOf(wiretag.topics().rejected());
        assertThat(rejected).hasSize(poison.size());
        for (ConsumerRecord<byte[], byte[]> each : rejected) {
            String code = header(each, "wiretag.rejected.reason");
            ProducerRecord<byte[], byte[]> sent = poison.get(
                    RejectionReason.valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_')));
            assertThat(sent).as(code).isNotNull();
            assertThat(each.key()).as(code).isEqualTo(sent.key());
            assertThat(each.value()).as(code).isEqualTo(sent.value());
            assertThat(header(each, "trace")).isEqualTo("kept");
            assertThat(header(each, "wiretag.rejected.message")).isNotBlank();
            assertThat(header(each, "wiretag.rejected.topic"))
                    .isEqualTo(wiretag.topics().published().name());
            assertThat(header(each, "wiretag.rejected.offset")).matches("\\d+");
        }
    }

    @Test
    void aRecordThatIsHugeWhenUnpackedDoesNotStopTheFeed() throws Exception {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("compression.type", "zstd");
        properties.put("max.request.size", "40000000");
        properties.put("buffer.memory", "50000000");
        byte[] large = new byte[8_000_000];
        byte[] huge = new byte[20_000_000];
        // no magic byte: not framed
        Arrays.fill(large, (byte) 7);
        Arrays.fill(huge, (byte) 7);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(raw("large", large)).get(30, TimeUnit.SECONDS);
            producer.send(raw("huge", huge)).get(30, TimeUnit.SECONDS);
        }

        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(sample("vns-defence-minister.txt"));
            awaitProcessed();
        }

        Map<String, ConsumerRecord<byte[], byte[]>> rejected = new HashMap<>();
        bytesOf(wiretag.topics().rejected()).forEach(each -> rejected.put(text(each.key()), each));
        assertThat(rejected).containsOnlyKeys("large", "huge");
        assertThat(rejected.get("large").value()).hasSize(large.length);
        assertThat(rejected.get("huge").value()).isNull();
        assertThat(header(rejected.get("huge"), "wiretag.rejected.omitted")).isEqualTo("20000000");
        assertThat(read(wiretag.topics().tagged())).hasSize(1);
    }

    @Test
    void afterARestartNothingIsDoubledAndAnOlderVersionDoesNotComeBack() throws Exception {
        Article second = ninjs("{\"uri\": \"urn:story:a\", \"version\": \"2\", \"headlines\": [{\"value\": \"Huế\"}]}");
        Article first = ninjs("{\"uri\": \"urn:story:a\", \"version\": \"1\", \"headlines\": [{\"value\": \"Vinh\"}]}");
        Article tenth = ninjs("{\"uri\": \"urn:story:a\", \"version\": \"10\", \"headlines\": [{\"value\": \"Huế\"}]}");
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(second);
            awaitProcessed();
        }

        try (StreamsRunner restarted = wiretag.processor()) {
            restarted.start(LIMIT);
            publish(second, first, tenth);
            awaitProcessed();

            assertThat(restarted.counts().duplicates()).isEqualTo(1);
            assertThat(restarted.counts().superseded()).isEqualTo(1);
            assertThat(restarted.counts().accepted()).isEqualTo(1);
        }

        assertThat(read(wiretag.topics().tagged()).stream()
                        .map(each -> each.value().getArticle().getVersion()))
                .containsExactly("2", "10");
    }

    @Test
    void aCorrectionAndAKillGoWhereTheArticleWent() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(
                    sample("ttxvn-ha-tinh-storm-v1.json"),
                    sample("ttxvn-ha-tinh-storm-v2-corrected.json"),
                    sample("vns-khanh-hoa-airport-v1.json"),
                    sample("vns-khanh-hoa-airport-v2-killed.json"));
            awaitProcessed();
        }

        Map<String, List<String>> told = new TreeMap<>();
        for (Delivered each : read(wiretag.topics().byProvince())) {
            told.computeIfAbsent(each.key(), key -> new ArrayList<>())
                    .add(each.value().getOperation() + " "
                            + each.value().getArticle().getVersion());
        }
        assertThat(told)
                .isEqualTo(Map.of(
                        "VN-21", List.of("publish 1", "correct 2"),
                        "VN-22", List.of("publish 1", "retract 2"),
                        "VN-23", List.of("publish 1", "correct 2"),
                        "VN-24", List.of("publish 2"),
                        "VN-32", List.of("publish 1", "kill 2"),
                        "VN-34", List.of("publish 1", "kill 2"),
                        "VN-36", List.of("publish 1", "kill 2")));
    }

    @Test
    @Tag("full")
    void anEmbargoEndsOnTheClockAlsoOnAnotherInstance(@TempDir Path otherState) throws Exception {
        Instant until;
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            until = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.MILLIS);
            publish(
                    ninjs("{\"uri\": \"urn:story:e\", \"version\": \"1\", \"headlines\": [{\"value\": \"Mưa ở Huế\"}],"
                            + " \"embargoedUntil\": \"" + until + "\"}"),
                    ninjs("{\"uri\": \"urn:story:k\", \"version\": \"1\", \"headlines\": [{\"value\": \"Mưa ở Vinh\"}],"
                            + " \"embargoedUntil\": \"" + until + "\"}"),
                    ninjs("{\"uri\": \"urn:story:k\", \"version\": \"2\", \"pubStatus\": \"canceled\"}"));
            awaitProcessed();
            assertThat(processor.counts().held()).isEqualTo(2);
            await("one article to be held", () -> processor.stateSize().held() == 1);
        }

        reconfigure(Map.of("streams.state.dir", otherState.toString()));
        try (StreamsRunner elsewhere = wiretag.processor()) {
            elsewhere.start(LIMIT);
            assertThat(Instant.now())
                    .as("the test means nothing if the embargo ends before it is up")
                    .isBefore(until);
            assertThat(bytesOf(wiretag.topics().tagged())).isEmpty();
            await(
                    "the embargoed article",
                    () -> !bytesOf(wiretag.topics().tagged()).isEmpty());
        }

        List<ConsumerRecord<byte[], byte[]>> out = bytesOf(wiretag.topics().byProvince());
        assertThat(out).extracting(each -> text(each.key())).containsExactly("VN-26");
        assertThat(Instant.ofEpochMilli(out.get(0).timestamp())).isBetween(until, until.plusSeconds(5));
    }

    @Test
    void whatIsNoLongerRememberedLeavesTheChangelogToo() throws Exception {
        reconfigure(Map.of("processor.retention", "PT1S"));
        Article[] articles = IntStream.range(0, 200)
                .mapToObj(i -> ninjs("{\"uri\": \"urn:story:" + i + "\", \"version\": \"1\"}"))
                .toArray(Article[]::new);
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(articles);
            awaitProcessed();

            await("the articles to be forgotten", () -> processor.counts().expired() == articles.length);
            await("an empty state", () -> processor.stateSize().articles() == 0);
            assertThat(processor.stateSize().bytes()).isPositive();
        }

        String changelog = config.applicationId() + "-articles-changelog";
        Map<String, Boolean> kept = new HashMap<>();
        bytesOf(changelog).forEach(each -> kept.put(text(each.key()), each.value() != null));
        // what each partition keeps from its first record on
        kept.remove("");
        assertThat(kept).hasSize(articles.length).doesNotContainValue(true);
    }

    @Test
    @Tag("full")
    void theStreamsGroupProtocolWorksAndItsGroupIsSeen() throws Exception {
        reconfigure(Map.of("streams.group.protocol", "streams"));

        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(sample("vns-defence-minister.txt"));
            awaitProcessed();

            OffsetsSnapshot.Group group = wiretag.offsets().groups().stream()
                    .filter(each -> each.id().equals(config.applicationId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(group.type()).isEqualTo("Streams");
            assertThat(group.members()).isEqualTo(1);
            assertThat(group.lag()).hasValue(0);
            assertThat(wiretag.lagReport().groups())
                    .filteredOn(each -> each.id().equals(config.applicationId()))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.status()).isEqualTo(LagStatus.IDLE);
                        assertThat(each.topics().get(0).behind()).contains(Duration.ZERO);
                    });
        }
        assertThat(byKey(read(wiretag.topics().tagged()))).hasSize(1);
    }

    @Test
    void aSubscriberThatCommitsBehindItsLastRecordIsNotOneBehindForEver() throws Exception {
        String group = config.topics().prefix() + "subscriber";
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(sample("vns-defence-minister.txt"));
            awaitProcessed();
        }
        List<ConsumerRecord<byte[], byte[]>> records = bytesOf(wiretag.topics().tagged());
        ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);

        commit(group, new TopicPartition(last.topic(), last.partition()), last.offset() + 1);

        var partition = partitionOf(group, last.partition());
        assertThat(partition.offsets().lastStable())
                .as("the commit marker follows")
                .isEqualTo(last.offset() + 2);
        assertThat(partition.lag()).isEqualTo(OptionalLong.of(0));
        commit(group, new TopicPartition(last.topic(), last.partition()), last.offset());
        assertThat(partitionOf(group, last.partition()).lag()).isEqualTo(OptionalLong.of(1));
    }

    @Test
    void aSubscriberThatStopsHalfwayGetsTheRestLater() throws Exception {
        try (StreamsRunner processor = wiretag.processor()) {
            processor.start(LIMIT);
            publish(Samples.articles().toArray(Article[]::new));
            awaitProcessed();
        }
        int all = bytesOf(wiretag.topics().tagged()).size();
        String group = config.topics().prefix() + "halfway";

        List<String> delivered = new ArrayList<>();
        for (int stop : new int[] {1, 4, all}) {
            try (var subscriber = wiretag.subscriber(wiretag.topics().tagged(), Optional.of(group), true)) {
                subscriber.run(
                        each -> delivered.add(each.partition() + "-" + each.offset()),
                        doneOrLate(() -> delivered.size() >= stop));
            }
        }

        assertThat(delivered).hasSize(all).doesNotHaveDuplicates();
    }

    private OffsetsSnapshot.Partition partitionOf(String group, int partition) {
        return wiretag.offsets().groups().stream()
                .filter(each -> each.id().equals(group))
                .flatMap(each -> each.partitions().stream())
                .filter(each -> each.partition() == partition)
                .findFirst()
                .orElseThrow();
    }

    private void commit(String group, TopicPartition partition, long offset) {
        Map<String, Object> properties = new HashMap<>(config.kafka());
        properties.put("group.id", group);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.commitSync(Map.of(partition, new OffsetAndMetadata(offset)));
        }
    }

    /** The same installation with other settings. */
    private void reconfigure(Map<String, String> settings) {
        wiretag.close();
        InstallationSettings keys = InstallationSettings.of(bootstrapServers(), registryUrl());
        config.streams().forEach((key, value) -> keys.with("streams." + key, value));
        config.kafka().forEach((key, value) -> keys.with("kafka." + key, value));
        wiretag =
                new Wiretag(keys.prefix(config.topics().prefix()).with(settings).config());
    }

    private void publish(Article... articles) throws Exception {
        try (ArticlePublisher publisher = wiretag.publisher()) {
            for (Article article : articles) {
                publisher.publish(article).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private byte[] encoded(Article article) throws Exception {
        publish(article);
        List<ConsumerRecord<byte[], byte[]>> published =
                bytesOf(wiretag.topics().published());
        byte[] bytes = published.get(0).value();
        // leave no trace: the story is about what is sent next
        wiretag.close();
        createTopics();
        return bytes;
    }

    private ProducerRecord<byte[], byte[]> raw(String key, byte[] value) {
        return new ProducerRecord<>(
                wiretag.topics().published().name(), key == null ? null : key.getBytes(StandardCharsets.UTF_8), value);
    }

    private void send(Iterable<ProducerRecord<byte[], byte[]>> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<String, Object>(config.kafka()), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (ProducerRecord<byte[], byte[]> each : records) {
                producer.send(each).get(30, TimeUnit.SECONDS);
            }
        }
    }

    private void awaitProcessed() {
        CaughtUp.await(wiretag, config);
    }

    private record Delivered(String key, TaggedArticle value) {}

    private List<Delivered> read(Topic<TaggedArticle> topic) {
        List<Delivered> delivered = new ArrayList<>();
        int expected = bytesOf(topic).size();
        try (var subscriber = wiretag.subscriber(topic, Optional.empty(), true)) {
            subscriber.run(
                    each -> delivered.add(new Delivered(each.key(), each.value())),
                    doneOrLate(() -> delivered.size() >= expected));
        }
        assertThat(delivered).hasSize(expected);
        return delivered;
    }

    /** All committed records of a topic, as a plain consumer gets them. */
    private List<ConsumerRecord<byte[], byte[]>> bytesOf(Topic<?> topic) {
        return bytesOf(topic.name());
    }

    private List<ConsumerRecord<byte[], byte[]>> bytesOf(String topic) {
        return WholeTopic.committed(topic, config.kafka());
    }

    private static Map<String, TaggedArticle> byKey(List<Delivered> delivered) {
        Map<String, TaggedArticle> values = new HashMap<>();
        delivered.forEach(each -> values.put(each.key(), each.value()));
        return values;
    }

    private static List<String> keysAndUris(List<Delivered> delivered) {
        return delivered.stream()
                .map(each -> each.key() + " " + each.value().getArticle().getUri())
                .toList();
    }

    private static List<String> provinces(TaggedArticle tagged) {
        return tagged.getProvinces().stream().map(ProvinceTag::getCode).toList();
    }

    private static List<String> agencies(TaggedArticle tagged) {
        return tagged.getAgencies().stream()
                .map((AgencyTag tag) -> tag.getCode() + " " + tag.getRole())
                .toList();
    }

    private static String header(ConsumerRecord<?, ?> each, String key) {
        Header header = each.headers().lastHeader(key);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Article sample(String name) throws IOException {
        try (InputStream in = EndToEndStory.class.getResourceAsStream("/samples/" + name)) {
            return article(new Source(name, in.readAllBytes()));
        }
    }

    private static Article ninjs(String json) {
        return article(new Source("story.json", json.getBytes(StandardCharsets.UTF_8)));
    }

    private static Article article(Source source) {
        Reading reading = ArticleReaders.read(source, Format.AUTO).get(0);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).article();
    }
}
