package io.wiretag.ops.notes;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.wiretag.files.Why;
import io.wiretag.local.EmbeddedBroker;
import io.wiretag.local.GuardedBroker;
import io.wiretag.testing.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class NotesTest {
    private static final String TOPIC = "articles.operations";
    private static final NoteKey KEY = new NoteKey("habits", "archive \"1\"", "articles.tagged");

    @TempDir
    Path data;

    private EmbeddedBroker broker;
    private Admin admin;

    @BeforeEach
    void start() throws Exception {
        broker = GuardedBroker.start(data);
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        create();
    }

    @AfterEach
    void close() {
        admin.close();
        broker.close();
    }

    @Test
    void twoThatFollowOneTopicKnowTheSame() {
        try (Notes one = notes();
                Notes other = notes()) {
            one.write(KEY, note(1));
            assertThat(one.of(KEY)).as("at once").contains(note(1));
            is(other, 1);

            other.write(KEY, note(2));
            is(one, 2);
            assertThat(one.of("habits")).containsOnlyKeys(KEY);
            assertThat(one.of("losses")).isEmpty();
        }
        try (Notes next = notes()) {
            is(next, 2);
            assertThat(next.trouble()).isEmpty();
        }
    }

    @Test
    void whatIsNoNoteIsPassedOver() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (String key :
                    List.of("", "junk", "[]", "{\"kind\":\"habits\"}", "{\"kind\":\"receipts\",\"uri\":\"u\"}")) {
                producer.send(new ProducerRecord<>(TOPIC, bytes(key), bytes("{}")))
                        .get(30, TimeUnit.SECONDS);
            }
            producer.send(new ProducerRecord<>(TOPIC, new NoteKey("habits", "g", "t").written(), bytes("junk")))
                    .get(30, TimeUnit.SECONDS);
            producer.send(new ProducerRecord<>(TOPIC, KEY.written(), bytes("{\"usualMillis\":7}")))
                    .get(30, TimeUnit.SECONDS);
        }
        try (Notes notes = notes()) {
            is(notes, 7);
            assertThat(notes.of("habits")).containsOnlyKeys(KEY);
        }
    }

    @Test
    void whatMayNotBeWrittenIsKnownHereAndThatIsSaid() throws Exception {
        allow(AclOperation.READ);
        try (Notes notes = notes()) {
            notes.write(KEY, note(1));
            assertThat(troubled(notes, "unwritable").words()).contains(TOPIC);
            assertThat(notes.of(KEY)).contains(note(1));
        }
    }

    @Test
    void whatMayNotBeReadIsSaid() throws Exception {
        allow(AclOperation.WRITE);
        try (Notes notes = notes()) {
            assertThat(troubled(notes, "unreadable").values()).containsEntry("topic", TOPIC);
            assertThat(notes.isReady()).as("nobody need wait for it").isTrue();
        }
    }

    @Test
    void aTopicThatIsMadeAnewHasWhatIsKnown() throws Exception {
        try (Notes notes = notes()) {
            notes.write(KEY, note(1));
            try (Notes other = notes()) {
                is(other, 1);
            }
            admin.deleteTopics(List.of(TOPIC)).all().get(30, TimeUnit.SECONDS);
            create();
            notes.write(new NoteKey("habits", "other", "t"), note(2));
            try (Notes other = notes()) {
                await("the new note", () -> other.of("habits").size(), size -> size >= 1);
                assertThat(notes.of(KEY)).contains(note(1));
            }
        }
    }

    @Test
    void whereThereIsNoRoomForAllTheNewestAreKnownAndThatIsSaid() {
        try (SharedNotes<String, String> few =
                new SharedNotes<>(consumer(), this::producer, TOPIC, new Few(), any -> true)) {
            few.start();
            few.write("note 0", "1");
            few.write("note 1", "1");
            await("them to be sent", this::sent, records -> records == 2);
            for (int i = 2; i < 7; i++) {
                few.write("note " + i, "1");
            }
            assertThat(few.of(any -> true))
                    .as("what is nowhere else yet stays")
                    .containsKeys("note 2", "note 3", "note 4", "note 5", "note 6");
            await("them to be sent", this::sent, records -> records == 7);
            few.write("note 3", "2");
            few.write("note 4", "2");

            assertThat(await("room", () -> few.of(any -> true), known -> known.size() == 3))
                    .containsEntry("note 3", "2")
                    .containsEntry("note 4", "2")
                    .doesNotContainKeys("note 0", "note 1");
            assertThat(few.trouble().orElseThrow().code()).isEqualTo(SharedNotes.FULL);
            assertThat(sent()).as("the topic keeps them").isGreaterThanOrEqualTo(7);
            few.forget(any -> true);
            assertThat(few.isFull())
                    .as("what was given up is not known by that")
                    .isTrue();
        }
    }

    private int sent() {
        return WholeTopic.committed(TOPIC, Map.of("bootstrap.servers", broker.bootstrapServers()))
                .size();
    }

    private static final class Few implements SharedNotes.Form<String, String> {
        @Override
        public String what() {
            return "a few notes";
        }

        @Override
        public int most() {
            return 3;
        }

        @Override
        public byte[] writtenKey(String key) {
            return bytes(key);
        }

        @Override
        public byte[] writtenValue(String value) {
            return bytes(value);
        }

        @Override
        public Optional<String> key(byte[] key) {
            return Optional.of(new String(key, StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> value(String key, byte[] value) {
            return Optional.of(new String(value, StandardCharsets.UTF_8));
        }
    }

    private static void is(Notes notes, int usual) {
        await("the note to be " + usual, () -> notes.of(KEY), Optional.of(note(usual))::equals);
    }

    private static Why troubled(Notes notes, String code) {
        return await(
                        "trouble",
                        notes::trouble,
                        why -> why.filter(each -> each.code().equals(code)).isPresent())
                .orElseThrow();
    }

    private static JsonNode note(int usual) {
        return JsonNodeFactory.instance.objectNode().put("usualMillis", usual);
    }

    private Notes notes() {
        Notes notes = new Notes(consumer(), this::producer, TOPIC);
        notes.start();
        return notes;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        "false",
                        "allow.auto.create.topics",
                        "false",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private void create() throws Exception {
        NewTopic topic = new NewTopic(TOPIC, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        await("the topic to be made", () -> {
            try {
                admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) {
                return false; // the one before is still being deleted
            }
        });
    }

    private void allow(AclOperation operation) throws Exception {
        admin.createAcls(List.of(new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
                        new AccessControlEntry("User:ANONYMOUS", "*", operation, AclPermissionType.ALLOW))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
