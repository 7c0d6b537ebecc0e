package io.wiretag;

import static io.wiretag.OwnInstallation.articles;
import static io.wiretag.OwnInstallation.uris;
import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wiretag.cluster.ClusterFacts;
import io.wiretag.processor.MemoryRebuild;
import io.wiretag.processor.MisfitException;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.processor.watch.StreamFailedException;
import io.wiretag.schema.Article;
import io.wiretag.testing.InstallationSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Positions, changelogs and state on disk belong together: where one of them is gone, nothing is taken for memory that is none. */
@Tag("full")
class MemoryLostTest {
    private static final Article EMBARGOED = Article.newBuilder(Articles.flood("1"))
            .setUri("urn:test:embargoed")
            .setEmbargoedUntil(Instant.parse("2999-01-01T00:00:00Z"))
            .build();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"articles", "held"})
    void aChangelogThatWasDeletedWhileNobodyRanIsRefusedAndComesBackFromTheStateOnDisk(String store) throws Exception {
        try (OwnInstallation installation = new OwnInstallation("deleted", folder, Map.of())) {
            installation.publish(articles(0, 20));
            installation.publish(List.of(EMBARGOED));
            process(installation);
            delete(installation, changelog(installation, store));
            installation.publish(articles(0, 25));

            assertRefused(
                    installation, "topic " + changelog(installation, store) + ", which keeps", "was deleted. Keep");
            MemoryRebuild.Rebuilt rebuilt =
                    installation.wiretag().memoryRebuild().run();

            assertThat(rebuilt.kept())
                    .singleElement()
                    .satisfies(kept -> assertThat(kept).isDirectory());
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                installation.awaitAllRead();
                await("what is held", () -> processor.stateSize().held() == 1);
            }
            // those that are read again may have been in flight: they go out as corrections
            assertThat(installation.tagged()).containsAll(uris(20, 25)).hasSize(store.equals("articles") ? 45 : 25);
        }
    }

    @Test
    void aChangelogThatIsDeletedUnderLoadEndsTheProcessorAndLosesNothing() throws Exception {
        // what is in flight is given up within this JVM, so that the folder is free for the next
        Map<String, String> impatient = Map.of(
                "streams.producer.delivery.timeout.ms", "30000",
                "streams.producer.request.timeout.ms", "10000",
                "processor.close.timeout", "PT90S");
        try (OwnInstallation installation = new OwnInstallation("underload", folder, impatient)) {
            installation.publish(articles(0, 40));
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                installation.awaitAllRead();
                await("the changelogs to be known", () -> isKnown(installation));
                delete(installation, changelog(installation, "articles"));
                installation.publish(articles(40, 60));

                assertThatThrownBy(processor::awaitEnd)
                        .isInstanceOf(StreamFailedException.class)
                        .hasMessageContaining("was deleted")
                        .hasMessageContaining("wiretag process --rebuild-memory");
            }
            assertRefused(installation, "was deleted");

            installation.wiretag().memoryRebuild().run();
            installation.publish(articles(0, 40));
            process(installation);

            List<String> tagged = installation.tagged();
            assertThat(tagged).containsAll(uris(0, 60));
            assertThat(tagged.stream().filter(uris(0, 40)::contains))
                    .as("what had gone out before")
                    .hasSize(40);
        }
    }

    @Test
    void whoIsLeftWhenARebalanceMakesTheChangelogAgainEndsAndBothDisksBringTheMemoryBack() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("rebalanced", folder, Map.of())) {
            try (Wiretag other = withState(installation, "second")) {
                installation.publish(articles(0, 40));
                try (StreamsRunner left = installation.wiretag().processor()) {
                    left.start(OwnInstallation.LIMIT);
                    try (StreamsRunner leaving = other.processor()) {
                        leaving.start(OwnInstallation.LIMIT);
                        await(
                                "both to have a partition",
                                () -> left.stateSize().articles() > 0
                                        && leaving.stateSize().articles() > 0);
                        installation.awaitAllRead();
                        await("the changelogs to be known", () -> isKnown(installation));
                        delete(installation, changelog(installation, "articles"));
                    }
                    assertThatThrownBy(left::awaitEnd)
                            .isInstanceOf(StreamFailedException.class)
                            .hasMessageContaining("--rebuild-memory");
                }
                assertRefused(installation, "was deleted");

                installation.wiretag().memoryRebuild().run();
                other.memoryRebuild().run();
                installation.publish(articles(0, 40));
                installation.publish(articles(40, 50));
                process(installation);

                assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 50));
            }
        }
    }

    @Test
    void aChangelogThatWasMadeAgainIsRefusedWithAndWithoutStateOnDisk() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("madeagain", folder, Map.of())) {
            installation.publish(articles(0, 20));
            process(installation);
            String changelog = changelog(installation, "articles");
            delete(installation, changelog);
            create(installation, changelog, "compact");

            assertRefused(installation, "was deleted and made again");
            try (Wiretag other = withState(installation, "other");
                    StreamsRunner processor = other.processor()) {
                assertThatThrownBy(processor::start)
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("is empty there: it was made again")
                        .hasMessageContaining("--rebuild-memory");
            }
        }
    }

    @Test
    void aChangelogOfHeldRecordsThatWasMadeAgainIsRefusedWithoutStateOnDisk() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("heldagain", folder, Map.of())) {
            installation.publish(List.of(EMBARGOED));
            process(installation);
            String changelog = changelog(installation, "held");
            delete(installation, changelog);
            create(installation, changelog, "compact");
            loseDisk(installation);

            assertRefused(installation, "articles under embargo", ": 1, but " + changelog, "--rebuild-memory");
        }
    }

    @Test
    void aChangelogFromWhichKafkaDeletesIsRefused() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("truncated", folder, Map.of())) {
            installation.publish(articles(0, 20));
            process(installation);
            String changelog = changelog(installation, "articles");
            policy(installation, changelog, "compact,delete");

            assertRefused(installation, "has cleanup.policy=compact,delete", "kafka-configs.sh");

            installation
                    .admin()
                    .deleteRecords(Map.of(new TopicPartition(changelog, 0), RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            policy(installation, changelog, "compact");
            assertRefused(installation, "the first 2 offsets of " + changelog + "-0", "--rebuild-memory");
        }
    }

    @Test
    void aPartitionOfWhichNothingWasAcceptedHasLostNothing() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("garbage", folder, Map.of())) {
            garbage(installation, 5);
            process(installation);

            process(installation);

            assertThat(installation.keys(installation.wiretag().topics().rejected(), "read_committed"))
                    .hasSize(5);
        }
    }

    @Test
    void aPartitionOfWhichEverythingWasForgottenIsGoneOnWith() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("forgotten", folder, Map.of())) {
            installation.publish(articles(0, 20));
            process(installation);
            List<String> all = new ArrayList<>(uris(0, 20));
            all.add(""); // the mark of a partition
            all.forEach(uri -> send(
                    installation, changelog(installation, "articles"), uri.getBytes(StandardCharsets.UTF_8), null));
            loseDisk(installation);

            installation.publish(articles(20, 25));
            process(installation);

            assertThat(installation.tagged()).containsExactlyInAnyOrderElementsOf(uris(0, 25));
        }
    }

    @Test
    void aPartitionOfWhichABuildBeforeTheMarkRejectedAllHasAWayOut() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("unmarked", folder, Map.of())) {
            garbage(installation, 4);
            process(installation);
            // what such a build would have left
            String changelog = changelog(installation, "articles");
            delete(installation, changelog);
            create(installation, changelog, "compact");
            loseDisk(installation);
            String published = installation.wiretag().topics().published().name();
            String group = installation.applicationId();
            for (int partition = 0; partition < 2; partition++) {
                assertRefused(
                        installation,
                        "kafka-consumer-groups.sh --delete-offsets --group " + group + " --topic " + published + ":"
                                + partition + ")");
                installation
                        .admin()
                        .deleteConsumerGroupOffsets(group, Set.of(new TopicPartition(published, partition)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }

            process(installation);

            assertThat(installation.keys(installation.wiretag().topics().rejected(), "read_committed"))
                    .hasSize(8);
        }
    }

    /** The same with its state in another folder. */
    private Wiretag withState(OwnInstallation installation, String name) {
        return new Wiretag(InstallationSettings.of(installation.settings())
                .state(folder.resolve(name))
                .config());
    }

    private void loseDisk(OwnInstallation installation) throws IOException {
        Files.move(Path.of(installation.settings().get("streams.state.dir")), folder.resolve("lost"));
    }

    private static void send(OwnInstallation installation, String topic, byte[] key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(installation.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int partition = 0; partition < 2; partition++) {
                producer.send(new ProducerRecord<>(topic, partition, key, value));
            }
        }
    }

    @Test
    void stateWithoutPositionsIsRefusedWithTheCommandThatSetsThemAgain() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("positionless", folder, Map.of())) {
            installation.publish(List.of(Articles.flood("1"), Articles.quiet()));
            installation.publish(List.of(Article.newBuilder(Articles.flood("1"))
                    .setHeadline("Lũ lên ở Huế, bản hai")
                    .build()));
            garbage(installation, 3);
            process(installation);
            List<String> before = installation.tagged();
            installation
                    .admin()
                    .deleteConsumerGroups(List.of(installation.applicationId()))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            try (StreamsRunner processor = installation.wiretag().processor()) {
                assertThatThrownBy(processor::start)
                        .isInstanceOf(MisfitException.class)
                        .hasMessageContaining("has no position")
                        .hasMessageContaining("kafka-consumer-groups.sh")
                        .satisfies(refused -> follow(installation, refused.getMessage()));
            }
            process(installation);

            assertThat(installation.tagged()).isEqualTo(before);
            assertThat(installation.keys(installation.wiretag().topics().rejected(), "read_committed"))
                    .hasSize(3);
        }
    }

    @Test
    void positionsInATopicThatWasMadeAgainAreRefused() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("source", folder, Map.of())) {
            installation.publish(articles(0, 20));
            process(installation);
            String published = installation.wiretag().topics().published().name();
            delete(installation, published);
            create(installation, published, "delete");

            assertRefused(installation, "topic " + published + " was deleted and made again", "--to-earliest");
        }
    }

    @Test
    void articlesThatWereDeletedUnreadAreALoudLoss() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("unread", folder, Map.of());
                CapturedLog log = new CapturedLog(StreamsRunner.class)) {
            installation.publish(articles(0, 20));
            process(installation);
            installation.publish(articles(20, 50));
            String published = installation.wiretag().topics().published().name();
            Map<TopicPartition, Long> ends = new ClusterFacts(installation.admin())
                    .stableEndOffsets(List.of(new TopicPartition(published, 0), new TopicPartition(published, 1)));
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            ends.forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
            installation.admin().deleteRecords(all).all().get(30, TimeUnit.SECONDS);

            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                await("the loss to be told", () -> processor.counts().deletedUnread() == 30);
                installation.publish(articles(50, 60));
                installation.awaitAllRead();
                assertThat(processor.counts().deletedUnread())
                        .as("each offset once")
                        .isEqualTo(30);
            }
            assertThat(log.errors())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .contains("articles were deleted before they were read: topic=" + published)
                            .containsPattern("partition=[01] offsets \\d+ to \\d+"));
        }
    }

    /** What an operator does with the command: the lines between printf and the file. */
    private static void follow(OwnInstallation installation, String message) {
        Matcher line = Pattern.compile("(\\S+),(\\d+),(\\d+)(?= )").matcher(message);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        while (line.find()) {
            offsets.put(
                    new TopicPartition(line.group(1), Integer.parseInt(line.group(2))),
                    new OffsetAndMetadata(Long.parseLong(line.group(3))));
        }
        assertThat(offsets).hasSize(2);
        assertThatNoException()
                .isThrownBy(() -> installation
                        .admin()
                        .alterConsumerGroupOffsets(installation.applicationId(), offsets)
                        .all()
                        .get(30, TimeUnit.SECONDS));
    }

    private static void assertRefused(OwnInstallation installation, String... words) {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            assertThatThrownBy(processor::start)
                    .isInstanceOf(MisfitException.class)
                    .hasMessageContainingAll(words);
        }
    }

    private static void process(OwnInstallation installation) throws InterruptedException {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            installation.awaitAllRead();
            await("the changelogs to be known", () -> isKnown(installation));
        }
    }

    /** Whether the state on disk says which changelogs it belongs to. */
    private static boolean isKnown(OwnInstallation installation) {
        Path file = Path.of(installation.settings().get("streams.state.dir"))
                .resolve(installation.applicationId())
                .resolve("wiretag-topics");
        try {
            return Files.exists(file) && Files.readString(file).contains("-held-changelog=");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void garbage(OwnInstallation installation, int records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(installation.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(
                        installation.wiretag().topics().published().name(), i % 2, new byte[] {1}, new byte[] {9}));
            }
        }
    }

    private static String changelog(OwnInstallation installation, String store) {
        return installation.applicationId() + "-" + store + "-changelog";
    }

    private static void delete(OwnInstallation installation, String topic) throws Exception {
        installation.admin().deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
        ClusterFacts facts = new ClusterFacts(installation.admin());
        await("the topic to be gone", () -> facts.existing(List.of(topic)).isEmpty());
    }

    private static void create(OwnInstallation installation, String topic, String policy) throws Exception {
        NewTopic made = new NewTopic(topic, 2, (short) 1).configs(Map.of("cleanup.policy", policy));
        installation.admin().createTopics(List.of(made)).all().get(30, TimeUnit.SECONDS);
        ClusterFacts facts = new ClusterFacts(installation.admin());
        await("the topic to be there", () -> facts.existing(List.of(topic)).size() == 1);
    }

    private static void policy(OwnInstallation installation, String topic, String policy) throws Exception {
        AlterConfigOp set = new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
        installation
                .admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
                .all()
                .get(30, TimeUnit.SECONDS);
        ClusterFacts facts = new ClusterFacts(installation.admin());
        await(
                "the policy to be set",
                () -> facts.cleanupPolicies(List.of(topic)).containsValue(policy));
    }

    /** What is said at ERROR. */
    private static final class CapturedLog implements AutoCloseable {
        private final Logger log;
        private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

        CapturedLog(Class<?> source) {
            log = (Logger) LoggerFactory.getLogger(source);
            lines.start();
            log.addAppender(lines);
        }

        List<String> errors() {
            return List.copyOf(lines.list).stream()
                    .filter(line -> line.getLevel() == Level.ERROR)
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
        }

        @Override
        public void close() {
            log.detachAppender(lines);
        }
    }
}
