package io.wiretag;

import static io.wiretag.testing.Waiting.doneOrLate;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.subscribers.ArticleHistory;
import io.wiretag.subscribers.ArticleSubscriber;
import io.wiretag.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What readers of the sinks meet there, and say of it. */
class SubscribersTest {
    @TempDir
    Path folder;

    @Test
    void aRecordThatNobodyCanReadIsToldAndKeepsBackNothing() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(ArticleSubscriber.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try (OwnInstallation installation = new OwnInstallation("junk", folder, Map.of())) {
            Topic<TaggedArticle> tagged = installation.wiretag().topics().tagged();
            send(installation, new TopicPartition(tagged.name(), 0), "urn:a", 2);

            try (ArticleSubscriber subscriber = installation
                    .wiretag()
                    .subscriber(tagged, Optional.of(installation.applicationId() + "-desk"), true)) {
                subscriber.run(each -> {}, doneOrLate(() -> lines.list.size() == 2));
            }

            assertThat(lines.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .allMatch(line -> line.startsWith("a record cannot be read and is passed over: topic="))
                    .hasSize(2);
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void aSubscriberSaysWhichArticlesWereDeletedBeforeItReadThem() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(ArticleSubscriber.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try (OwnInstallation installation = new OwnInstallation("unread", folder, Map.of())) {
            TopicPartition tagged =
                    new TopicPartition(installation.wiretag().topics().tagged().name(), 0);
            String group = installation.applicationId() + "-desk";
            send(installation, tagged, "urn:a", 10);
            installation
                    .admin()
                    .alterConsumerGroupOffsets(group, Map.of(tagged, new OffsetAndMetadata(3)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            installation
                    .admin()
                    .deleteRecords(Map.of(tagged, RecordsToDelete.beforeOffset(10)))
                    .all()
                    .get(30, TimeUnit.SECONDS);

            try (ArticleSubscriber subscriber = installation
                    .wiretag()
                    .subscriber(installation.wiretag().topics().tagged(), Optional.of(group), true)) {
                subscriber.run(each -> {}, doneOrLate(() -> !lines.list.isEmpty()));
            }

            assertThat(lines.list).singleElement().satisfies(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                assertThat(line.getFormattedMessage())
                        .contains("deleted before they were read: topic=" + tagged.topic()
                                + " partition=0 offsets 3 to 9");
            });
        } finally {
            log.detachAppender(lines);
        }
    }

    @Test
    void anUnreadableRecordIsOneLineOfTheHistoryOfItsArticle() throws Exception {
        try (OwnInstallation installation = new OwnInstallation("history", folder, Map.of())) {
            TopicPartition tagged =
                    new TopicPartition(installation.wiretag().topics().tagged().name(), 0);
            send(installation, tagged, "urn:damaged", 1);

            ArticleHistory history = installation.wiretag().history("urn:damaged", (read, of) -> {});

            assertThat(history.events()).singleElement().satisfies(event -> {
                assertThat(event).isInstanceOf(ArticleHistory.Unreadable.class);
                assertThat(event.location()).isEqualTo(new ArticleHistory.Location(tagged.topic(), 0, 0));
            });
        }
    }

    private static void send(OwnInstallation installation, TopicPartition partition, String key, int records) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(installation.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(
                        partition.topic(), partition.partition(), key.getBytes(StandardCharsets.UTF_8), new byte[] {9
                        }));
            }
        }
    }
}
