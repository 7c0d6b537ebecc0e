package io.wiretag.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.ops.lag.BlindSpot;
import io.wiretag.ops.lag.GroupLag;
import io.wiretag.ops.lag.Headroom;
import io.wiretag.ops.lag.LagReport;
import io.wiretag.ops.lag.LagStatus;
import io.wiretag.ops.lag.OffsetsSnapshot;
import io.wiretag.ops.lag.PartitionLag;
import io.wiretag.ops.lag.TopicFlow;
import io.wiretag.ops.lag.TopicLag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpsMetricsTest {
    private final OpsMetrics metrics = new OpsMetrics();
    private LagReport view = LagReport.NONE;

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void lagHasTheNamesAndLabelsThatDashboardsKnow() {
        watch();
        look(group("front-page", Optional.of(Duration.ofMillis(1500)), OptionalLong.of(3)));

        assertThat(metrics.scrape())
                .contains(
                        "kafka_consumergroup_group_lag{cluster_name=\"c1\",group=\"front-page\",partition=\"0\",topic=\"t\"} 3.0",
                        "kafka_consumergroup_group_lag_seconds{cluster_name=\"c1\",group=\"front-page\",partition=\"0\",topic=\"t\"} 1.5",
                        "kafka_consumergroup_group_max_lag_seconds{cluster_name=\"c1\",group=\"front-page\"} 1.5",
                        "wiretag_sink_status{cluster_name=\"c1\",group=\"front-page\",topic=\"t\"} 2.0",
                        "wiretag_lag_exact{cluster_name=\"c1\",group=\"front-page\",topic=\"t\"} 1.0",
                        "wiretag_subscriber_missing{cluster_name=\"c1\",group=\"front-page\",topic=\"t\"} 0.0",
                        "wiretag_lag_velocity_records_per_second{cluster_name=\"c1\",group=\"front-page\",topic=\"t\"} -2.0",
                        "wiretag_catch_up_seconds{cluster_name=\"c1\",group=\"front-page\",topic=\"t\"} 60.0",
                        "wiretag_retention_headroom_seconds{cluster_name=\"c1\",group=\"front-page\",topic=\"t\"} 3600.0",
                        "wiretag_open_transaction_seconds{cluster_name=\"c1\",topic=\"t\"} 0.0");
    }

    @Test
    void whatIsUnknownHasNoSeries() {
        watch();
        look(group("never-ran", Optional.empty(), OptionalLong.empty()));

        assertThat(metrics.scrape())
                .contains("wiretag_sink_status{cluster_name=\"c1\",group=\"never-ran\"")
                .doesNotContain(
                        "kafka_consumergroup_group_lag{", "group_lag_seconds{", "group_max_lag_seconds{", "NaN");
    }

    @Test
    void whoIsExpectedAndNotThereIsMissing() {
        watch();
        look(group("never-came", Optional.empty(), OptionalLong.empty()));

        assertThat(metrics.scrape())
                .contains("wiretag_subscriber_missing{cluster_name=\"c1\",group=\"never-came\",topic=\"t\"} 1.0");
    }

    @Test
    void aGroupThatIsGoneHasNoSeriesAnyMore() {
        watch();
        look(group("gone", Optional.of(Duration.ZERO), OptionalLong.of(0)));
        assertThat(metrics.scrape()).contains("gone");

        look();

        assertThat(metrics.scrape()).doesNotContain("gone");
    }

    @Test
    void aLookOfLongAgoTellsNothingOfNow() {
        watch();
        look(group("front-page", Optional.of(Duration.ZERO), OptionalLong.of(0)));
        view = new LagReport(
                Instant.now().minus(Duration.ofMinutes(2)), view.groups(), view.topics(), List.of(), Duration.ZERO);

        assertThat(metrics.scrape()).doesNotContain("front-page", "wiretag_open_transaction_seconds{");
    }

    @Test
    void manyGroupsDoNotMakeManySeriesWithoutEnd() {
        watch();
        look(IntStream.range(0, 2_000)
                .mapToObj(i -> group("g" + i, Optional.of(Duration.ZERO), OptionalLong.of(0)))
                .toArray(GroupLag[]::new));

        String scrape = metrics.scrape();
        assertThat(scrape.lines().filter(line -> line.startsWith("wiretag_sink_status{")))
                .hasSize(500);
        assertThat(scrape)
                .as("they are in the order of the report")
                .contains("group=\"g499\"")
                .doesNotContain("group=\"g500\"")
                .contains("wiretag_lag_left_out{cluster_name=\"c1\",what=\"groups\"} 1500.0");
    }

    @Test
    void whatCouldNotBeSeenIsCountedAndNotWhileNothingIsSeenAtAll() {
        watch();
        assertThat(metrics.scrape())
                .doesNotContain("wiretag_lag_blind_spots{", "wiretag_lag_left_out{")
                .contains("wiretag_lag_look_age_seconds{");

        view = new LagReport(
                Instant.now(),
                List.of(),
                List.of(),
                List.of(new BlindSpot("topic t", "it does not exist")),
                Duration.ZERO);

        assertThat(metrics.scrape()).contains("wiretag_lag_blind_spots{cluster_name=\"c1\"} 1.0");
    }

    @Test
    void theProcessorTellsWhatBecameOfArticlesAlsoAfterAGarbageCollection() {
        ProcessorState state = new ProcessorState(
                Map.of("sent", 5L, "rejected", 2L), 4, 1, 1000, new ProcessorState.Rules("v1", Optional.of(true)));
        metrics.watch(() -> state, () -> Optional.of("waiting"));
        System.gc();

        assertThat(metrics.scrape())
                .contains(
                        "wiretag_articles_total{event=\"sent\"} 5.0",
                        "wiretag_articles_total{event=\"rejected\"} 2.0",
                        "wiretag_state_articles 4.0",
                        "wiretag_state_held 1.0",
                        "wiretag_state_bytes 1000.0",
                        "wiretag_processor_ready 0.0",
                        "wiretag_processor_rules_version_info{version=\"v1\"} 1");
    }

    private void watch() {
        metrics.watch(() -> view, "c1");
    }

    private void look(GroupLag... groups) {
        view = new LagReport(
                Instant.now(),
                List.of(groups),
                List.of(new TopicFlow("t", 1, Optional.empty())),
                List.of(),
                Duration.ZERO);
    }

    static GroupLag group(String id, Optional<Duration> behind, OptionalLong records) {
        PartitionLag partition = new PartitionLag(
                0,
                OptionalLong.empty(),
                new OffsetsSnapshot.Offsets(0, 9, 9),
                records,
                true,
                0,
                behind,
                LagStatus.STOP);
        boolean known = records.isPresent();
        TopicLag topic = new TopicLag(
                "t",
                records,
                true,
                behind,
                LagStatus.STOP,
                !known,
                known ? OptionalDouble.of(-2) : OptionalDouble.empty(),
                known ? Optional.of(Duration.ofMinutes(1)) : Optional.empty(),
                known ? Optional.of(new Headroom(Duration.ofHours(1), 0.25)) : Optional.empty(),
                List.of(partition),
                List.of());
        return new GroupLag(id, "Classic", "Stable", 1, List.of(topic));
    }
}
