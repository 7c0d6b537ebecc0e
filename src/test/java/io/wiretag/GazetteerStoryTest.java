package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.cli.CapturedConsole;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.rules.RulesChange;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesDesk.Outcome.Kind;
import io.wiretag.rules.RulesVersion;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gazetteer in force, on a real broker: what processors tag by while an editor changes it. */
class GazetteerStoryTest {
    private static final String BUILT_IN = Gazetteer.builtIn().version();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private OwnInstallation installation;
    private RulesDesk desk;
    private final AtomicInteger published = new AtomicInteger();

    @BeforeEach
    void open() {
        installation = new OwnInstallation("gazetteer", folder, Map.of());
        desk = installation.wiretag().rulesDesk();
    }

    @AfterEach
    void close() {
        desk.close();
        installation.close();
    }

    @Test
    void underLoadTwoProcessorsTakeANewVersionBetweenTwoRecordsAndNothingIsLostOrDoubled() throws Exception {
        try (Wiretag other = another();
                StreamsRunner one = installation.wiretag().processor();
                StreamsRunner two = other.processor()) {
            one.start(LIMIT);
            two.start(LIMIT);
            await("both to work", () -> instances() == 2);
            AtomicBoolean isEnough = new AtomicBoolean();
            Thread load = new Thread(() -> publishUntil(isEnough), "load");
            load.start();
            try {
                await("articles", () -> one.counts().accepted() + two.counts().accepted() > 50);

                RulesVersion version = version("force: VN-HN | text: Nhà Trắng Hà Thành\n");
                RulesChange change = put(version, "why not");

                assertThat(desk.await(change, LIMIT).orElseThrow()).hasSize(2).allMatch(each -> each.has(change));
                int after = published.get() + 10; // a batch may be under way
                await("more of them", () -> published.get() > after + 10);
                isEnough.set(true);
                load.join();
                installation.awaitAllRead();

                String tag = BUILT_IN + "+" + version.hash().substring(0, 8);
                assertThat(List.of(one.rules().version(), two.rules().version()))
                        .containsOnly(tag);
                assertThat(one.rules().isCurrent()).contains(true);
                List<ConsumerRecord<String, byte[]>> records =
                        installation.records(installation.wiretag().topics().tagged(), "read_committed");
                assertThat(records.stream().map(ConsumerRecord::key).toList())
                        .as("each once")
                        .containsExactlyInAnyOrderElementsOf(OwnInstallation.uris(0, published.get()));
                assertThat(inOrder(records)).allMatch(List.of(BUILT_IN, tag)::equals);
                assertThat(records)
                        .filteredOn(each -> number(each.key()) >= after)
                        .as("all that came after it was in force")
                        .allMatch(each -> tag(each).equals(tag));
            } finally {
                isEnough.set(true);
                load.join();
            }
        }
    }

    @Test
    void aProcessorStartsWithWhatIsInForceAndKeepsItWhileTheNextCannotBeUsed() throws Exception {
        RulesVersion first = version("province: VN-22\n  city: Mường Xén\n");
        RulesChange change = put(first, "the first");
        String tag = BUILT_IN + "+" + first.hash().substring(0, 8);
        try (Wiretag own = new Wiretag(InstallationSettings.of(installation.settings())
                        .with("gazetteer.required", "true")
                        .config());
                StreamsRunner processor = own.processor()) {
            publish(1);
            processor.start(LIMIT);
            installation.awaitAllRead();
            assertThat(tags()).as("its first record").containsExactly(tag);
            assertThat(put(Optional.of(first), Optional.of(change)).kind()).isEqualTo(Kind.IN_FORCE_ALREADY);

            writeUnusable(2);
            await("the alarm", () -> processor.rules().isCurrent().equals(Optional.of(false)));

            assertThat(processor.whyNotReady().orElseThrow())
                    .contains("version broken cannot be used")
                    .contains("articles are tagged by version " + tag);
            publish(1);
            installation.awaitAllRead();
            assertThat(tags()).containsOnly(tag);
            await(
                    "it to say why",
                    () -> desk.read().running().stream()
                            .anyMatch(said -> said.trouble().isPresent()));
            CapturedConsole console = new CapturedConsole(500);
            assertThat(console.run(command("gazetteer", "status"))).isEqualTo(ExitCode.FAILED);
            assertThat(console.out())
                    .contains("version broken is in force, by change 2 of x")
                    .contains(tag)
                    .contains("version broken cannot be used: ");

            Path next = Files.writeString(folder.resolve("next.txt"), "title: thợ rèn\n");
            assertThat(console.run(command("gazetteer", "apply", next.toString())))
                    .isZero();
            assertThat(console.out()).contains("by change 3 of").contains("1 of 1 processors tag by it");
            RulesChange back =
                    put(Optional.empty(), desk.read().inForce()).inForce().orElseThrow();
            assertThat(desk.await(back, LIMIT).orElseThrow()).allMatch(each -> each.has(back));
            assertThat(processor.whyNotReady()).isEmpty();
            publish(1);
            installation.awaitAllRead();
            assertThat(tags()).containsExactlyInAnyOrder(tag, tag, BUILT_IN);
        }
    }

    @Test
    void whoeverStopsTakesBackWhatItSaidOfItselfUnlessItHasAFixedPlace() {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(LIMIT);
            await("it to say what it has", () -> instances() == 1);
        }
        assertThat(desk.read().running()).isEmpty();
        assertThat(desk.instances(desk.read()).orElseThrow()).isEmpty();

        try (Wiretag fixed = new Wiretag(InstallationSettings.of(installation.settings())
                        .with("streams.main.consumer.group.instance.id", "desk")
                        .config());
                StreamsRunner processor = fixed.processor()) {
            processor.start(LIMIT);
            await("it to say what it has", () -> instances() == 1);
        }
        // the brokers take it for one that runs, until its session is over
        assertThat(instances()).isEqualTo(1);
    }

    @Test
    void whoeverDoesNotSeeWhatIsInForceChangesNothing() {
        RulesChange first = put(version("title: thợ gốm\n"), "one");

        RulesDesk.Outcome late = put(Optional.of(version("title: thợ rèn\n")), Optional.empty());

        assertThat(late).isEqualTo(new RulesDesk.Outcome(Kind.CHANGED_MEANWHILE, Optional.of(first)));
        assertThat(desk.read().changes()).containsExactly(first);
    }

    @Test
    void ofTwoWhoChangeItAtOnceOneDoesAndTheOtherIsToldSo() {
        try (RulesDesk other = installation.wiretag().rulesDesk()) {
            CompletableFuture<RulesDesk.Outcome> beside = CompletableFuture.supplyAsync(
                    () -> other.change(Optional.of(version("title: thợ rèn\n")), "b", Optional.empty(), "binh", ""));

            RulesDesk.Outcome own =
                    desk.change(Optional.of(version("title: thợ gốm\n")), "a", Optional.empty(), "an", "");

            assertThat(List.of(own.kind(), beside.join().kind()))
                    .containsExactlyInAnyOrder(Kind.MADE, Kind.CHANGED_MEANWHILE);
            assertThat(desk.read().changes()).hasSize(1);
        }
    }

    private Wiretag another() {
        return new Wiretag(InstallationSettings.of(installation.settings())
                .state(folder.resolve("other"))
                .config());
    }

    private int instances() {
        return (int) desk.instances(desk.read()).orElseThrow().stream()
                .filter(each -> each.said().isPresent())
                .count();
    }

    private String[] command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        installation.settings().forEach((key, value) -> all.addAll(List.of("-X", key + "=" + value)));
        return all.toArray(String[]::new);
    }

    private static RulesVersion version(String text) {
        return RulesVersion.of(List.of(new GazetteerFile("desk.txt", text)));
    }

    private RulesChange put(RulesVersion version, String note) {
        Optional<RulesChange> seen = desk.read().inForce();
        RulesDesk.Outcome outcome = desk.change(
                Optional.of(version), BUILT_IN + "+" + version.hash().substring(0, 8), seen, "an", note);
        assertThat(outcome.kind()).isEqualTo(Kind.MADE);
        return outcome.inForce().orElseThrow();
    }

    private RulesDesk.Outcome put(Optional<RulesVersion> version, Optional<RulesChange> seen) {
        return desk.change(version, "any", seen, "binh", "");
    }

    /** As another build might have it: what reads wrong here. */
    private void writeUnusable(int number) throws Exception {
        RulesVersion wrong = version("nonsense\n");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<>(installation.clients()), new ByteArraySerializer(), new ByteArraySerializer())) {
            send(
                    producer,
                    "{\"kind\":\"version\",\"hash\":\"" + wrong.hash() + "\"}",
                    "{\"files\":[{\"name\":\"desk.txt\",\"text\":\"nonsense\\n\"}]}");
            send(
                    producer,
                    "{\"kind\":\"change\",\"number\":" + number + "}",
                    "{\"hash\":\"" + wrong.hash()
                            + "\",\"version\":\"broken\",\"by\":\"x\",\"at\":\"2026-11-30T00:00:00Z\",\"note\":\"\"}");
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String key, String value) throws Exception {
        producer.send(new ProducerRecord<>(
                        installation.wiretag().topics().gazetteer().name(),
                        key.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)))
                .get(60, TimeUnit.SECONDS);
    }

    private void publish(int articles) throws Exception {
        int from = published.getAndAdd(articles);
        installation.publish(OwnInstallation.articles(from, from + articles));
    }

    private void publishUntil(AtomicBoolean isEnough) {
        try (ArticlePublisher publisher = installation.wiretag().publisher()) {
            while (!isEnough.get()) {
                List<Future<?>> receipts = new ArrayList<>();
                int from = published.get();
                for (int i = from; i < from + 10; i++) {
                    receipts.add(publisher.publish(OwnInstallation.article(i)));
                }
                for (Future<?> receipt : receipts) {
                    receipt.get(60, TimeUnit.SECONDS);
                }
                published.addAndGet(10);
            }
        } catch (Exception e) {
            throw new AssertionError("the load", e);
        }
    }

    private List<String> tags() {
        return installation.records(installation.wiretag().topics().tagged(), "read_committed").stream()
                .map(GazetteerStoryTest::tag)
                .toList();
    }

    /** Of each partition the versions one after the other, repetitions left out. */
    private static List<List<String>> inOrder(List<ConsumerRecord<String, byte[]>> records) {
        Map<Integer, List<String>> versions = new HashMap<>();
        for (ConsumerRecord<String, byte[]> each : records) {
            List<String> known = versions.computeIfAbsent(each.partition(), partition -> new ArrayList<>());
            if (known.isEmpty() || !known.get(known.size() - 1).equals(tag(each))) {
                known.add(tag(each));
            }
        }
        return versions.values().stream().collect(Collectors.toList());
    }

    private static String tag(ConsumerRecord<String, byte[]> each) {
        return WiretagHeader.GAZETTEER.of(each.headers()).orElseThrow();
    }

    private static int number(String uri) {
        return Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    }
}
