package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.processor.StreamsRunner;
import io.wiretag.subscribers.SequenceCheck.Kind;
import io.wiretag.subscribers.SinkVerifier;
import io.wiretag.subscribers.SubscriberList;
import io.wiretag.testing.WholeTopic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
class VerifyStoryTest {
    private static final int ARTICLES = 40;

    @TempDir
    private static Path folder;

    private static OwnInstallation installation;
    private static String tagged;

    @BeforeAll
    static void process() throws Exception {
        installation = new OwnInstallation("verify", folder, Map.of());
        tagged = installation.wiretag().topics().tagged().name();
        processed(0, ARTICLES / 2);
        // another run goes on with the numbers of the first
        processed(ARTICLES / 2, ARTICLES);
    }

    private static void processed(int from, int to) throws Exception {
        try (StreamsRunner processor = installation.wiretag().processor()) {
            processor.start(Duration.ofSeconds(60));
            installation.publish(OwnInstallation.articles(from, to));
            installation.awaitAllRead();
        }
    }

    @AfterAll
    static void close() {
        installation.close();
    }

    @Test
    void whatIsLostAndWhatIsDoubledInACopyIsFoundAndTheOriginalIsWhole() throws Exception {
        for (String sink :
                List.of(tagged, installation.wiretag().topics().byProvince().name())) {
            SinkVerifier.Verdict original = verify(sink, Optional.empty());
            assertThat(original.findings().isWhole())
                    .as("%s: %s", sink, original)
                    .isTrue();
            assertThat(original.findings().unnumbered()).isZero();
            assertThat(original.findings().records()).isGreaterThanOrEqualTo(ARTICLES);
        }
        List<ConsumerRecord<byte[], byte[]>> records = WholeTopic.committed(tagged, installation.clients());
        List<ConsumerRecord<byte[], byte[]>> first = records.stream()
                .filter(each -> each.partition() == records.get(0).partition())
                .toList();
        List<ConsumerRecord<byte[], byte[]>> copied = new ArrayList<>(records);
        copied.remove(first.get(1));
        copied.add(first.get(2));

        SinkVerifier.Verdict copy = verify(copy(copied), Optional.empty());

        assertThat(copy.findings().records()).isEqualTo(ARTICLES);
        assertThat(copy.findings().lost()).isEqualTo(1);
        assertThat(copy.findings().doubled()).isEqualTo(1);
        assertThat(copy.findings().outOfOrder()).isZero();
        assertThat(copy.findings().named())
                .extracting(each -> each.kind() + " " + each.partition())
                .containsExactlyInAnyOrder(
                        "LOST " + first.get(0).partition(),
                        "DOUBLED " + first.get(0).partition());
        assertThat(copy.findings().named())
                .filteredOn(each -> each.kind() == Kind.LOST)
                .singleElement()
                .satisfies(each -> assertThat(each.first()).hasToString(header(first.get(1), "wiretag.seq")));
    }

    /** As a mirror would: keys, values, headers and partitions stay, offsets do not. */
    private String copy(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        String name = "copy." + tagged;
        int partitions = installation.wiretag().topics().tagged().partitions();
        installation
                .admin()
                .createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, partitions)
                .boxed()
                .collect(Collectors.toMap(each -> new TopicPartition(name, each), each -> OffsetSpec.latest()));
        // a broker knows of a topic before it leads it
        await("brokers to lead " + name, () -> {
            installation.admin().listOffsets(ends).all().get(30, TimeUnit.SECONDS);
            return true;
        });
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(installation.clients(), new ByteArraySerializer(), new ByteArraySerializer())) {
            records.forEach(each -> producer.send(new ProducerRecord<>(
                    name, each.partition(), each.timestamp(), each.key(), each.value(), each.headers())));
        }
        return name;
    }

    @Test
    void onlyWhatAGroupHasReadIsHeldAgainstWhatItShows() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = WholeTopic.committed(tagged, installation.clients());
        TopicPartition one = new TopicPartition(tagged, records.get(0).partition());
        List<ConsumerRecord<byte[], byte[]>> own = records.stream()
                .filter(each -> each.partition() == one.partition())
                .toList();
        String group = installation.applicationId() + "-desk";
        installation
                .admin()
                .alterConsumerGroupOffsets(
                        group, Map.of(one, new OffsetAndMetadata(own.get(2).offset())))
                .all()
                .get(30, TimeUnit.SECONDS);
        SubscriberList shown = SubscriberList.of(List.of(uri(own.get(0)) + "\t1"), Set.of());

        SinkVerifier.Verdict verdict = installation
                .wiretag()
                .verify(
                        new SinkVerifier.Question(tagged, Optional.empty(), Optional.of(group)),
                        Optional.of(shown),
                        (read, of) -> {});

        assertThat(verdict.findings().records()).isEqualTo(2);
        assertThat(verdict.unread()).isPositive();
        assertThat(verdict.unknown()).isNotEmpty().doesNotContain(one.partition());
        assertThat(shown.differences()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(SubscriberList.Kind.MISSING);
            assertThat(each.uri()).isEqualTo(uri(own.get(1)));
        });
        assertThatThrownBy(() -> verify("no.such.topic", Optional.empty()))
                .hasMessage("topic no.such.topic does not exist: see 'wiretag topics describe'");
        String current = installation.wiretag().topics().current().name();
        assertThatThrownBy(() -> verify(current, Optional.empty())).hasMessageContaining("is compacted");
        assertThatThrownBy(() -> verify(tagged, Optional.of("nobody"))).hasMessageContaining("has no position");
    }

    private SinkVerifier.Verdict verify(String topic, Optional<String> group) {
        return installation
                .wiretag()
                .verify(new SinkVerifier.Question(topic, Optional.empty(), group), Optional.empty(), (read, of) -> {});
    }

    private static String uri(ConsumerRecord<byte[], byte[]> record) {
        return header(record, "wiretag.uri");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
