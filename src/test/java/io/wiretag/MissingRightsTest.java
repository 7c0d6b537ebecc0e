package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.access.ApiKeys;
import io.wiretag.cluster.AccessDenied;
import io.wiretag.cluster.KafkaRefusedException;
import io.wiretag.cluster.KafkaUnavailableException;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.config.BuildSerdes;
import io.wiretag.delivery.http.DeliveryServer;
import io.wiretag.local.EmbeddedBroker;
import io.wiretag.local.GuardedBroker;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.processor.MisfitException;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.rules.RulesDesk;
import io.wiretag.rules.RulesVersion;
import io.wiretag.schema.Article;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.testing.InstallationSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A processor that may not do all it has to, before a broker that asks for rights. */
@Tag("full")
class MissingRightsTest {
    private static final String EVERYBODY = "User:ANONYMOUS";
    private static final int PARTITIONS = 2;

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = GuardedBroker.start(data);
    }

    private static final String BUILT_IN = Gazetteer.builtIn().version();

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aLimitThatMayNotBeRaisedIsToldWithTheRightAndTheCommand() throws Exception {
        try (OwnInstallation before = installation("narrow", rejectedTake(40_000))) {
            try (StreamsRunner processor = before.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
            }
            String changelog = before.applicationId() + "-held-changelog";
            deny(before, changelog, AclOperation.ALTER_CONFIGS);
            InstallationSettings settings =
                    InstallationSettings.of(before.settings()).with(rejectedTake(400_000));
            try (Wiretag after = new Wiretag(settings.config())) {
                try (StreamsRunner refused = after.processor()) {
                    assertThatThrownBy(() -> refused.start(OwnInstallation.LIMIT))
                            .isInstanceOf(MisfitException.class)
                            .hasMessageContaining("topic " + changelog)
                            .hasMessageContaining("max.message.bytes=40000, and up to 400000 may have to be kept")
                            .hasMessageContaining("--add-config max.message.bytes=400000")
                            .hasMessageContaining("give this user ALTER_CONFIGS on it");
                }
                allow(before, changelog);
                try (StreamsRunner processor = after.processor()) {
                    processor.start(OwnInstallation.LIMIT);
                    assertThat(processor.failure()).isEmpty();
                }
            }
        }
    }

    @Test
    void aRecordThatMayNotBeMovedIsToldAtTheStartAndIsNotLost() throws Exception {
        try (OwnInstallation installation = installation("astray", Map.of())) {
            String published = installation.wiretag().topics().published().name();
            try (KafkaProducer<byte[], byte[]> client = client(installation, "astray")) {
                client.beginTransaction();
                client.send(misplaced(published));
                client.commitTransaction();
            }
            deny(installation, published, AclOperation.WRITE);

            try (StreamsRunner refused = installation.wiretag().processor()) {
                assertThatThrownBy(() -> refused.start(OwnInstallation.LIMIT))
                        .isInstanceOf(KafkaRefusedException.class)
                        .hasMessageContaining("no right to write to topic " + published)
                        .hasMessageContaining("allow this user WRITE on it");
            }
            allow(installation, published);

            assertThat(taggedAfterAStart(installation)).containsExactly(uri());
        }
    }

    /** It lies in a transaction that is committed when the right has been taken away. */
    @Test
    void aRightThatIsTakenAwayWhileItRunsEndsItWithItsNameAndNothingIsLost() throws Exception {
        try (OwnInstallation installation = installation("revoked", Map.of());
                KafkaProducer<byte[], byte[]> client = client(installation, "revoked")) {
            String published = installation.wiretag().topics().published().name();
            client.beginTransaction();
            client.send(misplaced(published)).get();
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                deny(installation, published, AclOperation.WRITE);

                client.commitTransaction();

                await("the stream to fail", () -> processor.failure().isPresent());
                assertThat(AccessDenied.ofStream(processor.failure().get()).orElseThrow())
                        .startsWith("this user lacks the right WRITE on topic " + published);
            }
            assertThat(installation.tagged()).isEmpty();
            allow(installation, published);

            assertThat(taggedAfterAStart(installation)).containsExactly(uri());
        }
    }

    @Test
    void whereReceiptsMayNotBeSeenArticlesAreDeliveredAllTheSame() throws Exception {
        Path keys = Files.writeString(
                folder.resolve("keys"), ApiKeys.create("paper").line());
        Map<String, String> settings = Map.of("delivery.port", "0", "delivery.keys.file", keys.toString());
        try (OwnInstallation installation = installation("unseen", settings)) {
            deny(installation, installation.wiretag().topics().receipts().name(), AclOperation.DESCRIBE);

            try (DeliveryServer server = installation.wiretag().delivery()) {
                assertThat(server.address()).isNotNull();
            }
        }
    }

    @Test
    void whereItMayNotSeeWhichGazetteerIsInForceOrThereIsNoneAProcessorTagsByItsOwnUnlessItMustNot() throws Exception {
        try (OwnInstallation installation = installation("unruled", Map.of());
                Wiretag strict = new Wiretag(InstallationSettings.of(installation.settings())
                        .with("gazetteer.required", "true")
                        .config())) {
            String topic = installation.wiretag().topics().gazetteer().name();
            try (RulesDesk desk = installation.wiretag().rulesDesk()) {
                RulesVersion version = RulesVersion.of(List.of(new GazetteerFile("desk.txt", "title: thợ gốm\n")));
                desk.change(Optional.of(version), "any", Optional.empty(), "an", "");
            }
            deny(installation, topic, AclOperation.READ);
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                assertThat(processor.rules().version()).isEqualTo(BUILT_IN);
                await(
                        "that it is told",
                        () -> processor.rules().isCurrent(),
                        current -> current.equals(Optional.of(false)));
            }
            try (StreamsRunner processor = strict.processor()) {
                assertThatThrownBy(() -> processor.start(OwnInstallation.LIMIT))
                        .isInstanceOf(KafkaUnavailableException.class)
                        .hasMessageContaining("could not read which gazetteer is in force in topic " + topic);
            }
            installation.admin().deleteTopics(List.of(topic)).all().get();

            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);

                assertThat(processor.rules().version()).isEqualTo(BUILT_IN);
                assertThat(processor.rules().isCurrent()).as("nobody knows").isEmpty();
            }
        }
    }

    private List<String> taggedAfterAStart(OwnInstallation installation) throws InterruptedException {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(OwnInstallation.LIMIT);
            await(
                    "the record to come out",
                    () -> !installation.tagged().isEmpty()
                            || processor.failure().isPresent());
            assertThat(processor.failure()).isEmpty();
            return installation.tagged();
        }
    }

    private OwnInstallation installation(String name, Map<String, String> more) {
        InstallationSettings settings =
                InstallationSettings.of(more).brokers(broker.bootstrapServers()).partitions(PARTITIONS);
        return new OwnInstallation(name, folder, settings.map());
    }

    private static Map<String, String> rejectedTake(int bytes) {
        return Map.of("topics.rejected.max.message.bytes", String.valueOf(bytes));
    }

    private static KafkaProducer<byte[], byte[]> client(OwnInstallation installation, String id) {
        KafkaProducer<byte[], byte[]> client = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", id),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        client.initTransactions();
        return client;
    }

    private static String uri() {
        return Articles.flood("1").getUri();
    }

    /** In the partition where its key does not belong. */
    private static ProducerRecord<byte[], byte[]> misplaced(String topic) {
        Article article = Articles.flood("1");
        byte[] key = uri().getBytes(StandardCharsets.UTF_8);
        int home = Utils.toPositive(Utils.murmur2(key)) % PARTITIONS;
        try (ValueSerdes serdes = new ValueSerdes(new ValueSerdes.Settings(
                BuildSerdes.SERIALIZER,
                BuildSerdes.DESERIALIZER,
                SharedLocalStack.stack().registryUrl(),
                Map.of()))) {
            return new ProducerRecord<>(topic, (home + 1) % PARTITIONS, key, serdes.encode(topic, article));
        }
    }

    private static void deny(OwnInstallation installation, String topic, AclOperation operation) throws Exception {
        installation
                .admin()
                .createAcls(List.of(
                        rule(topic, operation, AclPermissionType.DENY),
                        rule(topic, AclOperation.ALL, AclPermissionType.ALLOW)))
                .all()
                .get();
        awaitRules(installation, topic, 2);
    }

    private static AclBinding rule(String topic, AclOperation operation, AclPermissionType permission) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(EVERYBODY, "*", operation, permission));
    }

    private static void allow(OwnInstallation installation, String topic) throws Exception {
        installation
                .admin()
                .deleteAcls(List.of(new AclBindingFilter(
                        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL).toFilter(),
                        AccessControlEntryFilter.ANY)))
                .all()
                .get();
        awaitRules(installation, topic, 0);
    }

    /** The broker learns later of them than the controller, which answers. */
    private static void awaitRules(OwnInstallation installation, String topic, int many) {
        AclBindingFilter filter = new AclBindingFilter(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL).toFilter(),
                AccessControlEntryFilter.ANY);
        await(
                many + " rules for " + topic,
                () -> installation.admin().describeAcls(filter).values().get(),
                rules -> rules.size() == many);
    }
}
