package io.wiretag.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers that the processor puts on records; their values are text in UTF-8. */
enum RecordHeader {
    /** What the record does under its key: publish, correct, retract, kill. */
    OPERATION("wiretag.operation"),
    /** Where the published record stands that this one comes from: partition, colon, offset. */
    PUBLISHED("wiretag.published"),
    /**
     * On a record of the topic of published articles: where it lay before it was moved to the partition of its key, as
     * partition, colon, offset. It is moved once: with this header in a wrong partition it is rejected.
     */
    MOVED("wiretag.moved"),
    URI("wiretag.uri"),
    VERSION("wiretag.version"),
    GAZETTEER("wiretag.gazetteer"),
    REJECTED_REASON("wiretag.rejected.reason"),
    REJECTED_MESSAGE("wiretag.rejected.message"),
    REJECTED_TOPIC("wiretag.rejected.topic"),
    REJECTED_PARTITION("wiretag.rejected.partition"),
    REJECTED_OFFSET("wiretag.rejected.offset"),
    REJECTED_TIMESTAMP("wiretag.rejected.timestamp"),
    REJECTED_AT("wiretag.rejected.at"),
    /** Size in bytes of the value of a record that was too large to be passed on. */
    REJECTED_OMITTED("wiretag.rejected.omitted");

    private final String key;

    RecordHeader(String key) {
        this.key = key;
    }

    boolean isIn(Headers headers) {
        return headers.lastHeader(key) != null;
    }

    /** Its value on a record, if it has one. */
    Optional<String> of(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(key))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Replaces what the record brought along under the same key. */
    void put(Headers headers, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
