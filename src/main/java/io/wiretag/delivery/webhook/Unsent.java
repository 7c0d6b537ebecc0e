package io.wiretag.delivery.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Versions of an article that wait though the group has passed them, and which of those before it nobody needs any more.
 *
 * @param topic id of the topic of articles that the places are of
 * @param made when the subscription was, by which it is told from another of its name
 * @param waiting places in the order in which they are sent; may be none, where {@code done} alone matters
 * @param done nothing up to this offset is to be sent; -1 if that is not known
 * @param attempts that failed, of the first
 * @param since when the first of them failed, or it was put aside
 * @param givenUp whether it has been tried for long enough
 * @param revision of the subscription when it was given up
 */
record Unsent(
        String topic,
        Instant made,
        int partition,
        List<Place> waiting,
        long done,
        int attempts,
        Instant since,
        String why,
        boolean givenUp,
        long revision) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param kill whether it takes the article down */
    record Place(long offset, boolean kill) {}

    /** Copies the list. */
    Unsent {
        waiting = List.copyOf(waiting);
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode()
                .put("topic", topic)
                .put("made", made.toString())
                .put("partition", partition);
        ArrayNode places = json.putArray("waiting");
        waiting.forEach(each -> places.addObject().put("offset", each.offset()).put("kill", each.kill()));
        return json.put("done", done)
                .put("attempts", attempts)
                .put("since", since.toString())
                .put("why", why)
                .put("givenUp", givenUp)
                .put("revision", revision);
    }

    /** @throws IllegalArgumentException if it is none: somebody else wrote it */
    static Unsent of(JsonNode json) {
        List<Place> waiting = new ArrayList<>();
        json.path("waiting")
                .forEach(each -> waiting.add(new Place(
                        each.path("offset").asLong(), each.path("kill").asBoolean())));
        return new Unsent(
                json.path("topic").asText(),
                Times.of(json.path("made").asText()),
                json.path("partition").asInt(-1),
                waiting,
                json.path("done").asLong(-1),
                json.path("attempts").asInt(),
                Times.of(json.path("since").asText()),
                json.path("why").asText(),
                json.path("givenUp").asBoolean(),
                json.path("revision").asLong());
    }
}
