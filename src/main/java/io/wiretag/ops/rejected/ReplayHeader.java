package io.wiretag.ops.rejected;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of rejected and of replayed records; their values are text in UTF-8. */
enum ReplayHeader {
    REASON("wiretag.rejected.reason"),
    MESSAGE("wiretag.rejected.message"),
    TOPIC("wiretag.rejected.topic"),
    PARTITION("wiretag.rejected.partition"),
    OFFSET("wiretag.rejected.offset"),
    TIMESTAMP("wiretag.rejected.timestamp"),
    REJECTED_AT("wiretag.rejected.at"),
    OMITTED("wiretag.rejected.omitted"),
    /** Who handed the article over. */
    SOURCE("wiretag.source"),
    /** Of a replayed record and of its mark: the rejected record, as partition and offset. */
    OF("wiretag.replay.of"),
    /** Of a replayed record: how often it has been replayed, this time included. */
    TRIES("wiretag.replay.tries"),
    /** Of a mark: where the replayed record stands among the published ones, as partition and offset. */
    AS("wiretag.replay.as"),
    /** Of a mark: when it was replayed. */
    REPLAYED_AT("wiretag.replay.at");

    private final String key;

    ReplayHeader(String key) {
        this.key = key;
    }

    Optional<String> in(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(key))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Empty as well where it is no whole number of 0 or more: anybody may have written it. */
    OptionalLong numberIn(Headers headers) {
        try {
            long number = in(headers).map(Long::parseLong).orElse(-1L);
            return number >= 0 ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    Optional<Instant> instantIn(Headers headers) {
        try {
            return in(headers).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Headers put(Headers headers, String value) {
        headers.remove(key);
        return headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the processor put it there because it rejected the record, or had moved it before: a replay is a new try. */
    static boolean isOfProcessor(String key) {
        return key.startsWith("wiretag.rejected.") || key.equals("wiretag.moved");
    }
}
