package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.delivery.Cursor;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.testing.Audience;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What many clients of delivery cost, and one that takes nothing. */
@Tag("full")
@Needs(Tool.PROC)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeliveryClientsTest {
    private static final int CLIENTS = Integer.getInteger("wiretag.delivery.clients", 100);
    private static final Duration SOAK = Duration.ofSeconds(Integer.getInteger("wiretag.delivery.soak.seconds", 20));
    private static final int SAMPLES = 9;
    private static final long PAUSE_MS = 200;
    /** That are kept for all who have caught up: with so many of them the heap has its full size. */
    private static final int TAIL_EVENTS = 1 << 14;

    private static final long NOISE_BYTES = 8 << 20;

    private static final List<String> SMALL_HEAP = List.of("-Xmx256m");
    private static final Map<String, String> ROOM = Map.of(
            "delivery.port", "0",
            "delivery.connections", "3000",
            "delivery.connections.per.key", "3000",
            "delivery.bytes.per.second", "1000000000");

    @TempDir
    static Path folder;

    private OwnInstallation own;
    private StreamsRunner processor;
    private ArticlePublisher publisher;
    private int brokers;
    private int published;

    @BeforeAll
    void start() {
        own = new OwnInstallation("delivery-clients", folder, Map.of());
        processor = own.wiretag().processor();
        processor.start(OwnInstallation.LIMIT);
        publisher = own.wiretag().publisher();
        String bootstrap = own.settings().get("kafka.bootstrap.servers");
        brokers = Integer.parseInt(bootstrap.substring(bootstrap.lastIndexOf(':') + 1));
    }

    @AfterAll
    void stop() {
        publisher.close();
        processor.close();
        own.close();
    }

    @Test
    void manyClientsThatWaitForTheirProvinceFitIntoASmallHeapAndAreAllToldAtLast() throws Exception {
        try (DeliveryJvm server = new DeliveryJvm(own, folder, SMALL_HEAP, ROOM);
                Audience audience = new Audience(server.address(), (member, data) -> {})) {
            await("it reads", () -> server.text("/articles").contains("next"));
            DeliveryJvm.Cost before = server.cost(brokers);
            for (int i = 0; i < CLIENTS; i++) {
                audience.join("/articles?province=" + (i % 2 == 0 ? "VN-HN" : "VN-CT"));
            }
            await(
                    "all have a cursor",
                    () -> audience.members().stream().allMatch(each -> each.id().isPresent())
                            && audience.members().size() == CLIENTS);
            publish(articles("urn:clients:other:", 500, "Lễ hội ở Đà Nẵng."));
            DeliveryJvm.Cost waiting = server.cost(brokers);
            publish(articles("urn:clients:hn:", 5, "Mưa lớn tại Hà Nội và Cần Thơ."));

            await("all are told", () -> audience.members().stream().allMatch(each -> each.articles() == 5));
            assertThat(audience.members()).hasSize(CLIENTS);
            DeliveryJvm.Cost after = server.cost(brokers);
            System.out.println(
                    "CLIENTS " + CLIENTS + " without: " + before + ", waiting: " + waiting + ", told: " + after);
            assertThat(server.log()).doesNotContain("OutOfMemoryError");
            assertThat(after.brokers()).as("broker connections").isLessThanOrEqualTo(before.brokers() + 8);
            assertThat(after.threads()).as("threads").isLessThan(before.threads() + 80);
        }
    }

    @Test
    void aClientThatTakesNothingIsEndedWithinItsBoundAndMissesNothingWhenItComesAgain() throws Exception {
        int number = 150;
        try (DeliveryJvm server = new DeliveryJvm(own, folder, SMALL_HEAP, ROOM);
                Socket socket = new Socket()) {
            await("it reads", () -> server.text("/articles").contains("next"));
            socket.setReceiveBufferSize(16 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", server.address().getPort()));
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("GET /articles?province=VN-CT HTTP/1.0\r\nHost: 127.0.0.1:"
                                    + server.address().getPort() + "\r\nAccept: text/event-stream\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 64);
            String cursor = lines.readLine();
            while (!cursor.startsWith("id: ")) {
                cursor = lines.readLine();
            }
            String text = "Mưa lớn tại Cần Thơ. " + "Không có gì xảy ra. ".repeat(4_000);
            publish(articles("urn:stalled:", number, text));
            long began = System.nanoTime();

            await(
                    "the end of its stream",
                    Duration.ofSeconds(75),
                    () -> server.metric("wiretag_delivery_streams", "") == 0);
            assertThat(server.metric("wiretag_delivery_stalled_total", "")).isEqualTo(1);
            long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

            Set<String> uris = new TreeSet<>();
            String last = rest(lines, cursor.substring(4), uris);
            int before = uris.size();
            assertThat(before).as("what it got before").isLessThan(number);
            readOn(server.address(), last, uris, number);
            assertThat(uris).hasSize(number);
            System.out.println("STALLED ended after " + seconds + " s, with " + before + " of " + number
                    + " articles; all of them after it came again");
        }
    }

    /** What the network still holds for him; gives the id of the last whole event. */
    private static String rest(BufferedReader lines, String id, Set<String> uris) throws IOException {
        String last = id;
        String next = id;
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    next = line.substring(4);
                } else if (line.startsWith("data: ") && line.endsWith("}")) {
                    uri(line).ifPresent(uris::add);
                    last = next;
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // broken off: what was on its way is gone
        }
        return last;
    }

    private static Optional<String> uri(String data) {
        String before = "\"uri\":\"";
        int begin = data.indexOf(before);
        return begin < 0
                ? Optional.empty()
                : Optional.of(data.substring(begin + before.length(), data.indexOf('"', begin + before.length())));
    }

    private static void readOn(URI server, String cursor, Set<String> uris, int number) throws IOException {
        try (Audience audience = new Audience(server, (member, data) -> {
            synchronized (uris) {
                uri(new String(data, StandardCharsets.UTF_8)).ifPresent(uris::add);
            }
        })) {
            audience.join("/articles?province=VN-CT&cursor=" + cursor);
            await("the rest", () -> {
                synchronized (uris) {
                    return uris.size() >= number;
                }
            });
        }
    }

    @Test
    void clientsThatComeAndGoLeaveNothingBehind() throws Exception {
        List<DeliveryJvm.Cost> costs = new ArrayList<>();
        try (DeliveryJvm server = new DeliveryJvm(own, folder, SMALL_HEAP, ROOM);
                Audience audience = new Audience(server.address(), (member, data) -> {})) {
            await("it reads", () -> server.text("/articles").contains("next"));
            fillTail(audience);
            Random random = new Random(16);
            long began = System.nanoTime();
            while (costs.size() < SAMPLES) {
                comeAndGo(server, audience, random);
                publishSome();
                Thread.sleep(PAUSE_MS);
                if (System.nanoTime() - began > SOAK.toNanos() * (costs.size() + 1) / SAMPLES) {
                    awaitStreams(server, CLIENTS);
                    costs.add(server.cost(brokers));
                    System.out.println("SOAK "
                            + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s "
                            + costs.get(costs.size() - 1));
                }
            }
            audience.members().forEach(Audience.Member::leave);
            awaitStreams(server, 0);
            System.out.println("SOAK all gone " + server.cost(brokers));
        }
        requireFlat(costs);
    }

    private void fillTail(Audience audience) throws Exception {
        Audience.Member first = audience.join("/articles?language=vi");
        await("a cursor", () -> first.id().isPresent());
        for (int i = 0; i < TAIL_EVENTS; i += 512) {
            publish(articles("urn:tail:" + i + ":", 512, "Mưa lớn tại Hà Nội."));
        }
        await("all of it", Duration.ofMinutes(3), () -> first.articles() >= TAIL_EVENTS);
    }

    /** Who has gone is noticed when there is something to tell him. */
    private void awaitStreams(DeliveryJvm server, int number) {
        await("so many streams: " + number, () -> {
            publishSome();
            return server.metric("wiretag_delivery_streams", "") == number;
        });
    }

    private void publishSome() throws Exception {
        publish(articles("urn:soak:" + published++ + ":", 5, "Mưa lớn tại Hà Nội."));
    }

    /** Some of them go, others come: from the end, from where they were, from a while ago; and some ask for a page or for all. */
    private static void comeAndGo(DeliveryJvm server, Audience audience, Random random) throws Exception {
        List<Audience.Member> members = List.copyOf(audience.members());
        for (Audience.Member each : members) {
            if (random.nextInt(20) == 0) {
                each.leave();
                String from = each.id()
                        .filter(id -> random.nextBoolean())
                        .map(id -> "&cursor=" + id)
                        .orElse("");
                audience.join("/articles?province=VN-HN" + from);
            }
        }
        while (audience.members().size() < CLIENTS) {
            audience.join("/articles?language=vi");
        }
        server.text("/articles?limit=20&since=2000-01-01T00:00:00Z");
        Cursor.parse(
                server.json("/articles?wait=1s&province=VN-HN").path("next").asText());
    }

    /** The last third is not above the first, but for what comes by chance. */
    private static void requireFlat(List<DeliveryJvm.Cost> costs) {
        List<DeliveryJvm.Cost> first = costs.subList(0, SAMPLES / 3);
        List<DeliveryJvm.Cost> last = costs.subList(SAMPLES - SAMPLES / 3, SAMPLES);
        assertThat(last.stream().mapToLong(DeliveryJvm.Cost::heap).min().orElseThrow())
                .as("heap: %s", costs)
                .isLessThan(
                        first.stream().mapToLong(DeliveryJvm.Cost::heap).max().orElseThrow() + NOISE_BYTES);
        assertThat(last.stream().mapToInt(DeliveryJvm.Cost::threads).min().orElseThrow())
                .as("threads: %s", costs)
                .isLessThanOrEqualTo(
                        first.stream().mapToInt(DeliveryJvm.Cost::threads).max().orElseThrow() + 8);
        assertThat(last.stream().mapToInt(DeliveryJvm.Cost::files).min().orElseThrow())
                .as("files: %s", costs)
                .isLessThanOrEqualTo(
                        first.stream().mapToInt(DeliveryJvm.Cost::files).max().orElseThrow() + 16);
        assertThat(last.stream().mapToInt(DeliveryJvm.Cost::brokers).min().orElseThrow())
                .as("broker connections: %s", costs)
                .isLessThanOrEqualTo(
                        first.stream().mapToInt(DeliveryJvm.Cost::brokers).max().orElseThrow() + 2);
    }

    private void publish(List<Article> articles) throws Exception {
        List<Future<?>> receipts = new ArrayList<>();
        for (Article each : articles) {
            receipts.add(publisher.publish(each));
        }
        for (Future<?> each : receipts) {
            each.get();
        }
    }

    private static List<Article> articles(String uri, int number, String text) {
        List<Article> articles = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            articles.add(Article.newBuilder(Articles.flood("1"))
                    .setUri(uri + i)
                    .setLanguage("vi")
                    .setHeadline("Tin")
                    .setBody(text)
                    .build());
        }
        return articles;
    }
}
