package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Articles that a subscriber has lost, as the server tells of them. */
@Tag("full")
class DeletedUnreadTest {
    @Test
    void articlesThatWereDeletedUnreadAreToldUntilSomebodyAcknowledgesThem(@TempDir Path folder) throws Exception {
        try (RunningOps ops = new RunningOps(folder)) {
            story(ops);
        }
    }

    private static void story(RunningOps ops) throws Exception {
        String topic = ops.topics().published().name();
        String group = "desk-" + topic;
        for (int i = 0; i < 3; i++) {
            ops.produce(topic, "urn:ops:deleted", new byte[] {1}, Map.of());
        }
        TopicPartition first = new TopicPartition(topic, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ops.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(group, Map.of(first, new OffsetAndMetadata(0)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        await("the loss to be told", () -> status(ops, group), "LOST"::equals);
        String asked = "{\"group\": \"" + group + "\", \"topic\": \"" + topic + "\"}";
        assertThat(acknowledge(ops, asked, "wrong").statusCode()).isEqualTo(401);
        assertThat(acknowledge(ops, "{\"group\": \"nobody\", \"topic\": \"t\"}", ops.key)
                        .statusCode())
                .isEqualTo(404);
        assertThat(acknowledge(ops, "{}", ops.key).statusCode()).isEqualTo(400);

        assertThat(acknowledge(ops, asked, ops.key).statusCode()).isEqualTo(202);

        await("the loss to be known", () -> status(ops, group), status -> !status.equals("LOST"));
    }

    private static String status(RunningOps ops, String group) {
        for (JsonNode each : ops.ask("/api/lag").get("groups")) {
            if (each.get("group").asText().equals(group)) {
                return each.get("status").asText();
            }
        }
        return "";
    }

    private static HttpResponse<String> acknowledge(RunningOps ops, String body, String key) {
        return ops.send(ops.request("/api/lag/acknowledge")
                .header("X-Ops-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
