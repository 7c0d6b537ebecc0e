package io.wiretag.processor.faults;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.SharedLocalStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members of a group and one partition: one of them has a copy of its state and nothing else, and is paused for a while. */
class StandbysPausedTest {
    private static final String ID = "standbys-paused-" + System.currentTimeMillis();
    private static final String IN = ID + "-in";

    @TempDir
    Path state;

    private final String bootstrapServers = SharedLocalStack.stack().bootstrapServers();
    private final List<KafkaStreams> members = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        members.forEach(member -> member.close(Duration.ofSeconds(20)));
    }

    @Test
    @Tag("full")
    void aThreadThatFailsByItIsReplacedAndTheMemberGoesOn() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(IN, 1, (short) 1))).all().get();
        }
        join("first");
        join("second");
        KafkaStreams follower = await(
                        "a member with a copy alone",
                        () -> members.stream()
                                .filter(StandbysPausedTest::followsAlone)
                                .toList(),
                        found -> !found.isEmpty())
                .get(0);

        follower.pause();
        await("it is paused", follower::isPaused);
        Thread.sleep(1_000);
        follower.resume();

        await("its thread has failed", () -> !failures.isEmpty());
        assertThat(failures).allMatch(StandbysPaused::isCauseOf);
        await("it follows again", () -> followsAlone(follower) && follower.state() == KafkaStreams.State.RUNNING);
    }

    @Test
    void anotherFailureIsNoneOfThese() {
        assertThat(StandbysPaused.isCauseOf(new StreamsException(new IllegalStateException("something else"))))
                .isFalse();
    }

    private static boolean followsAlone(KafkaStreams member) {
        return member.metadataForLocalThreads().stream()
                .anyMatch(thread ->
                        thread.activeTasks().isEmpty() && !thread.standbyTasks().isEmpty());
    }

    private void join(String name) {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "application.id",
                ID,
                "bootstrap.servers",
                bootstrapServers,
                "processing.guarantee",
                "exactly_once_v2",
                "num.standby.replicas",
                1,
                "state.dir",
                state.resolve(name).toString()));
        KafkaStreams member = new KafkaStreams(topology(), properties);
        member.setUncaughtExceptionHandler(failure -> {
            failures.add(failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        members.add(member);
        member.start();
        await(name, () -> member.state() == KafkaStreams.State.RUNNING);
    }

    private static Topology topology() {
        return new Topology()
                .addSource("in", Serdes.String().deserializer(), Serdes.String().deserializer(), IN)
                .addProcessor("count", Following::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore("counts"), Serdes.String(), Serdes.String()),
                        "count");
    }

    /** State is followed whether anything comes or not. */
    private static final class Following implements Processor<String, String, Void, Void> {
        @Override
        public void process(Record<String, String> record) {
            throw new AssertionError("nothing was sent");
        }
    }
}
