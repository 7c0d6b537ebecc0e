package io.wiretag.ops.rejected;

import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that the processor could not deal with, as it lies in the rejected topic.
 *
 * @param place where it stands there
 * @param at when it was rejected
 * @param reason in one word: {@code not-framed}, {@code too-large}
 * @param message the reason in a sentence
 * @param origin where it was published; empty if its headers do not tell
 * @param source who handed it over, if that is known
 * @param key as it was published
 * @param value as it was published: all of it, or its beginning, see {@link #whole}; empty if there was none or it is omitted
 * @param bytes length of the value as it was published
 * @param omitted whether it was too large for the rejected topic, and was left where it was published
 * @param headers all that it has; the large ones are left out with the rest of the value
 * @param tries how often it had been replayed before it was rejected this time, see {@link #believedBy}
 * @param replayOf the rejected record that this one is a replay of, if it is one
 * @param replayed what became of it since, if it was replayed
 */
public record RejectedRecord(
        RecordPlace place,
        Instant at,
        String reason,
        String message,
        Optional<Origin> origin,
        Optional<String> source,
        Optional<byte[]> key,
        Optional<byte[]> value,
        long bytes,
        boolean omitted,
        List<Header> headers,
        int tries,
        Optional<RecordPlace> replayOf,
        Optional<Replayed> replayed) {

    /** Of a record that tells none. */
    static final String NO_REASON = "unknown";

    /** That of a uri, of which the key is one in a record that means well. */
    private static final int LONGEST_KEY = 4096;

    private static final int LONGEST_HEADER = 4096;
    private static final int MOST_HEADERS = 64;

    /** Where a record was published, and when. */
    public record Origin(String topic, RecordPlace place, Instant published) {}

    /**
     * That a record was replayed.
     *
     * @param as where it stands among the published records since
     */
    public record Replayed(RecordPlace as, Instant at) {
        /** What a mark says. */
        static Replayed markedBy(ConsumerRecord<byte[], byte[]> mark) {
            return new Replayed(
                    WiretagHeader.REPLAY_AS
                            .of(mark.headers())
                            .flatMap(RecordPlace::parse)
                            .orElse(new RecordPlace(0, 0)),
                    WiretagHeader.REPLAY_AT.instantOf(mark.headers()).orElse(Instant.ofEpochMilli(mark.timestamp())));
        }
    }

    /** Copies its headers. */
    public RejectedRecord {
        headers = List.copyOf(headers);
    }

    /** The record as it was read. */
    static RejectedRecord of(ConsumerRecord<byte[], byte[]> each, Optional<Replayed> replayed) {
        Headers headers = each.headers();
        boolean omitted = each.value() == null
                && WiretagHeader.REJECTED_OMITTED.of(headers).isPresent();
        return new RejectedRecord(
                new RecordPlace(each.partition(), each.offset()),
                rejectedAt(each),
                WiretagHeader.REJECTED_REASON.of(headers).orElse(NO_REASON),
                WiretagHeader.REJECTED_MESSAGE.of(headers).orElse(""),
                origin(headers),
                WiretagHeader.SOURCE.of(headers),
                Optional.ofNullable(each.key()),
                Optional.ofNullable(each.value()),
                omitted
                        ? WiretagHeader.REJECTED_OMITTED.numberOf(headers).orElse(0)
                        : each.value() == null ? 0 : each.value().length,
                omitted,
                ownHeaders(headers),
                tries(headers),
                WiretagHeader.REPLAY_OF.of(headers).flatMap(RecordPlace::parse),
                replayed);
    }

    /** Those of the consumer may hold on to all the bytes that came together with them. */
    private static List<Header> ownHeaders(Headers headers) {
        return Arrays.stream(headers.toArray())
                .<Header>map(each -> new RecordHeader(each.key(), each.value()))
                .toList();
    }

    /** When a record was rejected: not the time of the record, which is that of its publication. */
    static Instant rejectedAt(ConsumerRecord<byte[], byte[]> each) {
        return WiretagHeader.REJECTED_AT.instantOf(each.headers()).orElse(Instant.ofEpochMilli(each.timestamp()));
    }

    /** Whether the record is a rejected one, and not the mark of a replay. */
    static boolean isRejected(ConsumerRecord<byte[], byte[]> each) {
        return mark(each).isEmpty();
    }

    /** The rejected record that this one marks as replayed, if it is such a mark: only marks have no reason and a place. */
    static Optional<RecordPlace> mark(ConsumerRecord<byte[], byte[]> each) {
        boolean mark = WiretagHeader.REJECTED_REASON.of(each.headers()).isEmpty()
                && WiretagHeader.REPLAY_AS.of(each.headers()).isPresent();
        return mark ? WiretagHeader.REPLAY_OF.of(each.headers()).flatMap(RecordPlace::parse) : Optional.empty();
    }

    private static int tries(Headers headers) {
        return (int) Math.min(WiretagHeader.REPLAY_TRIES.numberOf(headers).orElse(0), Integer.MAX_VALUE - 1);
    }

    private static Optional<Origin> origin(Headers headers) {
        try {
            return Optional.of(new Origin(
                    WiretagHeader.REJECTED_TOPIC.of(headers).orElseThrow(),
                    new RecordPlace(
                            Math.toIntExact(WiretagHeader.REJECTED_PARTITION
                                    .numberOf(headers)
                                    .orElseThrow()),
                            WiretagHeader.REJECTED_OFFSET.numberOf(headers).orElseThrow()),
                    Instant.ofEpochMilli(
                            WiretagHeader.REJECTED_TIMESTAMP.numberOf(headers).orElse(0))));
        } catch (NoSuchElementException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Partition of the rejected topic. */
    public int partition() {
        return place.partition();
    }

    /** Offset in its partition of the rejected topic. */
    public long offset() {
        return place.offset();
    }

    /** Whether {@link #value} is all that was published. */
    public boolean whole() {
        return !omitted && value.map(held -> (long) held.length).orElse(0L) == bytes;
    }

    /** Itself with no more than so many bytes of its value, and of a key and headers what a list can hold a thousand times. */
    RejectedRecord beginning(int most) {
        return with(
                key.map(held -> beginning(held, LONGEST_KEY)),
                value.map(held -> beginning(held, most)),
                headers.stream()
                        .filter(header -> header.key().length() + length(header.value()) <= LONGEST_HEADER)
                        .limit(MOST_HEADERS)
                        .toList(),
                omitted,
                replayed);
    }

    private static byte[] beginning(byte[] held, int most) {
        return held.length <= most ? held : Arrays.copyOf(held, most);
    }

    private static int length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    /** Itself with what was fetched from where it was published; ours among the headers are those of the rejected record. */
    RejectedRecord fetched(ConsumerRecord<byte[], byte[]> published) {
        Stream<Header> clients =
                ownHeaders(published.headers()).stream().filter(header -> !WiretagHeader.isOurs(header));
        return with(
                Optional.ofNullable(published.key()),
                Optional.ofNullable(published.value()),
                Stream.concat(clients, headers.stream().filter(WiretagHeader::isOurs))
                        .toList(),
                false,
                replayed);
    }

    /** Whether it lay there when it was rejected, or before the processor moved it to the partition of its key. */
    private boolean isWhere(RecordPlace replay) {
        return origin.filter(from -> from.place().equals(replay)).isPresent()
                || headers.stream()
                        .filter(header -> WiretagHeader.MOVED.is(header))
                        .map(header -> RecordPlace.parse(new String(header.value(), StandardCharsets.UTF_8)))
                        .anyMatch(before -> before.equals(Optional.of(replay)));
    }

    /**
     * Itself, without what its headers say of earlier replays unless the mark of one bears it out: whoever may publish may
     * write these headers, but only a replay writes marks.
     *
     * @param marks those of replayed records, by where these lie in the rejected topic
     */
    RejectedRecord believedBy(Map<RecordPlace, Replayed> marks) {
        boolean proven =
                replayOf.map(marks::get).filter(mark -> isWhere(mark.as())).isPresent();
        return proven
                ? this
                : new RejectedRecord(
                        place,
                        at,
                        reason,
                        message,
                        origin,
                        source,
                        key,
                        value,
                        bytes,
                        omitted,
                        headers,
                        0,
                        Optional.empty(),
                        replayed);
    }

    /** Itself, now that it was replayed. */
    RejectedRecord replayedAs(Replayed since) {
        return with(key, value, headers, omitted, Optional.of(since));
    }

    private RejectedRecord with(
            Optional<byte[]> heldKey,
            Optional<byte[]> held,
            List<Header> heldHeaders,
            boolean stillOmitted,
            Optional<Replayed> since) {
        return new RejectedRecord(
                place,
                at,
                reason,
                message,
                origin,
                source,
                heldKey,
                held,
                bytes,
                stillOmitted,
                heldHeaders,
                tries,
                replayOf,
                since);
    }
}
