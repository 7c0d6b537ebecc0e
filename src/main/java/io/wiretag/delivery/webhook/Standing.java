package io.wiretag.delivery.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;

/**
 * How the endpoint of a subscription is, where all is not well.
 *
 * @param revision of the subscription that it is about: with another it begins anew
 * @param since when it is so
 */
public record Standing(State state, long revision, Instant since, String why) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is the matter. */
    public enum State {
        /** It is tried again and again. */
        FAILING,
        /** It said 410: nothing is sent any more. */
        DISABLED,
        /** It failed for too long: nothing is sent any more, and nothing is passed over. */
        GIVEN_UP;

        /** As people and programs read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** Whether nothing is sent until somebody resumes it. */
    public boolean isEnd() {
        return state != State.FAILING;
    }

    ObjectNode json() {
        return JSON.createObjectNode()
                .put("state", state.word())
                .put("revision", revision)
                .put("since", since.toString())
                .put("why", why);
    }

    /** @throws IllegalArgumentException if it is none: somebody else wrote it */
    static Standing of(JsonNode json) {
        return new Standing(
                State.valueOf(
                        json.path("state").asText().toUpperCase(Locale.ROOT).replace(' ', '_')),
                json.path("revision").asLong(),
                Times.of(json.path("since").asText()),
                json.path("why").asText());
    }
}
