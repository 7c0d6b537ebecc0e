package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.local.EmbeddedBroker;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.IgnoredGroups;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagWatch;
import io.wiretag.topics.TopicAdmin;
import io.wiretag.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of groups on a broker of their own. How long things take is said, for docs/operations.md, and not judged. */
@Tag("full")
class ManyGroupsTest {
    private static final int GROUPS = 5_000;
    private static final int AT_A_TIME = 200;

    @TempDir
    Path data;

    @Test
    void theProcessorAndWhoIsDeclaredAreAmongTheMetrics() throws Exception {
        Topics topics = Topics.of("", 1, (short) 1, Map.of());
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0);
        try (broker;
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                OpsMetrics metrics = new OpsMetrics()) {
            new TopicAdmin(admin, topics).create();
            commit(admin, new TopicPartition(topics.tagged().name(), 0));
            LagWatch.Settings settings = new LagWatch.Settings(
                    "wiretag",
                    Map.of("zz-desk", Set.of(topics.tagged().name())),
                    Map.of(),
                    IgnoredGroups.NONE,
                    Duration.ofHours(1),
                    200,
                    Duration.ofSeconds(3));
            try (LagWatch watch = new LagWatch(admin, topics, settings, Optional.empty(), Optional.empty())) {
                watch.look(); // learns who coordinates them
                long began = System.nanoTime();
                LagReport report = watch.look();
                say("a look at " + GROUPS + " groups", began);
                metrics.watch(() -> report, "c");
                String scrape = metrics.scrape();
                for (int i = 0; i < 10; i++) {
                    began = System.nanoTime();
                    scrape = metrics.scrape();
                    say("a scrape with " + GROUPS + " groups", began);
                }

                assertThat(report.groups())
                        .hasSize(GROUPS + 2)
                        .extracting(GroupLag::id)
                        .startsWith("wiretag", "zz-desk");
                assertThat(scrape)
                        .contains(
                                "wiretag_sink_status{cluster_name=\"c\",group=\"wiretag\"",
                                "wiretag_sink_status{cluster_name=\"c\",group=\"zz-desk\"",
                                "wiretag_lag_left_out{cluster_name=\"c\",what=\"groups\"} " + (GROUPS + 2 - 500)
                                        + ".0");
            }
        }
    }

    private static void commit(Admin admin, TopicPartition partition) throws Exception {
        for (int begin = 0; begin < GROUPS; begin += AT_A_TIME) {
            List<KafkaFuture<Void>> answers = new ArrayList<>();
            for (int i = begin; i < begin + AT_A_TIME; i++) {
                answers.add(admin.alterConsumerGroupOffsets(
                                "group-%04d".formatted(i), Map.of(partition, new OffsetAndMetadata(0)))
                        .all());
            }
            KafkaFuture.allOf(answers.toArray(KafkaFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
    }

    private static void say(String what, long began) {
        System.out.println(
                what + ": " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms");
    }
}
