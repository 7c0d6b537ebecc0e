package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.JournalClient.Way;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.ProvinceTag;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.testing.CaughtUp;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.WholeTopic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and clients of delivery are processes, and are killed outright by turns while articles come. */
@Tag("full")
class DeliveryKilledTest {
    private static final int ROUNDS = Integer.getInteger("wiretag.delivery.rounds", 3);
    private static final long SEED = Long.getLong("wiretag.delivery.seed", 16L);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);

    /** Who gets what, and what that means by the tags. */
    private record Subscription(String name, Way way, String filter, Predicate<TaggedArticle> passes) {}

    private static final List<Subscription> SUBSCRIPTIONS = List.of(
            new Subscription(
                    "events",
                    Way.EVENTS,
                    "province=VN-HN",
                    has(tag -> tag.getCode().equals("VN-HN"))),
            new Subscription("pages", Way.PAGES, "unit=48", has(tag -> "48".equals(tag.getUnitSince2025Code()))),
            new Subscription(
                    "snapshot",
                    Way.SNAPSHOT,
                    "province=VN-CT&about=true",
                    has(tag -> tag.getAbout() && tag.getCode().equals("VN-CT"))),
            new Subscription(
                    "about",
                    Way.EVENTS,
                    "province=VN-CT&province=VN-HN&about=true",
                    has(tag -> tag.getAbout() && List.of("VN-CT", "VN-HN").contains(tag.getCode()))));

    private static Predicate<TaggedArticle> has(Predicate<ProvinceTag> wanted) {
        return article -> article.getProvinces().stream().anyMatch(wanted);
    }

    @Test
    void whoeverIsKilledEveryClientIsToldAllOfItInOrderAndKeepsTheSameViewAsTheTags() throws Exception {
        int port = freePort();
        URI server = URI.create("http://127.0.0.1:" + port);
        try (OwnInstallation own =
                        new OwnInstallation("delivery-killed", folder, Map.of("delivery.port", String.valueOf(port)));
                StreamsRunner processor = own.wiretag().processor();
                ArticlePublisher publisher = own.wiretag().publisher()) {
            processor.start(OwnInstallation.LIMIT);
            List<Client> clients = new ArrayList<>();
            try (Killable delivery = new Killable(() -> deliver(own));
                    Load load = new Load(publisher)) {
                for (Subscription each : SUBSCRIPTIONS) {
                    clients.add(new Client(each, server));
                }
                for (int round = 1; round <= ROUNDS; round++) {
                    awaitMoving(clients);
                    for (Client each : clients) {
                        each.kill(round % 2 == 0);
                    }
                    awaitMoving(clients);
                    delivery.kill(() -> markAll(clients));
                }
                awaitMoving(clients);
                load.end();
                CaughtUp.await(
                        own.wiretag(), InstallationSettings.of(own.settings()).config());
                List<DeliveryOracle.Version> tagged = tagged(own);
                awaitEnd(clients, tagged);
                judge(clients, new DeliveryOracle(tagged));
            } finally {
                clients.forEach(Client::close);
            }
        }
    }

    private static void markAll(List<Client> clients) throws IOException {
        for (Client each : clients) {
            each.mark();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process deliver(OwnInstallation own) throws IOException {
        return DeliveryJvm.start(own, folder.resolve("deliver.log"), List.of("-Xmx256m"), Map.of());
    }

    /** All have been told something since they or the server came again; and somewhere in the middle of what comes. */
    private void awaitMoving(List<Client> clients) throws Exception {
        for (Client each : clients) {
            await("the client '" + each.subscription.name() + "' to be told something", each::hasMoved);
        }
        Thread.sleep(random.nextInt(500));
    }

    /** The last articles lie behind everything, in each partition: who has these has been told all. */
    private static void awaitEnd(List<Client> clients, List<DeliveryOracle.Version> tagged) {
        for (Client each : clients) {
            List<DeliveryOracle.Version> last = tagged.stream()
                    .filter(version -> version.uri().startsWith(Load.LAST))
                    .filter(version -> each.subscription.passes().test(version.article()))
                    .toList();
            assertThat(last.stream().map(DeliveryOracle.Version::partition).distinct())
                    .as("partitions with a last article for '%s'", each.subscription.name())
                    .hasSize(2);
            await("the client '" + each.subscription.name() + "' to be at the end", () -> each.hasAll(last));
        }
    }

    private void judge(List<Client> clients, DeliveryOracle oracle) throws IOException {
        int events = 0;
        int repeated = 0;
        int journals = 0;
        for (Client client : clients) {
            for (Path file : client.journals()) {
                List<EventJournal.Entry> journal = EventJournal.read(file);
                if (EventJournal.last(journal).isEmpty()) {
                    // killed within its snapshot
                    continue;
                }
                List<String> ids = journal.stream()
                        .filter(EventJournal.Entry::isArticle)
                        .map(EventJournal.Entry::id)
                        .toList();
                events += ids.size();
                repeated += ids.size() - (int) ids.stream().distinct().count();
                journals++;
                DeliveryOracle.Findings found = oracle.judge(journal, client.subscription.passes());
                assertThat(found.isNothing())
                        .as("%s, seed %d: %s", file.getFileName(), SEED, found)
                        .isTrue();
            }
        }
        assertThat(events).isPositive();
        System.out.println("DELIVERED rounds=" + ROUNDS + " servers-killed=" + ROUNDS + " clients-killed="
                + ROUNDS * clients.size()
                + " journals=" + journals + " events=" + events + " repeated-ids=" + repeated
                + " lost=0 doubled=0 out-of-order=0 views=as-the-tags");
    }

    private static List<DeliveryOracle.Version> tagged(OwnInstallation own) {
        try (ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                URI.create(own.settings().get("registry.url")),
                Map.of()))) {
            return WholeTopic.committed(own.wiretag().topics().tagged().name(), own.clients()).stream()
                    .map(each -> new DeliveryOracle.Version(
                            each.partition(),
                            each.offset(),
                            serdes.decode(each.topic(), each.headers(), each.value(), TaggedArticle.class)))
                    .toList();
        }
    }

    private interface Start {
        Process run() throws IOException;
    }

    /** A process that is killed and started again. */
    private static final class Killable implements AutoCloseable {
        private final Start start;
        private Process process;

        Killable(Start start) throws IOException {
            this.start = start;
            this.process = start.run();
        }

        /** By SIGKILL, and starts another. */
        void kill(Step between) throws Exception {
            end();
            between.run();
            process = start.run();
        }

        private void end() throws InterruptedException {
            assertThat(process.isAlive()).as("it runs until it is killed").isTrue();
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /** A process with a journal, or with several one after the other. */
    private final class Client implements AutoCloseable {
        private final Subscription subscription;
        private final Killable process;
        private int journals = 1;
        private long length;

        Client(Subscription subscription, URI server) throws IOException {
            this.subscription = subscription;
            this.process = new Killable(() ->
                    JournalClient.start(subscription.way(), server, subscription.filter(), journal(journals), log()));
        }

        private Path journal(int number) {
            return folder.resolve(subscription.name() + "-" + number + ".journal");
        }

        private Path log() {
            return folder.resolve(subscription.name() + ".log");
        }

        List<Path> journals() {
            return IntStream.rangeClosed(1, journals).mapToObj(this::journal).toList();
        }

        /** @param isAnew it begins with a new journal if it takes snapshots; the former is judged as it is */
        void kill(boolean isAnew) throws Exception {
            process.kill(() -> {
                journals += isAnew && subscription.way() == Way.SNAPSHOT ? 1 : 0;
                length = length();
            });
        }

        private long length() throws IOException {
            Path journal = journal(journals);
            return Files.exists(journal) ? Files.size(journal) : 0;
        }

        /** From where {@link #hasMoved} counts. */
        void mark() throws IOException {
            length = length();
        }

        boolean hasMoved() throws IOException {
            assertThat(process.isAlive()).as("it can go on: %s", said()).isTrue();
            return length() > length;
        }

        private String said() throws IOException {
            return Files.exists(log()) ? Files.readString(log()) : "";
        }

        boolean hasAll(List<DeliveryOracle.Version> versions) throws IOException {
            assertThat(process.isAlive()).as("it can go on: %s", said()).isTrue();
            Set<String> uris = EventJournal.read(journal(journals)).stream()
                    .map(EventJournal.Entry::uri)
                    .collect(Collectors.toSet());
            return versions.stream().map(DeliveryOracle.Version::uri).allMatch(uris::contains);
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** Articles that come, are corrected into other provinces, withheld and killed, one every few milliseconds. */
    private static final class Load implements AutoCloseable {
        static final String LAST = "urn:last:";
        private static final List<String> TEXTS = List.of(
                "Mưa lớn tại Hà Nội.",
                "Lễ hội ở Đà Nẵng.",
                "Mưa lớn tại Cần Thơ.",
                "Hà Nội và Cần Thơ kết nghĩa.",
                "Lễ hội pháo hoa ở Đà Nẵng kéo dài ba ngày. Thành phố Đà Nẵng đón khách. Khách đến Đà Nẵng rất đông.\n\n"
                        + "Đoàn xiếc từ Cần Thơ cũng đến.",
                "Không có gì xảy ra.");
        private static final int KILLED = -1;
        private static final int PAUSE_MS = 5;

        private final ArticlePublisher publisher;
        private final Random random = new Random(SEED);
        /** By number of uri, the last version, or that it was killed. */
        private final List<Integer> versions = new ArrayList<>();

        private final Thread thread = new Thread(this::run, "load");
        private final CompletableFuture<Void> failure = new CompletableFuture<>();
        private volatile boolean ended;

        Load(ArticlePublisher publisher) {
            this.publisher = publisher;
            thread.start();
        }

        private void run() {
            try {
                while (!ended) {
                    publisher.publish(next());
                    Thread.sleep(PAUSE_MS);
                }
            } catch (RuntimeException | InterruptedException e) {
                failure.completeExceptionally(e);
            }
        }

        private Article next() {
            if (versions.isEmpty() || random.nextInt(100) < 45) {
                versions.add(1);
                return article("urn:load:" + (versions.size() - 1), 1, text(), PubStatus.usable);
            }
            int number = random.nextInt(versions.size());
            if (versions.get(number) == KILLED) {
                return next();
            }
            int version = versions.get(number) + 1;
            int dice = random.nextInt(100);
            versions.set(number, dice < 20 ? KILLED : version);
            PubStatus status = dice < 20 ? PubStatus.canceled : dice < 30 ? PubStatus.withheld : PubStatus.usable;
            return article("urn:load:" + number, version, text(), status);
        }

        private String text() {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }

        private static Article article(String uri, int version, String text, PubStatus status) {
            return Article.newBuilder(Articles.flood(String.valueOf(version)))
                    .setUri(uri)
                    .setLanguage("vi")
                    .setHeadline("Tin")
                    .setBody(text)
                    .setPubStatus(status)
                    .build();
        }

        /** Nothing comes any more but the last articles. */
        void end() throws Exception {
            close();
            thread.join();
            assertThat(failure).as("the load").isNotDone();
            for (int i = 0; i < 20; i++) {
                for (int text = 0; text < 3; text++) {
                    publisher
                            .publish(article(LAST + text + ":" + i, 1, TEXTS.get(text), PubStatus.usable))
                            .get();
                }
            }
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
