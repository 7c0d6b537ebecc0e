package io.wiretag.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.wiretag.ops.json.LagJson;
import io.wiretag.ops.lag.LagSample;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedRecord;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.Province;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Serves the dashboard and answers its questions with stories that stand here: no Kafka, so that a test of the page can say
 * what happens when. Stricter than need be: its Content-Security-Policy also forbids every place where text could become markup.
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
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String GAZETTEER = "2026.11";

    private final Javalin javalin;
    private final List<SseClient> clients = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Province> provinces = Gazetteer.builtIn().provinces();
    private final List<ObjectNode> stories = new CopyOnWriteArrayList<>();
    private final Map<String, ObjectNode> bodies = new ConcurrentHashMap<>();
    private final Queue<String> replays = new ConcurrentLinkedQueue<>();
    private volatile String frontPage = "OK";

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
            config.routes.get("/api/lag", ctx -> write(ctx, lag()));
            config.routes.get("/api/provinces", ctx -> write(ctx, provinces()));
            config.routes.get("/api/agencies", ctx -> write(ctx, agencies()));
            config.routes.get("/api/stories", ctx -> write(ctx, list(ctx)));
            config.routes.get("/api/story", this::story);
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

    /** What is wrong with the group front-page from now on. */
    void frontPage(String status) {
        frontPage = status;
        send("status", status());
    }

    /** Ends every stream, as a server that stops does. */
    void hangUp() {
        clients.forEach(SseClient::close);
    }

    /** A story that has just been tagged. */
    void tell(ObjectNode story) {
        remember(story);
        send("story", story);
    }

    /** The same, the evidence left to whoever asks for the whole story. */
    void tellWithoutMentions(ObjectNode story) {
        remember(story);
        ObjectNode listed = story.deepCopy();
        listed.remove(List.of("mentions", "body", "gazetteerVersion"));
        send("story", listed);
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
            ObjectNode story = tagged("urn:seed:" + i, "1", "publish", seed[1], seed[2], province(seed[0]), seed[3]);
            Instant at = Instant.now().minusMillis(3_300_000L - i * 80_000L);
            story.put("taggedAt", at.toString())
                    .put("publishedAt", at.minusMillis(400 + i * 37).toString());
            remember(story);
        }
        ObjectNode corrected = tagged(
                "urn:seed:38",
                "2",
                "correct",
                "Lâm Đồng: lô cà phê đặc sản đầu tiên đi Bắc Âu vào tháng 12",
                "vi",
                province("VN-35"),
                "NDO");
        remember(corrected);
        ObjectNode killed = tagged("urn:seed:36", "2", "kill", "Khánh Hòa", "vi", province("VN-34"), "VOV");
        killed.putNull("headline").remove("mentions");
        remember(killed);
    }

    private void remember(ObjectNode story) {
        ObjectNode listed = story.deepCopy();
        listed.remove("body");
        stories.add(listed);
        bodies.put(story.get("uri").asText(), story.deepCopy());
        while (stories.size() > 500) {
            stories.remove(0);
        }
    }

    /** A story whose province's name is marked where its headline has it. */
    ObjectNode tagged(
            String uri,
            String version,
            String operation,
            String headline,
            String language,
            Province province,
            String agency) {
        ObjectNode story = JSON.objectNode()
                .put("uri", uri)
                .put("version", version)
                .put("operation", operation)
                .put("headline", headline)
                .put("language", language)
                .put("taggedAt", Instant.now().toString())
                .put("publishedAt", Instant.now().minusMillis(320).toString())
                .put("seconds", 0.32)
                .put("gazetteerVersion", GAZETTEER);
        story.putArray("provinces")
                .addObject()
                .put("code", province.code())
                .put("name", province.name())
                .put("unitSince2025", province.unitSince2025())
                .put("unit", "current")
                .put("about", true)
                .put("relevance", 90)
                .put("confidence", 98);
        story.putArray("agencies")
                .addObject()
                .put("code", agency)
                .put("name", Gazetteer.builtIn().agency(agency).orElseThrow().name())
                .put("role", "origin")
                .put("confidence", 99);
        ArrayNode mentions = story.putArray("mentions");
        mention(mentions, "headline", headline, province.name(), province.code(), "province", "plain name");
        String body =
                "%s (%s) — Lãnh đạo tỉnh cho biết công việc sẽ xong trước mùa mưa.\n\nPeople of %s have waited for it for years. “We are glad”, said a fisherman.\n\n— %s"
                        .formatted(province.name().toUpperCase(java.util.Locale.ROOT), agency, province.name(), agency);
        story.put("body", body).put("by", "Nguyễn Thị Mai").put("located", province.name());
        mention(
                mentions,
                "body",
                body,
                province.name().toUpperCase(java.util.Locale.ROOT),
                province.code(),
                "province",
                "dateline");
        mention(mentions, "body", body, province.name(), province.code(), "province", "plain name");
        mention(mentions, "body", body, agency, agency, "agency", "dateline");
        mention(mentions, "located", province.name(), province.name(), province.code(), "province", "located");
        story.putArray("captions").add("The harbour of " + province.name() + " at dawn. VNA/VNS Photo");
        return story;
    }

    private static void mention(
            ArrayNode mentions, String field, String text, String words, String code, String kind, String rule) {
        int start = text.indexOf(words);
        if (start >= 0) {
            mentions.addObject()
                    .put("field", field)
                    .put("start", start)
                    .put("end", start + words.length())
                    .put("text", words)
                    .put("code", code)
                    .put("kind", kind)
                    .put("rule", rule)
                    .put("entry", words)
                    .put("confidence", 97);
        }
    }

    // answers

    private ObjectNode status() {
        ObjectNode status = JSON.objectNode().put("at", Instant.now().toString());
        status.putObject("ready").put("ok", true).putNull("why");
        status.put("readOnly", false).put("gazetteer", GAZETTEER);
        ObjectNode flow = status.putObject("flow");
        flow.putObject("published")
                .put("topic", "articles.published")
                .put("recordsPerSecond", 1.2 + Math.random() / 10);
        flow.putObject("processor")
                .put("group", "wiretag")
                .put("status", "OK")
                .put("records", 2)
                .put("seconds", 0.21)
                .put("members", 3);
        ArrayNode sinks = flow.putArray("sinks");
        sink(sinks, "tagged", 1.2, List.of(group("archive", "consumer", 2, "OK", 3, 0.4, 0.0)));
        sink(
                sinks,
                "by-province",
                3.4,
                List.of(
                        frontPage.equals("OK")
                                ? group("front-page", "consumer", 2, "OK", 1, 0.3, 0.0)
                                : group("front-page", "consumer", 2, frontPage, 1240, 412.0, 3.1),
                        group("mobile-push", "classic", 1, "WARN", 96, 31.0, -2.4)
                                .put("catchUpSeconds", 40),
                        group("regional-desks", "streams", 4, "IDLE", 0, 0.0, 0.0)));
        sink(sinks, "by-agency", 1.3, List.of(group("partners", "consumer", 0, "UNKNOWN", null, null, null)));
        flow.putObject("rejected")
                .put("topic", "articles.rejected")
                .put("recordsPerSecond", 0.002)
                .put("depth", 3)
                .put("oldestSeconds", 4_230);
        return status;
    }

    private static void sink(ArrayNode sinks, String role, double rate, List<ObjectNode> groups) {
        ObjectNode sink = sinks.addObject()
                .put("role", role)
                .put("topic", "articles." + role)
                .put("recordsPerSecond", rate);
        sink.putObject("freshness").put("p50", 0.24).put("p95", 0.61).put("p99", 1.4);
        sink.putArray("groups").addAll(groups);
    }

    private static ObjectNode group(
            String name, String type, int members, String status, Integer records, Double seconds, Double velocity) {
        return JSON.objectNode()
                .put("group", name)
                .put("type", type)
                .put("state", members == 0 ? "Empty" : "Stable")
                .put("members", members)
                .put("status", status)
                .put("records", records)
                .put("exact", true)
                .put("seconds", seconds)
                .put("velocity", velocity)
                .putNull("catchUpSeconds");
    }

    private ObjectNode lag() {
        ObjectNode answer = JSON.objectNode();
        ArrayNode groups = answer.putArray("groups");
        Instant now = Instant.now();
        String[][] names = {
            {"wiretag", "articles.published", "OK"},
            {"archive", "articles.tagged", "OK"},
            {"front-page", "articles.by-province", frontPage},
            {"mobile-push", "articles.by-province", "WARN"},
            {"partners", "articles.by-agency", "UNKNOWN"},
        };
        for (int g = 0; g < names.length; g++) {
            ArrayNode points = groups.addObject()
                    .put("group", names[g][0])
                    .put("topic", names[g][1])
                    .put("status", names[g][2])
                    .putArray("points");
            for (int i = 0; i < 360; i++) {
                boolean unknown = g == 4 || g == 1 && i > 120 && i < 150;
                double seconds = g == 3
                        ? Math.max(0, i - 240) * 0.4
                        : g == 2 && !frontPage.equals("OK")
                                ? Math.max(0, i - 300) * 7
                                : Math.abs(Math.sin(i * 0.7 + g)) * (0.4 + g * 0.5);
                points.add(LagJson.of(new LagSample(
                        now.minusSeconds((359 - i) * 10L),
                        unknown ? OptionalLong.empty() : OptionalLong.of(Math.round(seconds * 3)),
                        unknown ? Optional.empty() : Optional.of(Duration.ofMillis((long) (seconds * 1000))))));
            }
        }
        return answer;
    }

    private ObjectNode provinces() {
        ObjectNode answer = JSON.objectNode();
        ArrayNode units = answer.putArray("units");
        for (Province province : provinces) {
            long count = stories.stream().filter(names(province.code())).count();
            units.addObject()
                    .put("code", province.code())
                    .put("name", province.name())
                    .put("unitSince2025", province.unitSince2025())
                    .put("unitSince2025Code", province.unitSince2025Code())
                    .put("stories", count);
        }
        return answer;
    }

    private static Predicate<ObjectNode> names(String code) {
        return story -> StreamSupport.stream(story.get("provinces").spliterator(), false)
                .anyMatch(tag -> tag.get("code").asText().equals(code));
    }

    private ObjectNode agencies() {
        ObjectNode answer = JSON.objectNode();
        ArrayNode agencies = answer.putArray("agencies");
        int[] counts = {48, 31, 22, 14, 9, 6, 3, 1};
        List<String> codes = List.of("VNA", "VNS", "VGP", "VOV", "NDO", "REUTERS", "AFP", "XINHUA");
        for (int i = 0; i < counts.length; i++) {
            agencies.addObject()
                    .put("code", codes.get(i))
                    .put(
                            "name",
                            Gazetteer.builtIn()
                                    .agency(codes.get(i))
                                    .orElseThrow()
                                    .name())
                    .put("stories", counts[i]);
        }
        ArrayNode buckets = answer.putArray("buckets");
        for (int b = 0; b < 60; b++) {
            ObjectNode bucket = buckets.addObject()
                    .put("at", Instant.now().minusSeconds((60 - b) * 60L).toString())
                    .putObject("counts");
            for (int i = 0; i < counts.length; i++) {
                int n = (int) Math.round(counts[i] / 20.0 * (1 + Math.sin(b * 0.4 + i)));
                if (n > 0) {
                    bucket.put(codes.get(i), n);
                }
            }
        }
        return answer;
    }

    private ObjectNode list(Context ctx) {
        String province = ctx.queryParam("province");
        String agency = ctx.queryParam("agency");
        ObjectNode answer = JSON.objectNode();
        ArrayNode list = answer.putArray("stories");
        for (int i = stories.size() - 1; i >= 0 && list.size() < 60; i--) {
            ObjectNode story = stories.get(i);
            if ((province == null || names(province).test(story))
                    && (agency == null || story.at("/agencies/0/code").asText().equals(agency))) {
                list.add(story);
            }
        }
        return answer;
    }

    private void story(Context ctx) {
        ObjectNode story = bodies.get(String.valueOf(ctx.queryParam("uri")));
        if (story == null) {
            ctx.status(404);
            return;
        }
        ObjectNode answer = story.deepCopy();
        if (answer.get("operation").asText().equals("kill")) {
            answer.putNull("headline").putNull("body").putNull("by").putNull("located");
            answer.putArray("captions");
            answer.putArray("mentions");
        }
        write(ctx, answer);
    }

    private ObjectNode rejected(String reason) {
        ObjectNode answer = JSON.objectNode();
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
            write(ctx, JSON.objectNode().put("title", "Unauthorized").put("detail", "the key is not known here"));
            return;
        }
        JsonNode body = new com.fasterxml.jackson.databind.ObjectMapper().readTree(ctx.bodyAsBytes());
        replays.add(body.get("partition").asInt() + ":" + body.get("offset").asLong());
        write(ctx, JSON.objectNode().put("replayed", true));
    }

    @Override
    public void close() {
        clock.shutdownNow();
        hangUp();
        javalin.stop();
    }
}
