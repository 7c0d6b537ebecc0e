package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lag of a group that is further behind than the tail which the watch on lag reads itself. */
@Tag("full")
class FarBehindTest {
    private static final int TRANSACTIONS = 2_000;
    /** Other tests share the broker. */
    private static final String GROUP = "far-behind-" + System.nanoTime();

    private final HttpClient client = HttpClient.newHttpClient();
    private StagedOps ops;
    private TopicPartition log;

    @Test
    void behindThousandsOfTransactionsLagCountsRecordsAlone(@TempDir Path folder) throws Exception {
        try (StagedOps staged = new StagedOps(folder)) {
            ops = staged;
            log = new TopicPartition(ops.topics().byAgency().name(), 0);
            int records = 0;
            int fromTheMiddle = 0;
            long middle = 0;
            try (KafkaProducer<byte[], byte[]> producer = transactional()) {
                for (int i = 0; i < TRANSACTIONS; i++) {
                    producer.beginTransaction();
                    int size = 1 + i % 3;
                    for (int j = 0; j < size; j++) {
                        producer.send(new ProducerRecord<>(log.topic(), 0, null, new byte[] {0}));
                    }
                    if (i % 50 == 49) {
                        producer.flush();
                        producer.abortTransaction();
                        continue;
                    }
                    producer.commitTransaction();
                    records += size;
                    if (i == TRANSACTIONS / 3) {
                        fromTheMiddle = records;
                        middle = end();
                    }
                }
            }
            assertThat(end()).as("offsets, markers among them").isGreaterThan(records + TRANSACTIONS - 1L);

            stands(0);
            isBehind(records);

            stands(middle);
            isBehind(records - fromTheMiddle);
        }
    }

    private long end() throws Exception {
        return ops.admin()
                .listOffsets(Map.of(log, OffsetSpec.latest()))
                .partitionResult(log)
                .get(60, TimeUnit.SECONDS)
                .offset();
    }

    private void stands(long position) throws Exception {
        ops.admin()
                .alterConsumerGroupOffsets(GROUP, Map.of(log, new OffsetAndMetadata(position)))
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    private void isBehind(int records) {
        await(
                "a lag of " + records + ", counted",
                this::metrics,
                all -> all.stream()
                                .anyMatch(line -> line.startsWith("kafka_consumergroup_group_lag{")
                                        && line.contains(GROUP)
                                        && line.endsWith(" " + (double) records))
                        && all.stream()
                                .anyMatch(line -> line.startsWith("wiretag_lag_exact{")
                                        && line.contains(GROUP)
                                        && line.endsWith(" 1.0")));
    }

    private List<String> metrics() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(ops.address() + "metrics")).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.contains(log.topic()))
                .toList();
    }

    private static KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        SharedLocalStack.stack().bootstrapServers(),
                        "transactional.id",
                        "far-behind-" + System.nanoTime()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
