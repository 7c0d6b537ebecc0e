package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wiretag.access.ApiKeys;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search on a real broker and processor. */
@Tag("full")
class StorySearchOnBrokerTest {
    @TempDir
    Path folder;

    @Test
    void storiesAreFoundAsTheyComeAndOlderOnesByAServerThatIsStartedLater() throws Exception {
        try (RunningOps ops = new RunningOps(folder)) {
            ops.publish(article("urn:search:1", "1", "Lũ ở Hà Nội"));
            ops.publish(article("urn:search:2", "1", "Xyzzyplugh ở Huế"));
            ops.story("urn:search:1", "publish");
            ops.story("urn:search:2", "publish");
            assertThat(uris(ops.ask("/api/stories?q=" + coded("xyzzyplugh")))).containsExactly("urn:search:2");
            assertThat(uris(ops.ask("/api/stories?unit=01"))).containsExactly("urn:search:1");

            Article killed = article("urn:search:2", "2", "Xyzzyplugh ở Huế");
            killed.put("pubStatus", PubStatus.canceled);
            ops.publish(killed);
            ops.story("urn:search:2", "kill");
            assertThat(uris(ops.ask("/api/stories?q=xyzzyplugh"))).isEmpty();
            assertThat(ops.get("/api/stories?q=" + "x".repeat(501)).statusCode())
                    .isEqualTo(400);
            assertThat(ops.get("/api/stories?before=yesterday").statusCode()).isEqualTo(400);

            deleteTagged(ops);
            try (OpsServer later = ops.wiretag.opsServer(ops.processor, ApiKeys.only(ApiKeys.create("nobody")))) {
                JsonNode found = await(
                        "older stories are read",
                        () -> ask(later, "/api/stories"),
                        answer -> answer.at("/index/complete").asBoolean());
                assertThat(uris(found))
                        .as("articles.current alone still has it")
                        .containsExactly("urn:search:1");
                assertThat(uris(ask(later, "/api/stories?q=" + coded("\"hà nội\""))))
                        .containsExactly("urn:search:1");
                assertThat(ask(later, "/api/story?uri=urn:search:1").get("body").asText())
                        .isEqualTo("Lũ ở Hà Nội");
                assertThat(uris(ask(later, "/api/stories?q=xyzzyplugh"))).isEmpty();

                ops.publish(article("urn:search:3", "1", "Nắng ở Cần Thơ"));
                await(
                        "what comes is found",
                        () -> uris(ask(later, "/api/stories?q=" + coded("nang can tho"))),
                        found3 -> found3.equals(List.of("urn:search:3")));
            }
        }
    }

    private static void deleteTagged(RunningOps ops) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ops.bootstrapServers()))) {
            String topic = ops.topics().tagged().name();
            Map<TopicPartition, RecordsToDelete> all =
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(topic, partition.partition()),
                                    partition -> RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        }
    }

    private static JsonNode ask(OpsServer server, String path) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(server.address() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return RunningOps.json(answer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> uris(JsonNode answer) {
        return StreamSupport.stream(answer.get("stories").spliterator(), false)
                .map(story -> story.get("uri").asText())
                .toList();
    }

    private static String coded(String words) {
        return URLEncoder.encode(words, StandardCharsets.UTF_8);
    }

    private static Article article(String uri, String version, String text) {
        return Article.newBuilder()
                .setUri(uri)
                .setVersion(version)
                .setHeadline(text)
                .setBody(text)
                .build();
    }
}
