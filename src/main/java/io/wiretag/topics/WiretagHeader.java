package io.wiretag.topics;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Every header of ours, by its name on the record; values are text in UTF-8. {@code docs/contract.md} says where each stands. */
public enum WiretagHeader {
    /** What the record does under its key: publish, correct, retract, kill. */
    OPERATION("wiretag.operation"),
    /** Where the published record stands that this one comes from: partition, colon, offset. */
    PUBLISHED("wiretag.published"),
    /**
     * Of a sink but {@code articles.current}: which record this is of those that come from one partition of published articles to
     * one partition of this topic, as epoch, colon, that partition, colon, number. Numbers of an epoch follow each other without a
     * gap; an epoch is a whole number, and the later one is greater.
     */
    SEQ("wiretag.seq"),

    /** Of a record that sends the tags of a version anew, why: retag, correction, undo. */
    REASON("wiretag.reason"),
    /** Of such a record: how often tags of its article have been sent anew. */
    REVISION("wiretag.revision"),
    /** On a published record: what is asked of an article that is out. */
    REQUEST("wiretag.request"),
    /** On a published record: what proves who asks. */
    REQUEST_SEAL("wiretag.request.seal"),
    /** Who handed the article over. */
    SOURCE("wiretag.source"),
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
    REJECTED_OMITTED("wiretag.rejected.omitted"),
    /** Of a replayed record and of its mark: the rejected record, as partition, colon, offset. */
    REPLAY_OF("wiretag.replay.of"),
    /** Of a replayed record: how often it has been replayed, this time included. */
    REPLAY_TRIES("wiretag.replay.tries"),
    /** Of a mark: where the replayed record stands among the published ones, as partition, colon, offset. */
    REPLAY_AS("wiretag.replay.as"),
    /** Of a mark: when it was replayed. */
    REPLAY_AT("wiretag.replay.at");

    private static final String OURS = "wiretag.";

    private final String key;

    WiretagHeader(String key) {
        this.key = key;
    }

    /** Its name on a record. */
    public String key() {
        return key;
    }

    /** Whether a header is one of ours, or passes for one: whatever the case, for subscribers may look it up without regard to it. */
    public static boolean isOurs(Header header) {
        return header.key().regionMatches(true, 0, OURS, 0, OURS.length());
    }

    /** Whether it says why and where the record was rejected. */
    public static boolean isOfRejection(Header header) {
        return isOfKind(header, "rejected");
    }

    /** Whether it says that the record was rejected before, and is published again. */
    public static boolean isOfReplay(Header header) {
        return isOfKind(header, "replay");
    }

    private static boolean isOfKind(Header header, String kind) {
        return header.key().startsWith(OURS + kind + ".");
    }

    /** Whether a header is this one. */
    public boolean is(Header header) {
        return header.key().equals(key);
    }

    public boolean isIn(Headers headers) {
        return headers.lastHeader(key) != null;
    }

    /** Its value on a record, if it has one. */
    public Optional<String> of(Headers headers) {
        return Optional.ofNullable(headers.lastHeader(key))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** Empty as well where it is no whole number of 0 or more: anybody may have written it. */
    public OptionalLong numberOf(Headers headers) {
        try {
            long number = of(headers).map(Long::parseLong).orElse(-1L);
            return number >= 0 ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Empty as well where it is no time. */
    public Optional<Instant> instantOf(Headers headers) {
        try {
            return of(headers).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Replaces what the record brought along under the same name. */
    public void put(Headers headers, String value) {
        headers.remove(key);
        headers.add(key, value.getBytes(StandardCharsets.UTF_8));
    }
}
