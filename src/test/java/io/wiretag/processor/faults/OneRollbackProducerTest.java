package io.wiretag.processor.faults;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import io.wiretag.testing.WholeTopic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two members of a group share four partitions, and a third wants to join. While one member keeps them all waiting, one of the
 * other's two tasks is corrupted: what its other task has done in the same transaction must come out nevertheless, once.
 */
class OneRollbackProducerTest {
    private static final String ID = "one-rollback-" + System.currentTimeMillis();
    private static final String IN = ID + "-in";
    private static final String OUT = ID + "-out";

    private static final String COUNTED = "counted";
    private static final String BLOCK = "block";
    private static final String CORRUPT = "corrupt";
    private static final String LAST = "last";

    @TempDir
    Path state;

    private final Map<Integer, String> owners = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch blocked = new CountDownLatch(1);
    private final AtomicBoolean corrupted = new AtomicBoolean();
    private final List<KafkaStreams> members = new ArrayList<>();
    private final String bootstrapServers = SharedLocalStack.stack().bootstrapServers();

    /** Counts what comes, by key; some keys have an effect once. */
    private final class Counter implements Processor<String, String, String, String> {
        private final String member;
        private ProcessorContext<String, String> context;
        private KeyValueStore<String, String> counts;

        Counter(String member) {
            this.member = member;
        }

        @Override
        public void init(ProcessorContext<String, String> context) {
            this.context = context;
            this.counts = context.getStateStore("counts");
            owners.put(context.taskId().partition(), member);
        }

        @Override
        public void process(Record<String, String> record) {
            if (record.key().equals(BLOCK)) {
                blocked.countDown();
                awaitRelease();
            }
            if (record.key().equals(CORRUPT) && corrupted.compareAndSet(false, true)) {
                throw new TaskCorruptedException(Set.of(context.taskId()));
            }
            int count = Integer.parseInt(
                            Optional.ofNullable(counts.get(record.key())).orElse("0"))
                    + 1;
            counts.put(record.key(), String.valueOf(count));
            context.forward(record.withValue(String.valueOf(count)));
        }

        private void awaitRelease() {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @AfterEach
    void stop() {
        released.countDown();
        members.forEach(member -> member.close(Duration.ofSeconds(20)));
    }

    @Test
    @Tag("full")
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void whatWasRolledBackWithACorruptedTaskComesOutNevertheless() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(IN, 4, (short) 1), new NewTopic(OUT, 1, (short) 1)))
                    .all()
                    .get();
            join("first");
            join("second");
            await(
                    "two members",
                    () -> partitionsOf("first").size() == 2
                            && partitionsOf("second").size() == 2);
            List<Integer> own = partitionsOf("first");

            send(producer, partitionsOf("second").get(0), BLOCK);
            blocked.await();
            join("third");
            await("a rebalance", () -> state(admin) == GroupState.PREPARING_REBALANCE);
            // once the first has heard of it, it goes on and commits no more
            int open = 0;
            do {
                String next = COUNTED + "=" + ++open;
                send(producer, own.get(0), COUNTED);
                await("an open transaction", () -> read("read_uncommitted").contains(next));
            } while (isCommittedSoon(COUNTED + "=" + open));
            String rolledBack = COUNTED + "=" + open;
            send(producer, own.get(1), CORRUPT);
            await("a corrupted task", corrupted::get);
            released.countDown();
            await("its record", () -> read("read_committed").contains(CORRUPT + "=1"));
            send(producer, own.get(0), COUNTED);
            send(producer, own.get(0), LAST);
            await("the last record", () -> read("read_committed").contains(LAST + "=1"));

            List<String> all = IntStream.rangeClosed(1, open + 1)
                    .mapToObj(count -> COUNTED + "=" + count)
                    .collect(Collectors.toList());
            all.addAll(List.of(BLOCK + "=1", CORRUPT + "=1", LAST + "=1"));
            assertThat(read("read_committed")).containsExactlyInAnyOrderElementsOf(all);
            assertThat(read("read_uncommitted"))
                    .as("nothing was rolled back, so nothing was tried")
                    .filteredOn(rolledBack::equals)
                    .hasSizeGreaterThan(1);
        }
    }

    /** Within three times of the commits' interval. */
    private boolean isCommittedSoon(String record) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        while (System.nanoTime() < deadline) {
            if (read("read_committed").contains(record)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return false;
    }

    private void join(String member) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "application.id",
                ID,
                "bootstrap.servers",
                bootstrapServers,
                "state.dir",
                state.resolve(member).toString(),
                "processing.guarantee",
                "exactly_once_v2",
                "commit.interval.ms",
                "1000",
                "consumer.heartbeat.interval.ms",
                "200"));
        Topology topology = new Topology()
                .addSource("in", Serdes.String().deserializer(), Serdes.String().deserializer(), IN)
                .addProcessor("count", () -> new Counter(member), "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore("counts"), Serdes.String(), Serdes.String()),
                        "count")
                .addSink(
                        "out",
                        OUT,
                        Serdes.String().serializer(),
                        Serdes.String().serializer(),
                        "count");
        KafkaStreams streams = new KafkaStreams(topology, properties, new StreamsClients());
        members.add(streams);
        streams.start();
    }

    private List<Integer> partitionsOf(String member) {
        return owners.entrySet().stream()
                .filter(owner -> owner.getValue().equals(member))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static GroupState state(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of(ID))
                .all()
                .get(60, TimeUnit.SECONDS)
                .get(ID)
                .groupState();
    }

    private static void send(KafkaProducer<String, String> producer, int partition, String key) throws Exception {
        producer.send(new ProducerRecord<>(IN, partition, key, "")).get();
    }

    private List<String> read(String isolation) {
        return WholeTopic.read(
                        OUT,
                        Map.of("bootstrap.servers", bootstrapServers, "isolation.level", isolation),
                        new StringDeserializer(),
                        new StringDeserializer())
                .stream()
                .map(each -> each.key() + "=" + each.value())
                .toList();
    }
}
