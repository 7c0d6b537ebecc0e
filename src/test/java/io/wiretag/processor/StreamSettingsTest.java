package io.wiretag.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.topics.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {
    private static final Topics TOPICS = Topics.of("", 1, (short) 1, Map.of());

    @Test
    void theUserHasTheLastWord() {
        StreamSettings settings =
                settings(Map.of("producer.batch.size", "1", "restore.consumer.fetch.max.wait.ms", "500"));

        assertThat(settings.properties())
                .containsEntry("producer.batch.size", "1")
                .containsEntry("restore.consumer.fetch.max.wait.ms", "500")
                .containsEntry("producer.compression.type", "lz4");
    }

    @Test
    void whatOnePollGivesIsBoundedByTheLargestRecordAndByTheUser() {
        assertThat(settings(Map.of()).properties())
                .containsEntry("max.poll.records", "20")
                .containsEntry("buffered.records.per.partition", "20")
                .containsEntry("fetch.max.bytes", "16777216");
        assertThat(settings(Map.of("max.poll.records", "7")).properties()).containsEntry("max.poll.records", "7");
        Topics large = Topics.of("", 1, (short) 1, Map.of("published", Map.of("max.message.bytes", "31457280")));
        assertThat(settings(large, Map.of()).properties()).containsEntry("max.poll.records", "2");
    }

    @Test
    void whoReadsWhatIsHeldOrRejectedReckonsWithTheLargestOfThem() {
        assertThat(settings(Map.of("producer.max.request.size", "16777216")).properties())
                .containsEntry("restore.consumer.max.poll.records", "4");
        assertThat(settings(Map.of("bootstrap.servers", "nowhere:9092")).loneConsumer("search", 16 << 20))
                .containsEntry("max.poll.records", "4");
    }

    @Test
    void changelogsAreMadeAsKafkaStreamsWouldMakeThem() {
        StreamSettings settings = settings(Map.of(
                "bootstrap.servers", "nowhere:9092", "replication.factor", "3", "topic.min.insync.replicas", "2"));

        assertThat(settings.replicationFactor()).isEqualTo((short) 3);
        assertThat(settings.topicConfigs()).containsExactly(Map.entry("min.insync.replicas", "2"));
    }

    @Test
    void butNotOnTheGuarantee() {
        assertThatThrownBy(() -> settings(Map.of("processing.guarantee", "at_least_once")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'at_least_once'")
                .hasMessageContaining("exactly_once_v2 only");
    }

    @Test
    void theSessionTimeoutIsTheBrokersUnderTheStreamsProtocol() {
        assertThat(settings(Map.of()).properties()).containsEntry("consumer.session.timeout.ms", "15000");
        assertThat(settings(Map.of("group.protocol", "streams")).properties())
                .doesNotContainKey("consumer.session.timeout.ms");
    }

    @Test
    void whoHasAFixedPlaceInTheGroupKeepsIt() {
        assertThat(settings(Map.of()).membership()).isEqualTo(GroupMembershipOperation.LEAVE_GROUP);
        assertThat(settings(Map.of("main.consumer.group.instance.id", "desk")).membership())
                .isEqualTo(GroupMembershipOperation.REMAIN_IN_GROUP);
    }

    @Test
    void theNearestSettingOfAThreadsPollsCounts() {
        assertThat(settings(Map.of()).mostBetweenPolls()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings(Map.of("max.poll.interval.ms", "1000", "main.consumer.max.poll.interval.ms", "2000"))
                        .mostBetweenPolls())
                .isEqualTo(Duration.ofSeconds(2));
    }

    private static StreamSettings settings(Map<String, String> streams) {
        return settings(TOPICS, streams);
    }

    private static StreamSettings settings(Topics topics, Map<String, String> streams) {
        Map<String, String> all =
                new HashMap<>(Map.of("application.id", "wiretag", "bootstrap.servers", "127.0.0.1:9"));
        all.putAll(streams);
        return new StreamSettings(topics, Map.of(), all);
    }
}
