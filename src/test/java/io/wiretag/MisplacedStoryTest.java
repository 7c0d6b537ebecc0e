package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReplay;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.PubStatus;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishers that place keys by another rule than ours, before a real broker and a real processor. */
class MisplacedStoryTest {
    private static final int PARTITIONS = 3;
    private static final String URI = "urn:story:misplaced";
    /** Where Java's clients put it. */
    private static final int HOME = Utils.toPositive(Utils.murmur2(URI.getBytes(StandardCharsets.UTF_8))) % PARTITIONS;

    @TempDir
    Path folder;

    private OwnInstallation installation;
    private KafkaProducer<byte[], byte[]> client;

    @BeforeEach
    void createTopics() {
        installation =
                new OwnInstallation("misplaced", folder, Map.of("topics.partitions", String.valueOf(PARTITIONS)));
        client = new KafkaProducer<>(
                Map.of("bootstrap.servers", SharedLocalStack.stack().bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void close() {
        client.close();
        installation.close();
    }

    @Test
    void aKillReachesEveryPlaceItsArticleWentToWhicheverPartitionsItsVersionsLieIn() throws Exception {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            publish(Articles.flood("1"), HOME);
            installation.awaitAllRead();
            publish(Articles.floodRevised("2"), (HOME + 1) % PARTITIONS);
            installation.awaitAllRead();

            publish(kill("3"), (HOME + 2) % PARTITIONS);
            installation.awaitAllRead();

            assertThat(processor.counts().moved()).isEqualTo(2);
            assertThat(processor.counts().rejected()).isZero();
        }
        assertThat(deliveries(Operation.kill))
                .containsExactlyInAnyOrder(URI, "VN-27", "VN-28", "VN-HN", "01", "48", "51", "VNS", URI);
        assertThat(installation.keys(installation.wiretag().topics().byProvince(), "read_committed"))
                .as("first version, second, kill")
                .containsExactlyInAnyOrder("VN-27", "VN-HN", "VN-27", "VN-28", "VN-HN", "VN-27", "VN-28", "VN-HN");
    }

    @Test
    void historyTellsWhereAVersionLayAndThatItWasMoved() throws Exception {
        int wrong = (HOME + 1) % PARTITIONS;
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            publish(Articles.flood("1"), wrong);
            installation.awaitAllRead();
        }

        ArticleHistory history = history();

        List<ArticleHistory.Published> published = history.events().stream()
                .flatMap(event -> event instanceof ArticleHistory.Published each ? Stream.of(each) : Stream.empty())
                .sorted((one, other) -> Integer.compare(
                        one.movedFrom().map(String::length).orElse(0),
                        other.movedFrom().map(String::length).orElse(0)))
                .toList();
        assertThat(published).hasSize(2).allMatch(history::wentOut);
        assertThat(published.get(1).location().partition()).isEqualTo(HOME);
        assertThat(published.get(1).movedFrom()).contains(wrong + ":0");
        assertThat(published.get(1).at())
                .as("its time")
                .isEqualTo(published.get(0).at());
        assertThat(history.movedTo(published.get(0))).contains(published.get(1));
    }

    @Test
    void aForgedHeaderIsNoWayRoundAndAReplayIsANewTry() throws Exception {
        int wrong = (HOME + 1) % PARTITIONS;
        RecordHeaders forged = new RecordHeaders();
        forged.add("wiretag.moved", "0:0".getBytes(StandardCharsets.UTF_8));
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            client.send(new ProducerRecord<>(topic(), wrong, null, key(), value(Articles.flood("1")), forged))
                    .get(30, TimeUnit.SECONDS);
            installation.awaitAllRead();
            assertThat(processor.counts().rejected()).isEqualTo(1);
            assertThat(installation.tagged()).isEmpty();

            try (RejectedReplay replay = installation.wiretag().rejectedReplay()) {
                replay.apply(
                        new RejectedReplay.Request(Optional.empty(), RejectedFilter.ALL, 10, false, false),
                        (read, of) -> {},
                        step -> {});
            }
            installation.awaitAllRead();
            assertThat(processor.counts().moved())
                    .as("it was published where its key belongs")
                    .isZero();
        }

        assertThat(installation.tagged()).containsExactly(URI);
    }

    @Test
    void historyBelievesNoHeaderThatItsPublisherWrote() throws Exception {
        RecordHeaders forged = new RecordHeaders();
        forged.add("wiretag.moved", ((HOME + 1) % PARTITIONS + ":0").getBytes(StandardCharsets.UTF_8));
        client.send(new ProducerRecord<>(topic(), HOME, null, key(), value(Articles.flood("1")), forged))
                .get(30, TimeUnit.SECONDS);
        publish(Articles.flood("2"), (HOME + 1) % PARTITIONS);

        List<ArticleHistory.Published> published = history().events().stream()
                .flatMap(event -> event instanceof ArticleHistory.Published each ? Stream.of(each) : Stream.empty())
                .toList();
        assertThat(published).hasSize(2).allMatch(each -> each.movedFrom().isEmpty());
        assertThat(published)
                .filteredOn(each -> each.location().partition() == HOME)
                .singleElement()
                .satisfies(each -> assertThat(each.saysMovedFrom()).contains((HOME + 1) % PARTITIONS + ":0"));
    }

    @Test
    void aRecordThatWasDatedMonthsAgoReachesSubscribersWithTheTimeOfNow() throws Exception {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long months = start.minus(Duration.ofDays(90)).toEpochMilli();
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            client.send(new ProducerRecord<>(topic(), HOME, months, key(), value(Articles.flood("1"))))
                    .get(30, TimeUnit.SECONDS);
            client.send(new ProducerRecord<>(
                            topic(), (HOME + 1) % PARTITIONS, months, key(), value(Articles.flood("2"))))
                    .get(30, TimeUnit.SECONDS);
            installation.awaitAllRead();
        }

        for (Topic<?> sink : installation.wiretag().topics().sinks()) {
            assertThat(installation.records(sink, "read_committed"))
                    .allMatch(each -> each.timestamp() >= start.toEpochMilli());
        }
        assertThat(installation.tagged()).hasSize(2);
    }

    private ArticleHistory history() {
        return installation.wiretag().history(URI, (read, of) -> {});
    }

    private List<String> deliveries(Operation operation) {
        return history().events().stream()
                .flatMap(event ->
                        event instanceof ArticleHistory.Delivered each ? Stream.of(each.version()) : Stream.empty())
                .flatMap(version -> version.getDeliveries().stream())
                .filter(each -> each.getOperation() == operation)
                .map(Delivery::getKey)
                .toList();
    }

    private void publish(Article article, int partition) throws Exception {
        client.send(new ProducerRecord<>(topic(), partition, key(), value(article)))
                .get(30, TimeUnit.SECONDS);
    }

    private String topic() {
        return installation.wiretag().topics().published().name();
    }

    private static byte[] key() {
        return URI.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] value(Article article) {
        ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                SharedLocalStack.stack().registryUrl(),
                Map.of()));
        return serdes.encode(topic(), Article.newBuilder(article).setUri(URI).build());
    }

    private static Article kill(String version) {
        return Article.newBuilder(Articles.flood(version))
                .setPubStatus(PubStatus.canceled)
                .setBody("")
                .build();
    }
}
