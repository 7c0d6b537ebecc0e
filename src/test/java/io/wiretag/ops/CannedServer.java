package io.wiretag.ops;

import static java.lang.Double.NaN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.ops.json.JsonValues;
import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagSample;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.ops.stories.CannedWatch;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Serves the dashboard and answers its questions from records that stand here, by the mapping of the real server: no Kafka, so
 * that a test of the page can say what happens when. Stricter than need be: its Content-Security-Policy also forbids every place
 * where text could become markup.
 */
final class CannedServer implements AutoCloseable {
    static final String OPS_KEY = "the-right-key";
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static final Path PAGE = Path.of("src/main/resources/dashboard");
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html",
            "css",
            "text/css",
            "js",
            "text/javascript",
            "json",
            "application/json",
            "svg",
            "image/svg+xml");
    private static final Gazetteer KNOWN = Gazetteer.builtIn();
    private static final String GAZETTEER = "2026.11";
    private static final Duration TOOK = Duration.ofMillis(320);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LOOKS = 360;

    static {
        TrustedSchemaClasses.trust();
    }

    private final Javalin javalin;
    private final List<SseClient> clients = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Province> provinces = KNOWN.provinces();
    private final CannedWatch stories = new CannedWatch();
    private final OpsApi api = new OpsApi(
            stories.topics(),
            "wiretag",
            this::lag,
            stories.watch(),
            new Health(List.of()),
            false,
            provinces,
            KNOWN.agencies());
    private final Queue<String> replays = new ConcurrentLinkedQueue<>();
    private volatile LagStatus frontPage = LagStatus.OK;
    private volatile List<BlindSpot> unseen = List.of();
    private final List<GroupLag> further = new CopyOnWriteArrayList<>();
    private volatile boolean storiesWithheld;

    CannedServer() {
        this(0);
    }

    private CannedServer(int port) {
        seed();
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.jetty.host = "127.0.0.1";
            config.jetty.port = port;
            config.routes.before(ctx -> ctx.header("Content-Security-Policy", POLICY)
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Referrer-Policy", "no-referrer"));
            config.routes.get("/", ctx -> file(ctx, "index.html"));
            config.routes.get("/assets/<file>", ctx -> file(ctx, "assets/" + ctx.pathParam("file")));
            config.routes.get("/api/status", ctx -> write(ctx, status()));
            config.routes.get("/api/lag", ctx -> write(ctx, api.lag(HOUR)));
            config.routes.get("/api/provinces", ctx -> write(ctx, api.provinces(HOUR)));
            config.routes.get("/api/agencies", ctx -> write(ctx, api.agencies(HOUR)));
            config.routes.get("/api/stories", ctx -> write(ctx, api.stories(OpsPages.search(ctx))));
            config.routes.get("/api/story", ctx -> {
                if (storiesWithheld) {
                    ctx.status(503);
                    return;
                }
                api.story(String.valueOf(ctx.queryParam("uri")))
                        .ifPresentOrElse(story -> write(ctx, story), () -> ctx.status(404));
            });
            config.routes.get("/api/rejected", ctx -> write(ctx, rejected(ctx.queryParam("reason"))));
            config.routes.post("/api/rejected/replay", this::replay);
            config.routes.sse("/api/stream", client -> {
                client.keepAlive();
                client.onClose(() -> clients.remove(client));
                clients.add(client);
                client.sendEvent("status", status().toString());
            });
        });
        javalin.start();
        clock.scheduleWithFixedDelay(() -> send("status", status()), 2, 2, TimeUnit.SECONDS);
    }

    /** For looking at the page while working on it: its files are read anew each time. */
    public static void main(String[] args) {
        CannedServer server = new CannedServer(args.length > 0 ? Integer.parseInt(args[0]) : 8099);
        int perSecond = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        if (perSecond > 0) {
            server.flow(perSecond);
        }
        System.out.println(server.address());
    }

    String address() {
        return "http://127.0.0.1:" + javalin.port() + "/";
    }

    /** Asked for by the page, as partition, colon, offset. */
    List<String> replays() {
        return List.copyOf(replays);
    }

    int listeners() {
        return clients.size();
    }

    /** What is not seen from now on. */
    void unseen(BlindSpot... spots) {
        unseen = List.of(spots);
    }

    /** What is wrong with the group front-page from now on. */
    void frontPage(LagStatus status) {
        frontPage = status;
        send("status", status());
    }

    /** One more group, whose name says what it reads, and how it does. */
    void reads(String role, LagStatus status) {
        further.add(group("reads-" + role, "Consumer", 0, reads(role, status, 7, 61, 0, i -> 1)));
        send("status", status());
    }

    /** Whether stories are not given out from now on, as by a server that is starting. */
    void withholdStories(boolean withheld) {
        storiesWithheld = withheld;
    }

    /** Ends every stream, as a server that stops does. */
    void hangUp() {
        clients.forEach(SseClient::close);
    }

    /** A story that has just been tagged. */
    void tell(TaggedArticle story) {
        send("story", OpsJson.story(stories.keep(story, TOOK)));
    }

    /** So many that came out on the days before, and not to this page; the number is part of the headline and of the uri. */
    void earlier(int number) {
        List<TaggedArticle> all = new ArrayList<>();
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        for (int i = 0; i < number; i++) {
            Province province = provinces.get(i % provinces.size());
            TaggedArticle story = tagged(
                    "urn:earlier:" + i,
                    "1",
                    "publish",
                    "Chuyện cũ số %d ở %s".formatted(i, province.name()),
                    "vi",
                    province,
                    "VNA");
            story.put("taggedAt", yesterday.minusSeconds(i * 60L));
            all.add(story);
        }
        stories.keepOlder(all);
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
                    tell(tagged(
                            "urn:flow:" + n,
                            "1",
                            operation,
                            headline,
                            n % 3 == 0 ? "vi" : "en",
                            province,
                            n % 2 == 0 ? "VNA" : "VNS"));
                },
                0,
                1_000_000 / perSecond,
                TimeUnit.MICROSECONDS);
    }

    private synchronized void send(String event, JsonNode data) {
        for (SseClient client : clients) {
            client.sendEvent(event, data.toString());
        }
    }

    private static void write(Context ctx, JsonNode json) {
        ctx.contentType("application/json").result(json.toString());
    }

    private static void file(Context ctx, String name) throws IOException {
        Path file = PAGE.resolve(name).normalize();
        if (!file.startsWith(PAGE) || !Files.isRegularFile(file)) {
            ctx.status(404);
            return;
        }
        ctx.contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)) + ";charset=utf-8")
                .result(Files.readAllBytes(file));
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
            story.put("taggedAt", Instant.now().minusMillis(3_300_000L - i * 80_000L));
            stories.keep(story, Duration.ofMillis(400 + i * 37));
        }
        TaggedArticle corrected = tagged(
                "urn:seed:38",
                "2",
                "correct",
                "Lâm Đồng: lô cà phê đặc sản đầu tiên đi Bắc Âu vào tháng 12",
                "vi",
                province("VN-35"),
                "NDO");
        stories.keep(corrected, TOOK);
        TaggedArticle killed = tagged("urn:seed:36", "2", "kill", "Khánh Hòa", "vi", province("VN-34"), "VOV");
        stories.keep(killed, TOOK);
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
        mention(ofProvince, "headline", headline, province.name(), "plain name");
        mention(ofProvince, "body", body, upper(province), "dateline");
        mention(ofProvince, "body", body, province.name(), "plain name");
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

    // answers

    /** What a watch that reads would add to it stands in place of its nulls. */
    private ObjectNode status() {
        ObjectNode status = api.status();
        replace(status, "gazetteer", TextNode.valueOf(GAZETTEER));
        double[] paces = {1.2, 3.4, 1.3};
        for (int i = 0; i < paces.length; i++) {
            ObjectNode sink = (ObjectNode) status.at("/flow/sinks/" + i);
            replace(sink, "recordsPerSecond", DoubleNode.valueOf(paces[i]));
            ObjectNode fresh = (ObjectNode) sink.get("freshness");
            replace(fresh, "p50", DoubleNode.valueOf(0.24));
            replace(fresh, "p95", DoubleNode.valueOf(0.61));
            replace(fresh, "p99", DoubleNode.valueOf(1.4));
        }
        ObjectNode rejected = (ObjectNode) status.at("/flow/rejected");
        replace(rejected, "depth", IntNode.valueOf(3));
        replace(rejected, "oldestSeconds", IntNode.valueOf(4_230));
        return status;
    }

    private static void replace(ObjectNode object, String name, JsonNode value) {
        if (!object.path(name).isNull()) {
            throw new IllegalStateException("the server does not leave " + name + " open in " + object);
        }
        object.set(name, value);
    }

    private LagReport lag() {
        boolean well = frontPage == LagStatus.OK;
        TopicLag archive = reads("tagged", LagStatus.OK, 3, 0.4, 0, i -> i > 120 && i < 150 ? NaN : wave(i, 0.9));
        TopicLag front = well
                ? reads("by-province", frontPage, 1, 0.3, 0, i -> wave(i, 1.4))
                : reads("by-province", frontPage, 1240, 412, 3.1, i -> Math.max(0, i - 300) * 7);
        TopicLag mobile = reads("by-province", LagStatus.WARN, 96, 31, -2.4, i -> Math.max(0, i - 240) * 0.4);
        List<GroupLag> groups = new ArrayList<>(List.of(
                group("wiretag", "Consumer", 3, reads("published", LagStatus.OK, 2, 0.21, 0, i -> wave(i, 0.4))),
                group("archive", "Consumer", 2, archive),
                group("front-page", "Consumer", 2, front),
                group("mobile-push", "Classic", 1, mobile),
                group("regional-desks", "Streams", 4, reads("by-province", LagStatus.IDLE, 0, 0, 0, i -> 0)),
                group("partners", "Consumer", 0, reads("by-agency", LagStatus.UNKNOWN, 0, NaN, 0, i -> NaN))));
        groups.addAll(further);
        List<TopicFlow> flows = List.of(
                new TopicFlow("articles.published", 1.2 + Math.random() / 10, Optional.empty()),
                new TopicFlow("articles.rejected", 0.002, Optional.empty()));
        return new LagReport(Instant.now(), groups, flows, unseen, Duration.ZERO);
    }

    private static GroupLag group(String name, String type, int members, TopicLag topic) {
        return new GroupLag(name, type, members == 0 ? "Empty" : "Stable", members, List.of(topic));
    }

    /**
     * @param seconds how far behind; NaN: unknown, as are records and velocity then
     * @param past how far behind it was at each of so many looks
     */
    private static TopicLag reads(
            String role, LagStatus status, long records, double seconds, double velocity, IntToDoubleFunction past) {
        boolean known = !Double.isNaN(seconds);
        return new TopicLag(
                "articles." + role,
                known ? OptionalLong.of(records) : OptionalLong.empty(),
                true,
                duration(seconds),
                status,
                false,
                known ? OptionalDouble.of(velocity) : OptionalDouble.empty(),
                velocity < 0 ? duration(records / -velocity) : Optional.empty(),
                Optional.empty(),
                List.of(),
                samples(Instant.now(), past));
    }

    private static List<LagSample> samples(Instant now, IntToDoubleFunction past) {
        return IntStream.range(0, LOOKS)
                .mapToObj(i -> {
                    double seconds = past.applyAsDouble(i);
                    return new LagSample(
                            now.minusSeconds((LOOKS - 1 - i) * 10L),
                            Double.isNaN(seconds) ? OptionalLong.empty() : OptionalLong.of(Math.round(seconds * 3)),
                            duration(seconds));
                })
                .toList();
    }

    private static Optional<Duration> duration(double seconds) {
        return Double.isNaN(seconds) ? Optional.empty() : Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private static double wave(int look, double height) {
        return Math.abs(Math.sin(look * 0.7 + height)) * height;
    }

    private ObjectNode rejected(String reason) {
        ObjectNode answer = JsonValues.object();
        ArrayNode records = answer.putArray("records");
        String[][] rejects = {
            {
                "not-framed",
                "the value begins with 0x7b where the magic byte 0x00 is expected",
                "urn:newsml:vna:20261121:7",
                "7b2275726922 3a2275726e3a6e6577736d6c3a766e61222c22686561646c696e65223a2248c3a0204ee1bb99692122 7d",
                "{\"uri\":\"urn:newsml:vna\",\"headline\":\"Hà Nội!\"}"
            },
            {
                "unknown-schema",
                "the registry at http://registry:8081 does not know schema 4711",
                "urn:newsml:vns:20261121:88",
                "00000012670a0b0c",
                "\u0000\u0000\u0000\u0012g\n\u000b\f"
            },
            {
                "key-mismatch",
                "key 'a' is not the uri '<script>alert(1)</script>'",
                "<script>alert(1)</script>",
                "0000000002",
                "\u0000\u0000"
            },
        };
        for (int i = 0; i < rejects.length; i++) {
            if (reason != null && !reason.isEmpty() && !reason.equals(rejects[i][0])) {
                continue;
            }
            byte[] value = HexFormat.of().parseHex(rejects[i][3].replace(" ", ""));
            records.add(OpsJson.rejected(new RejectedRecord(
                    new RecordPlace(i, 40 + i),
                    Instant.now().minusSeconds(600L * (i + 1)),
                    rejects[i][0],
                    rejects[i][1],
                    Optional.of(new RejectedRecord.Origin(
                            "articles.published", new RecordPlace(3, 1_200 + i), Instant.now())),
                    Optional.empty(),
                    Optional.ofNullable(rejects[i][2]).map(key -> key.getBytes(StandardCharsets.UTF_8)),
                    Optional.of(value),
                    i == 0 ? 5_812 : value.length,
                    false,
                    List.of(),
                    i == 2 ? 1 : 0,
                    Optional.empty(),
                    Optional.empty())));
        }
        return answer;
    }

    private void replay(Context ctx) throws IOException {
        if (!OPS_KEY.equals(ctx.header("X-Ops-Key"))) {
            ctx.status(401);
            write(ctx, JsonValues.object().put("title", "Unauthorized").put("detail", "the key is not known here"));
            return;
        }
        JsonNode body = new ObjectMapper().readTree(ctx.bodyAsBytes());
        replays.add(body.get("partition").asInt() + ":" + body.get("offset").asLong());
        write(ctx, JsonValues.object().put("replayed", true));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        hangUp();
        javalin.stop();
        stories.close();
    }
}
