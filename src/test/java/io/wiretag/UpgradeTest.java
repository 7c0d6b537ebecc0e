package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.cluster.ClusterFacts;
import io.wiretag.processor.MisfitException;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.WholeTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an earlier build left in a cluster is gone on with, or refused; never passed over.
 *
 * <p>What releases left is kept in {@code src/test/resources/upgrade}, a file for each: the records of the changelogs. A
 * release adds its own: {@code mvn -Pfull test -Dtest=UpgradeTest -Dwiretag.keep.state=0.2.0}.
 */
@Tag("full")
class UpgradeTest {
    private static final Path KEPT = Path.of("src", "test", "resources", "upgrade");
    private static final List<String> STORES = List.of("articles", "held");

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @TempDir
    Path folder;

    static List<Path> releases() throws IOException {
        try (Stream<Path> files = Files.list(KEPT)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void whatAReleaseRememberedIsStillKnown(Path release) throws Exception {
        // the state of a release grows old, and would be forgotten
        Map<String, String> forEver = Map.of("processor.retention", "P365000D");
        try (OwnInstallation installation = new OwnInstallation("upgraded", folder, forEver)) {
            installation.publish(story());
            leave(installation, Files.readAllLines(release));
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                await("the state to be restored", () -> processor.stateSize().held() == 1);

                Article placeless = Article.newBuilder(Articles.flood("2"))
                        .setHeadline("Nothing happened")
                        .setBody("Nothing happened anywhere.")
                        .build();
                installation.publish(List.of(
                        Articles.flood("1"),
                        placeless,
                        Article.newBuilder(Articles.quiet()).setVersion("2").build(),
                        kill("urn:test:held", "2")));
                installation.awaitAllRead();

                assertThat(processor.counts().duplicates()).as("flood 1").isEqualTo(1);
                assertThat(processor.counts().revisions())
                        .as("flood 2, the kill of held 1")
                        .isEqualTo(2);
                assertThat(processor.counts().killedBefore()).as("quiet 2").isEqualTo(1);
                await(
                        "the held record to be given up",
                        () -> processor.stateSize().held() == 0);
                // flood 1 was in both, so their subscribers are told that flood 2 is not
                assertThat(installation.keys(installation.wiretag().topics().byProvince(), "read_committed"))
                        .containsExactlyInAnyOrder("VN-27", "VN-HN");
                assertThat(installation.keys(installation.wiretag().topics().byUnit(), "read_committed"))
                        .as("a topic that the release did not have")
                        .containsExactlyInAnyOrder("01", "48");

                installation.publish(List.of(kill(Articles.flood("1").getUri(), "3")));
                installation.awaitAllRead();

                assertThat(installation.keys(installation.wiretag().topics().byUnit(), "read_committed"))
                        .containsExactlyInAnyOrder("01", "48", "01", "48");
                assertThat(installation.records(installation.wiretag().topics().current(), "read_committed"))
                        .last()
                        .satisfies(each -> assertThat(each.value()).isNull());
            }
        }
    }

    @Test
    void positionsWithoutTheStateThatBelongsToThemAreRefused() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("renamed", folder, Map.of())) {
            installation.publish(OwnInstallation.articles(0, 10));
            commitAll(installation);

            try (StreamsRunner processor = installation.wiretag().processor()) {
                assertThatThrownBy(processor::start)
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining(installation.applicationId() + "-articles-changelog")
                        .hasMessageContaining("another topology")
                        .hasMessageContaining("another streams.application.id helps");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "streams"})
    void anotherNumberOfPartitionsIsRefused(String protocol) throws Exception {
        Map<String, String> settings = Map.of("streams.group.protocol", protocol);
        try (OwnInstallation installation = new OwnInstallation("repartitioned", folder, settings)) {
            installation.publish(OwnInstallation.articles(0, 10));
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                installation.awaitAllRead();
            }
            String published = installation.wiretag().topics().published().name();
            installation
                    .admin()
                    .createPartitions(Map.of(published, NewPartitions.increaseTo(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            await(
                    "the third partition",
                    () -> new ClusterFacts(installation.admin())
                                    .existing(List.of(published))
                                    .get(published)
                                    .partitions()
                            == 3);

            try (StreamsRunner processor = installation.wiretag().processor()) {
                assertThatThrownBy(processor::start)
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining(published + " has 3 partitions")
                        .hasMessageContaining("was made for 2");
            }
        }
    }

    @Test
    void anApplicationIdThatReadsOtherTopicsIsRefused() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("first", folder, Map.of())) {
            installation.publish(OwnInstallation.articles(0, 10));
            commitAll(installation);

            Map<String, String> same = Map.of("streams.application.id", installation.applicationId());
            try (OwnInstallation other = new OwnInstallation("second", folder, same);
                    StreamsRunner processor = other.wiretag().processor()) {
                assertThatThrownBy(processor::start)
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("has read "
                                + installation.wiretag().topics().published().name())
                        .hasMessageContaining("an application id of its own");
            }
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "wiretag.keep.state", matches = ".+")
    void keepWhatThisBuildLeaves() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("kept", folder, Map.of())) {
            installation.publish(story());
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                installation.awaitAllRead();
            }
            List<String> lines = new ArrayList<>();
            for (String store : STORES) {
                for (ConsumerRecord<byte[], byte[]> each : records(installation, changelog(installation, store))) {
                    Base64.Encoder base64 = Base64.getEncoder();
                    lines.add(store + " " + each.partition() + " " + base64.encodeToString(each.key()) + " "
                            + Optional.ofNullable(each.value())
                                    .map(base64::encodeToString)
                                    .orElse("-"));
                }
            }
            Files.createDirectories(KEPT);
            Files.write(KEPT.resolve(System.getProperty("wiretag.keep.state") + ".txt"), lines);
        }
    }

    /** One that is out in a province, one that was killed, one under embargo. */
    private static List<Article> story() {
        return List.of(
                Articles.flood("1"),
                Articles.quiet(),
                kill(Articles.quiet().getUri(), "2"),
                Article.newBuilder(Articles.flood("1"))
                        .setUri("urn:test:held")
                        .setEmbargoedUntil(FAR)
                        .build());
    }

    private static Article kill(String uri, String version) {
        return Article.newBuilder(Articles.quiet())
                .setUri(uri)
                .setVersion(version)
                .setPubStatus(PubStatus.canceled)
                .build();
    }

    /** Spelled out: with another name the state of the release would not be found. */
    private static String changelog(OwnInstallation installation, String store) {
        return installation.settings().get("topics.prefix") + "wiretag-" + store + "-changelog";
    }

    /** Puts the state where the release had it, and its group behind what has been published. */
    private static void leave(OwnInstallation installation, List<String> lines) throws Exception {
        List<NewTopic> topics = STORES.stream()
                .map(store -> new NewTopic(changelog(installation, store), 2, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact")))
                .toList();
        installation.admin().createTopics(topics).all().get(30, TimeUnit.SECONDS);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(installation.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String line : lines) {
                String[] parts = line.split(" ", -1);
                Base64.Decoder base64 = Base64.getDecoder();
                producer.send(new ProducerRecord<>(
                        changelog(installation, parts[0]),
                        Integer.parseInt(parts[1]),
                        base64.decode(parts[2]),
                        parts[3].equals("-") ? null : base64.decode(parts[3])));
            }
        }
        commitAll(installation);
    }

    private static void commitAll(OwnInstallation installation) throws Exception {
        String published = installation.wiretag().topics().published().name();
        List<TopicPartition> partitions = List.of(new TopicPartition(published, 0), new TopicPartition(published, 1));
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        new ClusterFacts(installation.admin())
                .stableEndOffsets(partitions)
                .forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        installation
                .admin()
                .alterConsumerGroupOffsets(installation.applicationId(), ends)
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(OwnInstallation installation, String topic) {
        return WholeTopic.committed(topic, installation.clients());
    }
}
