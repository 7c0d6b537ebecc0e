package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.EndpointSimulator.Message;
import io.wiretag.EndpointSimulator.Mood;
import io.wiretag.cli.CapturedConsole;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.delivery.webhook.SigningSecret;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Acknowledgement;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions are made at the command line, articles go in by Kafka and arrive at endpoints. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookStoryTest {
    private static final String HA_NOI = "Mưa lớn tại Hà Nội.";
    private static final String DA_NANG = "Lễ hội ở Đà Nẵng.";
    /** Articles that two instances send. */
    private static final int SHARED = 20;

    @TempDir
    static Path folder;

    private final CapturedConsole console = new CapturedConsole(200);
    private OwnInstallation own;
    private StreamsRunner processor;
    private ArticlePublisher publisher;
    private DeliveryServer server;

    @BeforeAll
    void start() {
        Path key = folder.resolve("webhooks.key");
        assertThat(console.run("subscription", "key", key.toString())).isEqualTo(ExitCode.OK);
        own = new OwnInstallation("webhooks", folder, settings());
        processor = own.wiretag().processor();
        processor.start(OwnInstallation.LIMIT);
        publisher = own.wiretag().publisher();
        server = own.wiretag().delivery();
    }

    private static Map<String, String> settings() {
        return Map.of(
                "delivery.port", "0",
                "delivery.keys.required", "false",
                "webhooks.key.file", folder.resolve("webhooks.key").toString(),
                "webhooks.allowed.networks", "127.0.0.0/8",
                "webhooks.timeout", "PT2S");
    }

    @AfterAll
    void stop() {
        server.close();
        publisher.close();
        processor.close();
        own.close();
    }

    @Test
    void anEndpointIsToldByLevelAndSignedAndItsAnswerToAKillIsAReceipt() throws Exception {
        String uri = "urn:webhook:level";
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            SigningSecret secret = add("level", endpoint, "--province", "VN-HN");
            publish(uri, "1", HA_NOI);
            publish(uri, "2", HA_NOI + " Sáng nay.");
            publish("urn:webhook:elsewhere", "1", DA_NANG);
            await("two versions", () -> endpoint.taken().size() == 2);
            publish(uri, "3", DA_NANG);
            await("what takes it back", () -> endpoint.taken().size() == 3);
            kill(uri, "4");
            await("a kill", () -> endpoint.taken().size() == 4);

            assertThat(endpoint.said())
                    .containsExactly(
                            "publish " + uri + " 1",
                            "correct " + uri + " 2",
                            "retract " + uri + " 3",
                            "kill " + uri + " 4");
            for (Message each : endpoint.taken()) {
                assertThat(each.isSignedWith(secret)).isTrue();
                assertThat(each.isSignedWith(SigningSecret.random())).isFalse();
            }
            Acknowledgement acted = await(
                            "a receipt",
                            this::acknowledgements,
                            found -> found.stream().anyMatch(each -> each.uri().equals(uri)))
                    .get(0);
            assertThat(acted.version()).isEqualTo("4");
            assertThat(acted.by()).isEqualTo(Acknowledgement.Way.WEBHOOK);
            await("nothing to be behind", () -> json("show", "level").contains("\"behind\":0,"));
            remove("level");
        }
    }

    @Test
    void anArticleThatIsNotTakenHoldsBackItsOwnLaterVersionsAlone() throws Exception {
        String bad = "urn:webhook:bad";
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            endpoint.be(message -> message.uri().equals(bad) ? Mood.FAILS : Mood.WELL);
            add("one-bad", endpoint);
            publish(bad, "1", HA_NOI);
            publish(bad, "2", HA_NOI + " Sáng nay.");
            for (int i = 0; i < 20; i++) {
                publish("urn:webhook:good:" + i, "1", DA_NANG);
            }
            await("all others", () -> endpoint.taken().size() == 20);
            await("it to be put aside", () -> json("list", "--json").contains("\"behind\":0,\"putAside\":1,"));

            endpoint.be(Mood.WELL);
            await("both versions", () -> endpoint.taken().size() == 22);
            assertThat(endpoint.said().subList(20, 22))
                    .containsExactly("publish " + bad + " 1", "correct " + bad + " 2");
            remove("one-bad");
        }
    }

    @Test
    void aKillTakesThePlaceOfVersionsThatDidNotArrive() throws Exception {
        String uri = "urn:webhook:killed";
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            endpoint.be(Mood.FAILS);
            add("killed", endpoint);
            publish(uri, "1", HA_NOI);
            publish(uri, "2", HA_NOI + " Sáng nay.");
            await("a try", () -> endpoint.calls() > 0);
            kill(uri, "3");
            own.awaitAllRead();
            endpoint.be(Mood.WELL);

            await("the kill", () -> endpoint.said().contains("kill " + uri + " 3"));
            publish("urn:webhook:after", "1", DA_NANG);
            await("what comes later", () -> endpoint.said().contains("publish urn:webhook:after 1"));
            assertThat(endpoint.said()).doesNotContain("publish " + uri + " 1", "correct " + uri + " 2");
            remove("killed");
        }
    }

    @Test
    void instancesThatComeAndGoUnderCallsLoseNothingAndKeepTheOrderOfEachArticle() throws Exception {
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            add("shared", endpoint);
            endpoint.be(Mood.SLOW);
            AtomicInteger version = new AtomicInteger();
            publishShared(version);
            await("a message", () -> !endpoint.taken().isEmpty());
            try (DeliveryServer second = own.wiretag().delivery()) {
                // so that something is on its way whenever the group is divided anew
                await("messages of the second", () -> {
                    publishShared(version);
                    return sent(second, "shared") > 0;
                });
                publishShared(version);
            }
            publishShared(version);
            List<String> versions = IntStream.rangeClosed(1, version.get())
                    .mapToObj(String::valueOf)
                    .toList();
            await("all", () -> Set.copyOf(endpoint.said()).size() == versions.size() * SHARED);
            Map<String, List<String>> firsts = endpoint.taken().stream()
                    .filter(distinct(Message::said))
                    .collect(Collectors.groupingBy(
                            Message::uri, Collectors.mapping(Message::version, Collectors.toList())));
            assertThat(firsts).hasSize(SHARED);
            assertThat(firsts.values()).allSatisfy(each -> assertThat(each).isEqualTo(versions));
            assertThat(endpoint.taken().stream()
                            .collect(Collectors.groupingBy(
                                    Message::said, Collectors.mapping(Message::id, Collectors.toSet())))
                            .values())
                    .as("ids of one version")
                    .allSatisfy(ids -> assertThat(ids).hasSize(1));
            remove("shared");
        }
    }

    @Test
    void aTopicThatIsMadeAgainIsReadFromItsBeginning() throws Exception {
        for (int i = 0; i < 5; i++) {
            publish("urn:webhook:remade:" + i, "1", HA_NOI);
        }
        own.awaitAllRead();
        List<ConsumerRecord<byte[], byte[]>> records = tagged(own).stream()
                .filter(each -> new String(each.key(), StandardCharsets.UTF_8).startsWith("urn:webhook:remade:"))
                .toList();
        try (EndpointSimulator endpoint = new EndpointSimulator();
                OwnInstallation other = new OwnInstallation("webhooks-remade", folder, settings());
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(other.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            run(other, "add", "remade", "--url", endpoint.url().toString());
            try (DeliveryServer delivery = other.wiretag().delivery()) {
                assertThat(delivery.address()).isNotNull();
                copy(records.subList(0, 3), other, producer);
                await("articles of the first", () -> endpoint.taken().size() == 3);
                await("its positions", () -> {
                    run(other, "show", "remade");
                    return console.out().contains("\"behind\":0,");
                });

                String topic = other.wiretag().topics().tagged().name();
                other.admin().deleteTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
                await(
                        "it to be gone",
                        () -> !other.admin().listTopics().names().get().contains(topic));
                other.wiretag().topicAdmin().create();
                copy(records, other, producer);
                // those that lie before its old position come as well, as messages of their own
                await(
                        "all articles of the second",
                        () -> endpoint.taken().stream()
                                                .map(Message::id)
                                                .distinct()
                                                .count()
                                        >= 8
                                && Set.copyOf(endpoint.said()).size() == 5);
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> tagged(OwnInstallation of) {
        return WholeTopic.committed(of.wiretag().topics().tagged().name(), of.clients());
    }

    private static void copy(
            List<ConsumerRecord<byte[], byte[]>> records, OwnInstallation to, Producer<byte[], byte[]> producer)
            throws Exception {
        for (ConsumerRecord<byte[], byte[]> each : records) {
            producer.send(new ProducerRecord<>(
                            to.wiretag().topics().tagged().name(), 0, each.key(), each.value(), each.headers()))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private static <T> Predicate<T> distinct(Function<T, String> what) {
        Set<String> seen = new HashSet<>();
        return each -> seen.add(what.apply(each));
    }

    private void publishShared(AtomicInteger last) {
        String version = String.valueOf(last.incrementAndGet());
        for (int i = 0; i < SHARED; i++) {
            publish("urn:webhook:shared:" + i, version, HA_NOI + " Bản " + version + ".");
        }
    }

    private double sent(DeliveryServer of, String subscription) throws Exception {
        return metric(of, "wiretag_webhook_sent{subscription=\"" + subscription + "\"}");
    }

    private double failures(DeliveryServer of, String subscription) throws Exception {
        return metric(of, "wiretag_webhook_failures{subscription=\"" + subscription + "\"}");
    }

    private double metric(DeliveryServer of, String series) throws Exception {
        return metrics(of)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void anEndpointThatIsGoneIsSentNothingMoreUntilSomebodyResumesIt() throws Exception {
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            endpoint.be(Mood.GONE);
            add("gone", endpoint);
            publish("urn:webhook:gone", "1", HA_NOI);
            await("an alarm", () -> run("list") == ExitCode.FAILED);
            assertThat(console.out()).contains("disabled").contains("410");
            String metrics = metrics();
            assertThat(metrics).contains("wiretag_webhook_stopped{subscription=\"gone\"} 1.0");
            assertThat(Pattern.compile("wiretag_webhook_[a-z_]+")
                            .matcher(Files.readString(Path.of("ops", "prometheus", "wiretag-alerts.yml")))
                            .results()
                            .map(MatchResult::group))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));

            endpoint.be(Mood.WELL);
            assertThat(run("resume", "gone")).isEqualTo(ExitCode.OK);
            await("what was not taken", () -> endpoint.said().contains("publish urn:webhook:gone 1"));
            remove("gone");
        }
    }

    @Test
    void whileASecretIsChangedMessagesAreSignedWithBothAndNeitherStandsInATopic() throws Exception {
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            SigningSecret old = add("rotated", endpoint);
            assertThat(run("rotate-secret", "rotated")).isEqualTo(ExitCode.OK);
            SigningSecret next = SigningSecret.of(console.out());
            AtomicInteger version = new AtomicInteger();
            // what is sent before the change has come round has one
            await("a message with both", () -> {
                publish("urn:webhook:rotated", String.valueOf(version.incrementAndGet()), HA_NOI + " Bản " + version);
                return endpoint.taken().stream()
                        .anyMatch(each -> each.signatures().split(" ").length == 2);
            });

            Message message = endpoint.taken().get(endpoint.taken().size() - 1);
            assertThat(message.isSignedWith(old)).isTrue();
            assertThat(message.isSignedWith(next)).isTrue();
            String topic = WholeTopic.committed(
                            own.wiretag().topics().subscriptions().name(), own.clients())
                    .stream()
                    .filter(each -> each.value() != null)
                    .map(each -> new String(each.value(), StandardCharsets.UTF_8))
                    .reduce("", String::concat);
            assertThat(topic)
                    .doesNotContain(old.text().substring(6), next.text().substring(6));
            remove("rotated");
        }
    }

    @Test
    void noRedirectionIsFollowed() throws Exception {
        try (EndpointSimulator endpoint = new EndpointSimulator()) {
            endpoint.be(Mood.REDIRECTS);
            add("redirected", endpoint);
            publish("urn:webhook:redirected", "1", HA_NOI);
            await("a try that failed", () -> failures(server, "redirected") > 0);
            assertThat(endpoint.followed()).isZero();
            remove("redirected");
        }
    }

    @Test
    void whatCannotBeUsedIsOneLineAndTwo() {
        assertThat(run("add", "x", "--url", "ftp://a")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("'ftp://a' is no URL of an endpoint: give one like https://");
        assertThat(run("add", "x", "--url", "https://10.1.2.3/hook")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("10.1.2.3, which is no public address");
        assertThat(run("add", "x", "--url", "http://192.0.2.7/hook")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("http without TLS");
        assertThat(run("add", "x", "--url", "https://127.0.0.1/", "--province", "Atlantis"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("no province 'Atlantis'");
        assertThat(run("add", "X!", "--url", "https://127.0.0.1/")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("'X!' is no name of a subscription");
        assertThat(run("pause", "nobody")).isEqualTo(ExitCode.USAGE);
        assertThat(console.err()).contains("no subscription 'nobody'");
    }

    private SigningSecret add(String name, EndpointSimulator endpoint, String... more) {
        List<String> words =
                new ArrayList<>(List.of("add", name, "--url", endpoint.url().toString()));
        words.addAll(List.of(more));
        assertThat(run(words.toArray(String[]::new))).as(console::err).isEqualTo(ExitCode.OK);
        return SigningSecret.of(console.out());
    }

    private void remove(String name) {
        assertThat(run("remove", name)).as(console::err).isEqualTo(ExitCode.OK);
        assertThat(console.err()).isEmpty();
    }

    private String json(String... words) {
        run(words);
        return console.out();
    }

    private int run(String... words) {
        return run(own, words);
    }

    private int run(OwnInstallation of, String... words) {
        List<String> all = new ArrayList<>(List.of("subscription"));
        all.addAll(Arrays.asList(words));
        of.settings().forEach((key, value) -> all.addAll(List.of("-X", key + "=" + value)));
        return console.run(all.toArray(String[]::new));
    }

    private String metrics() throws Exception {
        return metrics(server);
    }

    private static String metrics(DeliveryServer of) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(of.address() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private List<Acknowledgement> acknowledgements() {
        return WholeTopic.committed(own.wiretag().topics().receipts().name(), own.clients()).stream()
                .flatMap(each -> Acknowledgement.read(each.key(), each.value()).stream())
                .toList();
    }

    private void publish(String uri, String version, String body) {
        publisher.publish(article(uri, version).setBody(body).build()).join();
    }

    private void kill(String uri, String version) {
        publisher
                .publish(article(uri, version)
                        .setBody("")
                        .setPubStatus(PubStatus.canceled)
                        .build())
                .join();
    }

    private static Article.Builder article(String uri, String version) {
        return Article.newBuilder(Articles.flood(version))
                .setUri(uri)
                .setLanguage("vi")
                .setHeadline("Tin");
    }
}
