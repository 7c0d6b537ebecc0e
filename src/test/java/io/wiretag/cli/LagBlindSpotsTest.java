package io.wiretag.cli;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.cli.print.Json;
import io.wiretag.cli.terminal.ExitCode;
import io.wiretag.local.EmbeddedBroker;
import io.wiretag.local.GuardedBroker;
import io.wiretag.local.SecondBroker;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wiretag lag} says where a part of the cluster cannot be seen: the rest, and which part. */
@Tag("full")
class LagBlindSpotsTest {
    private static final String GROUP = "front-page";

    @TempDir
    Path data;

    @TempDir
    Path more;

    private final CapturedConsole console = new CapturedConsole();
    private final Topics topics = Topics.of("", 2, (short) 1, Map.of());
    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() {
        broker = GuardedBroker.start(data);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterEach
    void close() {
        admin.close();
        broker.close();
    }

    @Test
    void aPartitionWithoutALeaderIsNamedAndTheOthersAreTold() throws Exception {
        create(new NewTopic(topics.published().name(), 2, (short) 1));
        commit("wakes-the-coordinator", topics.published().name());
        String tagged = topics.tagged().name();
        EmbeddedBroker second = SecondBroker.start(data, more);
        try (second) {
            create(new NewTopic(tagged, Map.of(0, List.of(1), 1, List.of(SecondBroker.ID))));
            new TopicAdmin(admin, topics).create();
            send(tagged, 0);
            send(tagged, 1);
            commit(GROUP, tagged);
        }
        await(
                "the partition to be without a leader",
                () -> admin.describeTopics(List.of(tagged))
                                .allTopicNames()
                                .get(30, TimeUnit.SECONDS)
                                .get(tagged)
                                .partitions()
                                .get(1)
                                .leader()
                        == null);

        assertThat(lag()).isEqualTo(ExitCode.FAILED);

        assertThat(console.out())
                .contains("not seen: partition 1 of topic " + tagged + ": it has no leader")
                .containsPattern(GROUP + " +tagged");
        assertThat(lag("--json")).isEqualTo(ExitCode.FAILED);
        List<JsonNode> lines = lines();
        assertThat(lines).anyMatch(line -> line.path("unseen").asText().equals("partition 1 of topic " + tagged));
        JsonNode partitions = group(lines, GROUP).orElseThrow().at("/topics/0/partitions");
        assertThat(partitions.at("/0/records").asInt()).isEqualTo(1);
        assertThat(partitions.at("/1/records").isNull()).isTrue();
    }

    @Test
    void aTopicThatIsMissingIsNamedAndTheOthersAreTold() throws Exception {
        new TopicAdmin(admin, topics).create();
        String missing = topics.byAgency().name();
        admin.deleteTopics(List.of(missing)).all().get(30, TimeUnit.SECONDS);
        send(topics.tagged().name(), 0);
        commit(GROUP, topics.tagged().name());

        assertThat(lag("-X", "ops.subscribers=agency-desk=by-agency")).isEqualTo(ExitCode.FAILED);

        assertThat(console.out())
                .contains("not seen: topic " + missing + ": it does not exist: run 'wiretag topics create'")
                .containsPattern("agency-desk +by-agency +UNKNOWN")
                .containsPattern(GROUP + " +tagged +behind +1");

        // it may read what is not seen
        assertThat(lag("--group", "elsewhere")).isEqualTo(ExitCode.FAILED);
        assertThat(console.out()).contains("not seen: topic " + missing);
        assertThat(console.err()).doesNotContain("reads none of our topics");
    }

    @Test
    void aTopicThatMayNotBeSeenIsNamedWithTheRightAndTheOthersAreTold() throws Exception {
        new TopicAdmin(admin, topics).create();
        String closed = topics.byAgency().name();
        send(topics.tagged().name(), 0);
        commit(GROUP, topics.tagged().name());
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, closed, PatternType.LITERAL),
                        new AccessControlEntry("User:somebody", "*", AclOperation.ALL, AclPermissionType.ALLOW))))
                .all()
                .get(30, TimeUnit.SECONDS);

        assertThat(lag()).isEqualTo(ExitCode.FAILED);

        assertThat(console.out())
                .contains("not seen: topic " + closed + ": ")
                .containsIgnoringCase("describe")
                .containsPattern(GROUP + " +tagged +behind +1");
    }

    private int lag(String... more) {
        List<String> command = new ArrayList<>(List.of("lag", "-b", broker.bootstrapServers()));
        command.addAll(List.of("-X", "topics.partitions=2", "-X", "topics.replication.factor=1"));
        command.addAll(List.of(more));
        return console.run(command.toArray(String[]::new));
    }

    private List<JsonNode> lines() throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : console.out().lines().toList()) {
            lines.add(Json.MAPPER.readTree(line));
        }
        return lines;
    }

    private static Optional<JsonNode> group(List<JsonNode> lines, String id) {
        return lines.stream()
                .filter(line -> line.path("group").asText().equals(id))
                .findFirst();
    }

    private void create(NewTopic topic) throws Exception {
        admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    }

    private void send(String topic, int partition) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition, null, new byte[] {1}))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void commit(String group, String topic) throws Exception {
        admin.alterConsumerGroupOffsets(
                        group,
                        Map.of(
                                new TopicPartition(topic, 0), new OffsetAndMetadata(0),
                                new TopicPartition(topic, 1), new OffsetAndMetadata(0)))
                .all()
                .get(30, TimeUnit.SECONDS);
    }
}
