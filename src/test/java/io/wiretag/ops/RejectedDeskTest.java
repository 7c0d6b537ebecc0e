package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wiretag.Wiretag;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.ops.rejected.RecordPlace;
import io.wiretag.ops.rejected.RejectedFilter;
import io.wiretag.ops.rejected.RejectedReader;
import io.wiretag.web.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RejectedDeskTest {
    private static final int LIMIT_SECONDS = 60;
    private static final RecordPlace PLACE = new RecordPlace(0, 0);

    @Test
    void aReplayGetsItsTurnHoweverLongAndHoweverManyTheListsAre() throws Exception {
        try (Wiretag wiretag = wiretag()) {
            wiretag.topicAdmin().create();
            reject(wiretag);
            RejectedReader reader = wiretag.rejectedReader();
            CountDownLatch reads = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            try (RejectedDesk desk = new RejectedDesk(reader, place -> Optional.empty())) {
                CompletableFuture<Void> scan =
                        CompletableFuture.runAsync(() -> reader.each(RejectedFilter.ALL, (read, of) -> {}, each -> {
                            reads.countDown();
                            await(release);
                        }));
                await(reads);
                List<CompletableFuture<ObjectNode>> lists = new ArrayList<>();
                while (true) {
                    try {
                        lists.add(desk.list(50, RejectedFilter.ALL));
                    } catch (ProblemException e) {
                        break; // no more may wait
                    }
                }

                ObjectNode replayed = desk.replay(PLACE, "night-desk").get(LIMIT_SECONDS, TimeUnit.SECONDS);

                assertThat(replayed.get("replayed").asBoolean()).isTrue();
                assertThat(lists)
                        .hasSizeGreaterThan(1)
                        .noneSatisfy(list -> assertThat(list).isDone());
                release.countDown();
                scan.get(LIMIT_SECONDS, TimeUnit.SECONDS);
                for (CompletableFuture<ObjectNode> list : lists) {
                    assertThat(list.get(LIMIT_SECONDS, TimeUnit.SECONDS).get("records"))
                            .hasSize(1);
                }
            } finally {
                release.countDown();
            }
        }
    }

    private static Wiretag wiretag() {
        return new Wiretag(SharedLocalStack.config("desk", 1));
    }

    private static void reject(Wiretag wiretag) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                new HashMap<>(
                        Map.of("bootstrap.servers", SharedLocalStack.stack().bootstrapServers())),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(wiretag.topics().rejected().name(), new byte[] {7}))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
