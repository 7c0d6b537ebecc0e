package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the night desk is told, on a real broker with a real processor. */
@Tag("full")
class NightDeskTest {
    private static final String SECRET = "Không ai được đọc dòng này ở Hà Nội";

    @TempDir
    Path folder;

    @Test
    void aKillIsToldWithWhoHasReadItAndNoWordOfItsText() {
        try (RunningOps ops = new RunningOps(folder)) {
            ops.publish(article("urn:desk:1", "1", SECRET));
            ops.story("urn:desk:1", "publish");
            Group archive = new Group(ops, "archive", ops.topics().tagged());
            archive.commit();
            Group region = new Group(ops, "region", ops.topics().byProvince());
            region.commit();
            ops.publish(article("urn:desk:1", "2", SECRET, PubStatus.canceled));
            ops.story("urn:desk:1", "kill");
            Group frontPage = new Group(ops, "front-page", ops.topics().tagged());
            frontPage.commit();

            JsonNode readers = desk(
                            ops,
                            "everybody's stand is known",
                            desk -> names(first(desk, "kills"), "unknown").isEmpty()
                                    && names(first(desk, "kills"), "read").size() == 1)
                    .get("kills")
                    .get("entries")
                    .get(0)
                    .get("readers");

            assertThat(names(readers, "read")).containsExactly(frontPage.id + " on tagged");
            assertThat(names(readers, "notYet"))
                    .containsExactlyInAnyOrder(archive.id + " on tagged", region.id + " on by-province");
            assertThat(ops.ask("/api/desk?hours=1").get("kills").toString()).doesNotContain(SECRET);

            archive.commit();
            region.commit();
            desk(
                    ops,
                    "all have read it",
                    desk -> names(first(desk, "kills"), "read")
                            .equals(Set.of(
                                    frontPage.id + " on tagged",
                                    archive.id + " on tagged",
                                    region.id + " on by-province")));
        }
    }

    @Test
    void aCorrectionHasItsHeadlineUntilItIsTakenBack() {
        try (RunningOps ops = new RunningOps(folder)) {
            ops.publish(article("urn:desk:2", "1", "Mưa ở Huế"));
            ops.publish(article("urn:desk:2", "2", "Mưa lớn ở Huế"));
            JsonNode correction = first(
                    desk(
                            ops,
                            "the correction",
                            desk -> first(desk, "corrections").hasNonNull("headline")),
                    "corrections");
            assertThat(correction.get("headline").asText()).isEqualTo("Mưa lớn ở Huế");

            ops.publish(article("urn:desk:2", "3", SECRET, PubStatus.withheld));

            JsonNode after = desk(
                    ops,
                    "the retract",
                    desk -> desk.get("retracts").get("total").asInt() == 1);
            assertThat(first(after, "corrections").get("takenBack").asBoolean()).isTrue();
            assertThat(first(after, "corrections").get("headline").isNull()).isTrue();
            assertThat(after.toString()).doesNotContain("Mưa").doesNotContain(SECRET);
        }
    }

    @Test
    void whatIsHeldIsToldUntilItIsKilledOrComesOutAndThatItDoesNot() {
        try (RunningOps ops = new RunningOps(folder)) {
            Instant tomorrow = Instant.ofEpochMilli(
                    Instant.now().plus(Duration.ofHours(20)).toEpochMilli());
            Instant soon = Instant.ofEpochMilli(Instant.now().plusSeconds(20).toEpochMilli());
            ops.publish(held("urn:desk:tomorrow", tomorrow));
            ops.publish(held("urn:desk:killed", tomorrow));
            ops.publish(held("urn:desk:soon", soon));
            JsonNode embargoes = desk(
                            ops,
                            "three are held",
                            desk -> desk.get("embargoes").get("total").asInt() == 3)
                    .get("embargoes");
            assertThat(embargoes.get("entries").get(0).get("uri").asText()).isEqualTo("urn:desk:soon");
            assertThat(Instant.parse(
                            embargoes.get("entries").get(0).get("until").asText()))
                    .isEqualTo(soon);
            assertThat(embargoes.get("overdue").asInt()).isZero();
            assertThat(embargoes.toString()).doesNotContain(SECRET);

            ops.publish(article("urn:desk:killed", "2", SECRET, PubStatus.canceled));
            desk(
                    ops,
                    "the killed one is held no more",
                    desk -> uris(desk, "embargoes").equals(List.of("urn:desk:soon", "urn:desk:tomorrow")));

            // nobody is there to let it out
            ops.processor.close();
            JsonNode late = desk(
                            ops,
                            "that one is overdue",
                            desk -> desk.get("embargoes").get("overdue").asInt() == 1)
                    .get("embargoes");
            assertThat(late.get("entries").get(0).get("uri").asText()).isEqualTo("urn:desk:soon");
            assertThat(late.get("entries").get(0).get("overdue").asBoolean()).isTrue();
            assertThat(late.get("entries").get(1).get("overdue").asBoolean()).isFalse();
        }
    }

    @Test
    void anEmbargoThatComesOutIsHeldNoMore() {
        try (RunningOps ops = new RunningOps(folder)) {
            ops.publish(held("urn:desk:soon", Instant.now().plusSeconds(8)));
            desk(ops, "it is held", desk -> uris(desk, "embargoes").equals(List.of("urn:desk:soon")));

            ops.story("urn:desk:soon", "publish");

            desk(ops, "it is out", desk -> uris(desk, "embargoes").isEmpty());
        }
    }

    @Test
    void whatIsRejectedIsToldByReason() {
        try (RunningOps ops = new RunningOps(folder)) {
            ops.produce(ops.topics().published().name(), "urn:desk:3", new byte[] {7, 7}, Map.of());

            JsonNode reason = desk(
                            ops,
                            "the reason",
                            desk -> desk.get("rejected").get("reasons").size() == 1)
                    .get("rejected")
                    .get("reasons")
                    .get(0);

            assertThat(reason.get("reason").asText()).isEqualTo("not-framed");
            assertThat(reason.get("records").asInt()).isEqualTo(1);
            assertThat(reason.get("oldest")).isEqualTo(reason.get("newest"));
            assertThat(ops.get("/api/desk?hours=13").statusCode()).isEqualTo(400);
        }
    }

    private static JsonNode desk(RunningOps ops, String what, Predicate<JsonNode> fits) {
        return await(what, () -> ops.ask("/api/desk"), fits);
    }

    /** The readers of a kill, or the newest entry of another list; missing where there is none. */
    private static JsonNode first(JsonNode desk, String list) {
        JsonNode entry = desk.get(list).path("entries").path(0);
        return list.equals("kills") ? entry.path("readers") : entry;
    }

    private static Set<String> names(JsonNode readers, String stand) {
        return StreamSupport.stream(readers.path(stand).path("groups").spliterator(), false)
                .map(each ->
                        each.get("group").asText() + " on " + each.get("sink").asText())
                .collect(Collectors.toSet());
    }

    private static List<String> uris(JsonNode desk, String list) {
        List<String> uris = new ArrayList<>();
        desk.get(list).get("entries").forEach(each -> uris.add(each.get("uri").asText()));
        return uris;
    }

    private static Article article(String uri, String version, String headline) {
        return article(uri, version, headline, PubStatus.usable);
    }

    private static Article article(String uri, String version, String headline, PubStatus status) {
        return builder(uri, version, headline).setPubStatus(status).build();
    }

    private static Article held(String uri, Instant until) {
        return builder(uri, "1", SECRET).setEmbargoedUntil(until).build();
    }

    private static Article.Builder builder(String uri, String version, String headline) {
        return Article.newBuilder().setUri(uri).setVersion(version).setHeadline(headline);
    }

    /** A subscriber that has read all there is when it commits. */
    private static final class Group {
        final String id;
        private final RunningOps ops;
        private final Topic<?> topic;

        Group(RunningOps ops, String name, Topic<?> topic) {
            this.id = name + "-" + System.nanoTime();
            this.ops = ops;
            this.topic = topic;
        }

        void commit() {
            Map<String, Object> settings = new HashMap<>(Map.of(
                    "bootstrap.servers",
                    ops.bootstrapServers(),
                    "group.id",
                    id,
                    "isolation.level",
                    "read_committed",
                    "enable.auto.commit",
                    "false"));
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                consumer.commitSync(partitions.stream()
                        .collect(Collectors.toMap(
                                Function.identity(), partition -> new OffsetAndMetadata(ends.get(partition)))));
            }
        }
    }
}
