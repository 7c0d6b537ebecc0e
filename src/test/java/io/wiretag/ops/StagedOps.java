package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;

import io.wiretag.Wiretag;
import io.wiretag.access.ApiKeys;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.config.Config;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.proof.TcpProxy;
import io.wiretag.schema.AgencyRole;
import io.wiretag.schema.AgencyTag;
import io.wiretag.schema.Article;
import io.wiretag.schema.Mention;
import io.wiretag.schema.Operation;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.ProvinceUnit;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The server for operations with topics of its own on the shared broker, seen through a piece of network that can be torn. What a
 * test wants to be seen it writes to the topics: no processor runs, so that a story can be tagged in ways that no tagger would.
 */
final class StagedOps implements AutoCloseable {
    private static final Gazetteer KNOWN = Gazetteer.builtIn();
    private static final String GAZETTEER = "2026.11";
    private static final Duration TOOK = Duration.ofMillis(320);
    private static final int LIMIT_SECONDS = 60;

    static {
        TrustedSchemaClasses.trust();
    }

    private final ApiKeys.NewKey key = ApiKeys.create("night-desk");
    private final Config config;
    private final Wiretag wiretag;
    private final ValueSerdes serdes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Admin admin;
    private OpsServer server;
    private final TcpProxy network;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Province> provinces = KNOWN.provinces();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param folder for its file of keys */
    StagedOps(Path folder) {
        this(folder, SharedLocalStack.stack().bootstrapServers(), 0);
    }

    /** @param earlier so many stories are of the days before, and in {@code articles.current} alone: {@code urn:earlier:0} is the newest */
    StagedOps(Path folder, int earlier) {
        this(folder, SharedLocalStack.stack().bootstrapServers(), earlier);
    }

    /** @param brokers where its topics are; the registry is the shared one */
    StagedOps(Path folder, String brokers) {
        this(folder, brokers, 0);
    }

    private StagedOps(Path folder, String brokers, int earlier) {
        Path keys = folder.resolve("keys-" + System.nanoTime());
        try {
            Files.writeString(keys, key.line());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        config = InstallationSettings.of(brokers, SharedLocalStack.stack().registryUrl())
                .prefix("page" + System.nanoTime() + ".")
                .partitions(1)
                .with("ops.port", "0")
                .with("ops.keys.file", keys.toString())
                .with("ops.subscribers", "partners=by-agency")
                .config();
        wiretag = new Wiretag(config);
        wiretag.topicAdmin().create();
        serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                SharedLocalStack.stack().registryUrl(),
                Map.of()));
        producer = new KafkaProducer<>(
                new HashMap<>(config.kafka()), new ByteArraySerializer(), new ByteArraySerializer());
        admin = Admin.create(Map.of("bootstrap.servers", config.bootstrapServers()));
        seed();
        tellEarlier(earlier);
        server = wiretag.opsServer();
        try {
            network = new TcpProxy(0, server.address().getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("the server is ready", () -> answer("/health/ready").statusCode() == 200);
        if (earlier > 0) {
            await(
                    "earlier stories are read",
                    () -> answer("/api/stories?limit=1").body().contains("\"complete\":true"));
        }
    }

    private HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.address() + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Of the page, through the network. */
    String address() {
        return "http://127.0.0.1:" + network.port() + "/";
    }

    /** Whoever has it may replay. */
    String key() {
        return key.key();
    }

    Topics topics() {
        return wiretag.topics();
    }

    Admin admin() {
        return admin;
    }

    /** Tears every connection to the server. */
    void hangUp() {
        network.reset();
    }

    /** A story that has just been tagged. */
    void tell(TaggedArticle story) {
        acknowledged(write(story, TOOK));
    }

    private Future<RecordMetadata> write(TaggedArticle story, Duration took) {
        return write(topics().tagged(), story, took);
    }

    private Future<RecordMetadata> write(Topic<TaggedArticle> topic, TaggedArticle story, Duration took) {
        Headers headers = new RecordHeaders();
        WiretagHeader.OPERATION.put(headers, story.getOperation().name());
        return producer.send(new ProducerRecord<>(
                topic.name(),
                0,
                story.getTaggedAt().minus(took).toEpochMilli(),
                story.getArticle().getUri().getBytes(StandardCharsets.UTF_8),
                serdes.encode(topic.name(), story),
                headers));
    }

    /** So many records of that age in a topic, that group at the first of them, and nobody there to read them. */
    void standsStill(String group, Topic<?> topic, int records, Duration old) throws Exception {
        long written = Instant.now().minus(old).toEpochMilli();
        Future<RecordMetadata> last = null;
        for (int i = 0; i < records; i++) {
            last = producer.send(new ProducerRecord<>(topic.name(), 0, written, null, new byte[] {0}));
        }
        long first = last.get(LIMIT_SECONDS, TimeUnit.SECONDS).offset() + 1 - records;
        admin.alterConsumerGroupOffsets(
                        group, Map.of(new TopicPartition(topic.name(), 0), new OffsetAndMetadata(first)))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** A rejected record. */
    void reject(String reason, String message, byte[] recordKey, byte[] value) {
        acknowledged(rejected(reason, message, recordKey, value));
    }

    /** So many of one reason. */
    void reject(String reason, int many) {
        Future<RecordMetadata> last = null;
        for (int i = 0; i < many; i++) {
            last = rejected(
                    reason, "record " + i, ("urn:rejected:" + i).getBytes(StandardCharsets.UTF_8), new byte[] {7});
        }
        acknowledged(last);
    }

    private Future<RecordMetadata> rejected(String reason, String message, byte[] recordKey, byte[] value) {
        Headers headers = new RecordHeaders();
        WiretagHeader.REJECTED_REASON.put(headers, reason);
        WiretagHeader.REJECTED_MESSAGE.put(headers, message);
        WiretagHeader.REJECTED_TOPIC.put(headers, topics().published().name());
        WiretagHeader.REJECTED_PARTITION.put(headers, "0");
        WiretagHeader.REJECTED_OFFSET.put(headers, "0");
        WiretagHeader.REJECTED_AT.put(headers, Instant.now().toString());
        return producer.send(new ProducerRecord<>(topics().rejected().name(), 0, recordKey, value, headers));
    }

    /** As it would be published. */
    byte[] encoded(Article article) {
        return serdes.encode(topics().published().name(), article);
    }

    private static void acknowledged(Future<RecordMetadata> sent) {
        try {
            sent.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("not acknowledged", e);
        }
    }

    /** The server begins anew, at the same address for whoever looks. */
    void restart() {
        server.close();
        server = wiretag.opsServer();
        network.retarget(server.address().getPort());
        await("the server is ready", () -> answer("/health/ready").statusCode() == 200);
    }

    /** Deletes all rejected records. */
    void forgetRejected() throws Exception {
        TopicPartition all = new TopicPartition(topics().rejected().name(), 0);
        admin.deleteRecords(Map.of(all, RecordsToDelete.beforeOffset(-1))).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Where the topics of that role are not any more. */
    void delete(Topic<?> topic) throws Exception {
        admin.deleteTopics(List.of(topic.name())).all().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Makes those that are missing. */
    void createTopics() {
        wiretag.topicAdmin().create();
    }

    /** Stories without end, until the server is closed or the flow is cancelled. */
    ScheduledFuture<?> flow(int perSecond) {
        int[] number = {0};
        return clock.scheduleAtFixedRate(
                () -> {
                    Province province = provinces.get(number[0] * number[0] % provinces.size());
                    int n = number[0]++;
                    String operation = n % 11 == 10 ? "correct" : "publish";
                    String headline = n % 3 == 0
                            ? "%s đón đợt không khí lạnh đầu mùa, nhiệt độ giảm sâu về đêm (%d)"
                                    .formatted(province.name(), n)
                            : "Officials of %s meet investors to speak about roads, ports and power, story %d"
                                    .formatted(province.name(), n);
                    write(
                            tagged(
                                    "urn:flow:" + n,
                                    "1",
                                    operation,
                                    headline,
                                    n % 3 == 0 ? "vi" : "en",
                                    province,
                                    n % 2 == 0 ? "VNA" : "VNS"),
                            TOOK);
                },
                0,
                1_000_000 / perSecond,
                TimeUnit.MICROSECONDS);
    }

    // stories

    private Province province(String code) {
        return provinces.stream().filter(p -> p.code().equals(code)).findFirst().orElseThrow();
    }

    private void seed() {
        String[][] seeds = {
            {"VN-HN", "Hà Nội mở rộng vùng phát thải thấp ra ngoài vành đai 1", "vi", "VNA"},
            {"VN-DN", "Da Nang opens its second bridge over the Han River a month early", "en", "VNS"},
            {"VN-SG", "TP HCM: Hồ Chí Minh thí điểm thu phí xe vào trung tâm từ quý hai", "vi", "VGP"},
            {"VN-44", "Floods ebb in An Giang, farmers return to their fields", "en", "REUTERS"},
            {"VN-34", "Khánh Hòa đưa tuyến tàu cao tốc mới ra đảo vào hoạt động", "vi", "VOV"},
            {"VN-HP", "Ferry between Hai Phong and Quang Ninh is replaced by a bridge", "en", "VNS"},
            {"VN-35", "Lâm Đồng xuất khẩu lô cà phê đặc sản đầu tiên sang Bắc Âu", "vi", "NDO"},
            {"VN-HN", "Hanoi hosts talks on the Mekong's dry season", "en", "AFP"},
        };
        for (int i = 0; i < 40; i++) {
            String[] seed = seeds[i % seeds.length];
            TaggedArticle story = tagged("urn:seed:" + i, "1", "publish", seed[1], seed[2], province(seed[0]), seed[3]);
            story.put("taggedAt", Instant.now().minusMillis(2_700_000L - i * 65_000L));
            write(story, Duration.ofMillis(400 + i * 37));
        }
        TaggedArticle corrected = tagged(
                "urn:seed:38",
                "2",
                "correct",
                "Lâm Đồng: lô cà phê đặc sản đầu tiên đi Bắc Âu vào tháng 12",
                "vi",
                province("VN-35"),
                "NDO");
        write(corrected, TOOK);
        TaggedArticle killed = tagged("urn:seed:36", "2", "kill", "Khánh Hòa", "vi", province("VN-34"), "VOV");
        tell(killed);
    }

    private void tellEarlier(int number) {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        Future<RecordMetadata> last = null;
        for (int i = 0; i < number; i++) {
            Province province = provinces.get(i % provinces.size());
            String headline = "Chuyện cũ số %d ở %s".formatted(i, province.name());
            TaggedArticle story = tagged("urn:earlier:" + i, "1", "publish", headline, "vi", province, "VNA");
            story.put("taggedAt", yesterday.minusSeconds(i * 60L));
            last = write(topics().current(), story, TOOK);
        }
        if (last != null) {
            acknowledged(last);
        }
    }

    /** A story whose province's name is marked where its headline has it. */
    TaggedArticle tagged(
            String uri,
            String version,
            String operation,
            String headline,
            String language,
            Province province,
            String agency) {
        String body =
                "%s (%s) — Lãnh đạo tỉnh cho biết công việc sẽ xong trước mùa mưa.\n\nPeople of %s have waited for it for years. “We are glad”, said a fisherman.\n\n— %s"
                        .formatted(upper(province), agency, province.name(), agency);
        List<Mention> ofProvince = new ArrayList<>();
        mention(ofProvince, "headline", headline, province.name(), "name");
        mention(ofProvince, "body", body, upper(province), "dateline");
        mention(ofProvince, "body", body, province.name(), "name");
        mention(ofProvince, "located", province.name(), province.name(), "located");
        List<Mention> ofAgency = new ArrayList<>();
        mention(ofAgency, "body", body, agency, "dateline");
        return TaggedArticle.newBuilder()
                .setArticle(Article.newBuilder()
                        .setUri(uri)
                        .setVersion(version)
                        .setLanguage(language)
                        .setHeadline(headline.isEmpty() ? null : headline)
                        .setBody(body)
                        .setBy("Nguyễn Thị Mai")
                        .setLocated(province.name())
                        .setCaptions(List.of("The harbour of " + province.name() + " at dawn. VNA/VNS Photo"))
                        .build())
                .setProvinces(List.of(ProvinceTag.newBuilder()
                        .setCode(province.code())
                        .setName(province.name())
                        .setUnitSince2025(province.unitSince2025())
                        .setUnitSince2025Code(province.unitSince2025Code())
                        .setUnit(ProvinceUnit.current)
                        .setAbout(true)
                        .setRelevance(90)
                        .setConfidence(98)
                        .setMentions(ofProvince)
                        .build()))
                .setAgencies(List.of(AgencyTag.newBuilder()
                        .setCode(agency)
                        .setName(KNOWN.agency(agency).orElseThrow().name())
                        .setRole(AgencyRole.origin)
                        .setConfidence(99)
                        .setMentions(ofAgency)
                        .build()))
                .setGazetteerVersion(GAZETTEER)
                .setContentHash("of no matter here")
                .setTaggedAt(Instant.now())
                .setOperation(Operation.valueOf(operation))
                .build();
    }

    private static String upper(Province province) {
        return province.name().toUpperCase(Locale.ROOT);
    }

    private static void mention(List<Mention> mentions, String field, String text, String words, String rule) {
        int start = text.indexOf(words);
        if (start >= 0) {
            mentions.add(Mention.newBuilder()
                    .setField(field)
                    .setStart(start)
                    .setEnd(start + words.length())
                    .setText(words)
                    .setRule(rule)
                    .setEntry(words)
                    .setConfidence(97)
                    .build());
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        clock.shutdownNow();
        try {
            network.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.close();
        producer.close();
        admin.close();
        serdes.close();
        wiretag.close();
    }
}
