package io.wiretag.topology;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Wiretag;
import io.wiretag.config.Config;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.local.LocalStack;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.testing.CaughtUp;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.testing.WholeTopic;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lives of many articles on a real broker, with real time and a processor that is stopped in the middle: the same model
 * must hold, and the subscribers who listen all the while see each text in its time.
 */
@Tag("full")
class ArticleLifeOnBrokerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ARTICLES = 200;
    private static final long SEED = 20260803;

    /** Embargoes of a few seconds: some end while the processor is stopped, some when it is back. */
    private static final List<Duration> EMBARGOES =
            List.of(Duration.ofHours(-1), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(12));

    private static final IncomingVersion HERALD = new IncomingVersion(
            "urn:life:herald",
            Optional.of("1"),
            Optional.empty(),
            PubStatus.usable,
            "A",
            Set.of("VN-HN"),
            Optional.of("VNS"),
            Optional.empty());

    @TempDir
    Path state;

    private final Random random = new Random(SEED);
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final List<ArticleSubscriber> subscribers = new ArrayList<>();
    private final List<CompletableFuture<Void>> listening = new ArrayList<>();
    private Config config;
    private Wiretag wiretag;
    private Instant start;

    private record Received(LaneRecord record, Instant at) {}

    @BeforeEach
    void createTopicsAndListen() {
        LocalStack stack = SharedLocalStack.stack();
        String prefix = "life" + System.currentTimeMillis() + ".";
        config = InstallationSettings.shared()
                .prefix(prefix)
                .partitions(3)
                .with("streams.application.id", prefix + "processor")
                .state(state)
                .config();
        wiretag = new Wiretag(config);
        wiretag.topicAdmin().create();
        listen(wiretag.topics().tagged());
        listen(wiretag.topics().byProvince());
        listen(wiretag.topics().byUnit());
        listen(wiretag.topics().byAgency());
    }

    private void listen(Topic<TaggedArticle> topic) {
        ArticleSubscriber subscriber = wiretag.subscriber(topic, Optional.empty(), true);
        subscribers.add(subscriber);
        listening.add(CompletableFuture.runAsync(
                () -> subscriber.run(
                        each -> {
                            Article article = each.value().getArticle();
                            Lane lane = new Lane(topic.role(), each.key(), article.getUri());
                            received.add(new Received(
                                    new LaneRecord(lane, each.value().getOperation(), article), Instant.now()));
                        },
                        () -> false),
                each -> new Thread(each, "life-" + topic.role()).start()));
    }

    @AfterEach
    void close() {
        subscribers.forEach(ArticleSubscriber::stop);
        listening.forEach(
                each -> each.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join());
        subscribers.forEach(ArticleSubscriber::close);
        wiretag.close();
    }

    @Test
    void theModelHoldsAcrossARestartAndEmbargoesEndByTheClock() throws Exception {
        List<IncomingVersion> arrivals;
        try (StreamsRunner first = wiretag.processor()) {
            first.start(LIMIT);
            // the first record waits for connections and schemas: embargoes must not run out meanwhile
            publish(List.of(HERALD));
            await("the first article is out", () -> !received.isEmpty());
            start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            arrivals = arrivals();
            publish(arrivals.subList(0, arrivals.size() / 2));
            await("an article is held, and others are out", () -> first.counts().held() > 0 && received.size() > 20);
        }
        publish(arrivals.subList(arrivals.size() / 2, arrivals.size()));
        Instant allOver = start.plus(EMBARGOES.get(EMBARGOES.size() - 1));
        Lanes expected = expected(arrivals, allOver);
        try (StreamsRunner second = wiretag.processor()) {
            second.start(LIMIT);
            CaughtUp.await(wiretag, config);
            // a second longer, to see what should not be there
            await("the last embargo is over", () -> Instant.now().isAfter(allOver.plusSeconds(2)));
            awaitLive(expected.live());
            assertThat(second.counts().released())
                    .as("articles whose embargo ended after the restart")
                    .isPositive();
        }

        Lanes actual = lanes();
        Set<String> embargoed = arrivals.stream()
                .filter(each -> each.embargo().isPresent())
                .map(IncomingVersion::uri)
                .collect(Collectors.toSet());
        assertThat(withoutUris(expected, embargoed)).hasSizeGreaterThan(ARTICLES);
        assertThat(withoutUris(actual, embargoed))
                .as("every record under every key, where no clock decides")
                .isEqualTo(withoutUris(expected, embargoed));
        assertThat(current()).as("what may be shown").isEqualTo(expectedCurrent(actual));
        requireSeenInTime(arrivals);
    }

    /** Articles that the compacted topic has a value for. */
    private Set<String> current() {
        Set<String> uris = new HashSet<>();
        WholeTopic.committed(wiretag.topics().current().name(), config.kafka()).forEach(each -> {
            String uri = new String(each.key(), StandardCharsets.UTF_8);
            if (each.value() == null) {
                uris.remove(uri);
            } else {
                uris.add(uri);
            }
        });
        return uris;
    }

    private static Set<String> expectedCurrent(Lanes lanes) {
        return lanes.live().keySet().stream()
                .filter(lane -> lane.sink().equals("tagged"))
                .map(Lane::uri)
                .collect(Collectors.toSet());
    }

    private void awaitLive(Map<Lane, Article> expected) {
        try {
            await("what is to be live", () -> lanes().live().equals(expected));
        } catch (ConditionTimeoutException e) {
            assertThat(lanes().live()).as("what is live in the end").containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    private void requireSeenInTime(List<IncomingVersion> arrivals) {
        Set<IncomingVersion> secrets = arrivals.stream()
                .filter(each -> each.notBefore().isAfter(start))
                // a text that another version may tell is no secret
                .filter(each -> arrivals.stream()
                        .allMatch(other -> other.equals(each) || !other.marker().equals(each.marker())))
                .collect(Collectors.toSet());
        for (Received each : received) {
            String seen = each.record().article().toString();
            for (IncomingVersion secret : secrets) {
                if (each.at().isBefore(secret.notBefore())) {
                    assertThat(seen)
                            .as("what %s tells of %s at %s", each.record(), secret, each.at())
                            .doesNotContain(secret.marker());
                }
            }
        }
    }

    /** What the model says: whether an embargo is over when a version arrives does not matter to what is live in the end. */
    private Lanes expected(List<IncomingVersion> arrivals, Instant allOver) {
        ArticleLifeModel model = new ArticleLifeModel();
        Lanes lanes = new Lanes();
        lanes.add(heard(model.take(new Step.Arrive(HERALD, Duration.ZERO), start)));
        arrivals.forEach(each -> lanes.add(heard(model.take(new Step.Arrive(each, Duration.ZERO), start))));
        lanes.add(heard(model.take(new Step.Wait(Duration.between(start, allOver)), allOver)));
        return lanes;
    }

    /** Of the topic of what may be shown nobody hears what is taken down: it is looked at in the end. */
    private static List<LaneRecord> heard(List<LaneRecord> records) {
        return records.stream()
                .filter(each -> !each.lane().sink().equals("current"))
                .toList();
    }

    private static Map<Lane, List<LaneRecord>> withoutUris(Lanes lanes, Set<String> uris) {
        return lanes.all().stream()
                .filter(lane -> !uris.contains(lane.uri()))
                .collect(Collectors.toMap(lane -> lane, lanes::of));
    }

    private Lanes lanes() {
        Lanes lanes = new Lanes();
        lanes.add(received.stream().map(Received::record).toList());
        return lanes;
    }

    /** Some versions of each article, some of them twice, all in one random order; every third article has embargoes. */
    private List<IncomingVersion> arrivals() {
        List<IncomingVersion> arrivals = new ArrayList<>();
        for (int i = 0; i < ARTICLES; i++) {
            int versions = 2 + random.nextInt(5);
            for (int j = 0; j < versions; j++) {
                IncomingVersion arrival = arrival("urn:life:" + i, i % 3 == 0);
                arrivals.add(arrival);
                if (random.nextInt(4) == 0) {
                    arrivals.add(arrival);
                }
            }
        }
        Collections.shuffle(arrivals, random);
        return arrivals;
    }

    private IncomingVersion arrival(String uri, boolean embargoes) {
        Set<String> provinces = new HashSet<>(IncomingVersion.PROVINCES.keySet());
        provinces.removeIf(each -> random.nextBoolean());
        return new IncomingVersion(
                uri,
                sometimes(random.nextInt(8) > 0, oneOf("1", "2", "3", "9", "10")),
                sometimes(random.nextBoolean(), start.minusSeconds(60 * random.nextInt(1, 4))),
                oneOf(
                        PubStatus.usable,
                        PubStatus.usable,
                        PubStatus.usable,
                        PubStatus.usable,
                        PubStatus.canceled,
                        PubStatus.withheld),
                oneOf("A", "B"),
                provinces,
                sometimes(random.nextBoolean(), oneOf("VNS", "REUTERS")),
                sometimes(embargoes && random.nextBoolean(), start.plus(oneOf(EMBARGOES.toArray(Duration[]::new)))));
    }

    private static <T> Optional<T> sometimes(boolean now, T value) {
        return now ? Optional.of(value) : Optional.empty();
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }

    private void publish(List<IncomingVersion> arrivals) throws Exception {
        try (ArticlePublisher publisher = wiretag.publisher()) {
            List<CompletableFuture<?>> receipts = new ArrayList<>();
            arrivals.forEach(each -> receipts.add(publisher.publish(each.article())));
            CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
