package io.wiretag.ops;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.sse.SseHandler;
import io.wiretag.ops.stories.SeenStory;
import io.wiretag.schema.Operation;
import io.wiretag.web.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StoryStreamTest {
    private final StoryStream stream =
            new StoryStream(() -> JsonNodeFactory.instance.objectNode().put("at", 7));
    private final SmallServer server = new SmallServer(config -> {
        config.routes.before("/api/stream", ctx -> stream.requireRoom());
        config.routes.sse("/api/stream", new SseHandler(0, stream::take));
    });

    @AfterEach
    void close() {
        stream.close();
        server.close();
    }

    @Test
    void whoComesIsToldTheStatusAndThenWhatComes() {
        try (EventReader reader = reader()) {
            assertThat(reader.next("status").data().get("at").asInt()).isEqualTo(7);
            stream.came(story(1, "one\ntwo"));

            assertThat(reader.next("story").data().get("headline").asText()).isEqualTo("one\ntwo");
            assertThat(reader.next("status").data().get("at").asInt()).isEqualTo(7);
        }
    }

    @Test
    @Timeout(60)
    void aClientThatDoesNotReadIsLetGoWithNothingLeftOutOfWhatItGotAndKeepsNobodyWaiting() {
        try (EventReader slow = reader();
                EventReader quick = reader()) {
            slow.next("status");
            quick.next("status");
            int told = 0;
            // about a kilobyte each: in the end far more than the network holds
            while (stream.clients() == 2) {
                stream.came(story(told++, "x".repeat(1000)));
                quick.next("story");
            }

            int got = 0;
            Optional<EventReader.Event> event = slow.nextOrEnd();
            while (event.isPresent()) {
                if (event.get().name().equals("story")) {
                    assertThat(event.get().data().get("uri").asText()).isEqualTo("urn:stream:" + got);
                    got++;
                }
                event = slow.nextOrEnd();
            }
            assertThat(got).isPositive().isLessThan(told);
        }
    }

    @Test
    void thereIsRoomForSoManyAndForOthersWhenOneHasGone() {
        List<EventReader> readers = new ArrayList<>();
        try {
            for (int i = 0; i < StoryStream.MOST_CLIENTS; i++) {
                EventReader reader = reader();
                readers.add(reader);
                reader.next("status");
            }
            assertThat(server.get("/api/stream").statusCode()).isEqualTo(503);
            assertThatThrownBy(stream::requireRoom).isInstanceOf(ProblemException.class);

            readers.remove(0).close();
            await("the one that has gone is noticed", stream::clients, clients -> {
                stream.came(story(1, "to notice it"));
                return clients < StoryStream.MOST_CLIENTS;
            });
        } finally {
            readers.forEach(EventReader::close);
        }
    }

    private EventReader reader() {
        return new EventReader(RunningOps.socket(server.address()), server.address());
    }

    private static SeenStory story(int number, String headline) {
        Instant now = Instant.EPOCH.plus(Duration.ofSeconds(number));
        return new SeenStory(
                "urn:stream:" + number,
                Optional.of("1"),
                Operation.publish,
                now,
                now,
                OptionalDouble.of(0.5),
                Optional.of(headline),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
