package io.wiretag.life;

import io.wiretag.codec.ValueCodec;
import io.wiretag.schema.Delivery;
import io.wiretag.schema.Operation;
import io.wiretag.schema.Reached;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Writes what goes out, to the last byte, and checks its size. */
final class RecordWriter {
    private static final int LONGEST_KEPT_KEY = 1000;
    private static final int HOLDING_OVERHEAD = 1024;
    /** For the header that numbers a record, which is put there last: two lengths, its name, three numbers with colons. */
    private static final int SEQ_ROOM = 2 * 5 + 11 + 10 + 1 + 10 + 1 + 19;

    private final Topics topics;
    private final ValueCodec codec;
    private final int maxRequestSize;

    /** @param maxRequestSize largest record that the producer sends, in bytes ({@code max.request.size}) */
    RecordWriter(Topics topics, ValueCodec codec, int maxRequestSize) {
        this.topics = topics;
        this.codec = codec;
        this.maxRequestSize = maxRequestSize;
    }

    /**
     * The records of one version. Encodes once for an operation, however many keys and topics the value goes under, where the
     * serializer allows it.
     *
     * @param deliveries to all places; those of sinks that are not written are left out
     * @param reach of the article once they have gone out
     * @param passedOn headers that go on with every record
     * @throws RejectedException if one would be too large
     * @throws io.wiretag.codec.ValueNotWritableException if the serializer refuses the article
     */
    List<OutgoingRecord> write(TaggedArticle tagged, List<Reach.Delivery> deliveries, Reach reach, Headers passedOn) {
        List<Reach.Delivery> written = deliveries.stream()
                .filter(each -> topics.isWritten(each.destination().sink().topic(topics)))
                .toList();
        List<Delivery> told = written.stream().map(this::told).toList();
        Reached reached = reach.reached();
        Map<Operation, Written> before = new EnumMap<>(Operation.class);
        List<OutgoingRecord> records = new ArrayList<>();
        for (Sink sink : Sink.values()) {
            Topic<TaggedArticle> topic = sink.topic(topics);
            Map<Operation, Written> here = new EnumMap<>(Operation.class);
            for (Reach.Delivery delivery : written) {
                if (delivery.destination().sink() != sink) {
                    continue;
                }
                Written value = here.computeIfAbsent(
                        delivery.operation(),
                        operation -> before.containsKey(operation)
                                ? again(topic, before.get(operation))
                                : written(topic, with(operation, tagged, told, reached), passedOn));
                records.add(checked(
                        topic, delivery.destination().key(), sink.keeps(delivery.operation()) ? value : value.down()));
            }
            before.putAll(here);
        }
        return records;
    }

    private record Written(TaggedArticle value, byte[] bytes, Headers headers) {
        /** Without a value, which takes what is there away. */
        Written down() {
            return new Written(value, null, headers);
        }
    }

    private Written written(Topic<?> topic, TaggedArticle value, Headers passedOn) {
        return new Written(value, codec.encode(topic.name(), value), headers(value, passedOn));
    }

    private Written again(Topic<?> topic, Written written) {
        byte[] bytes = codec.encodeAgain(topic.name(), written.value(), written.bytes());
        return new Written(written.value(), bytes, written.headers());
    }

    /** Not by a builder: it copies the article to its last string. */
    private static TaggedArticle with(Operation operation, TaggedArticle tagged, List<Delivery> told, Reached reached) {
        return new TaggedArticle(
                tagged.getArticle(),
                tagged.getProvinces(),
                tagged.getAgencies(),
                tagged.getGazetteerVersion(),
                tagged.getContentHash(),
                tagged.getTaggedAt(),
                operation,
                told,
                reached,
                tagged.getBodies(),
                tagged.getCorrections(),
                tagged.getRevision());
    }

    private Delivery told(Reach.Delivery delivery) {
        return new Delivery(
                delivery.destination().sink().topic(topics).role(),
                delivery.destination().key(),
                delivery.operation());
    }

    /** The headers that came are passed on; ours let a subscriber choose without reading the value. */
    private static Headers headers(TaggedArticle tagged, Headers passedOn) {
        Headers headers = new RecordHeaders(passedOn.toArray());
        WiretagHeader.OPERATION.put(headers, tagged.getOperation().name());
        WiretagHeader.URI.put(headers, tagged.getArticle().getUri());
        Optional.ofNullable(tagged.getArticle().getVersion())
                .ifPresent(version -> WiretagHeader.VERSION.put(headers, version));
        WiretagHeader.GAZETTEER.put(headers, tagged.getGazetteerVersion());
        Optional.ofNullable(tagged.getRevision()).ifPresent(revision -> {
            WiretagHeader.REASON.put(headers, revision.getReason().name());
            WiretagHeader.REVISION.put(headers, String.valueOf(revision.getNumber()));
        });

        return headers;
    }

    private OutgoingRecord checked(Topic<?> topic, String key, Written value) {
        OutgoingRecord outgoing =
                new OutgoingRecord(topic.name(), key.getBytes(StandardCharsets.UTF_8), value.bytes(), value.headers());
        int room = topic == topics.current() ? 0 : SEQ_ROOM;
        if (outgoing.sizeUpperBound() + room > limit(topic)) {
            throw new RejectedException(
                    RejectionReason.TOO_LARGE,
                    "tagged, it would be " + outgoing.sizeUpperBound() + " bytes, " + topic.name() + " takes "
                            + limit(topic) + ": raise topics." + topic.role()
                            + ".max.message.bytes and streams.producer.max.request.size, or publish less text and"
                            + " smaller headers"
                            + (value.value().getCorrections().isEmpty()
                                    ? ""
                                    : "; the corrections of its tags go with it: 'wiretag corrections undo' takes them back"));
        }
        return outgoing;
    }

    /**
     * Checks that a record can be kept as it came.
     *
     * @throws RejectedException if it is too large for that
     */
    void requireHoldable(PublishedRecord published) {
        OutgoingRecord kept =
                new OutgoingRecord(topics.rejected().name(), published.key(), published.value(), published.headers());
        // its key stands in it once more, beside some numbers
        int size = kept.sizeUpperBound() + published.key().length + HOLDING_OVERHEAD;
        if (size > limit(topics.rejected())) {
            throw new RejectedException(
                    RejectionReason.TOO_LARGE,
                    "it would have to be held until its embargo ends and is " + size + " bytes, the largest is "
                            + limit(topics.rejected()) + ": publish less text and smaller headers");
        }
    }

    /**
     * A published record for the partition of its key, as it came, with a header that says where it lay.
     *
     * @throws RejectedException if it has been moved before, or its topic does not take it as it is written here
     */
    OutgoingRecord moved(PublishedRecord published) {
        if (WiretagHeader.MOVED.isIn(published.headers())) {
            throw new RejectedException(
                    RejectionReason.MISPLACED,
                    "it lies in partition " + published.partition()
                            + ", where its key does not belong, though it was moved"
                            + " before: either its publisher sent the header wiretag.moved, or " + published.topic()
                            + " has been given more partitions");
        }
        Headers headers = new RecordHeaders(published.headers().toArray());
        WiretagHeader.MOVED.put(headers, published.place());
        OutgoingRecord moved = new OutgoingRecord(published.topic(), published.key(), published.value(), headers);
        if (moved.sizeUpperBound() > limit(topics.published())) {
            throw new RejectedException(
                    RejectionReason.MISPLACED,
                    "it lies in partition " + published.partition()
                            + ", where its key does not belong, and is too large to be"
                            + " moved: " + moved.sizeUpperBound() + " bytes, " + published.topic() + " takes "
                            + limit(topics.published())
                            + ": set partitioner=murmur2_random in the client that published it");
        }
        return moved;
    }

    /**
     * A record that could not be dealt with, as it came. One that is too large even for the rejected topic, by its value, its
     * key or its headers, which takes a lot of compression to get here, leaves them where they are: headers of ours say where.
     */
    OutgoingRecord rejected(PublishedRecord published, RejectionReason reason, String message, Instant now) {
        Headers headers = withReason(published.headers(), published, reason, message, now);
        OutgoingRecord whole = rejected(published.key(), published.value(), headers);
        if (fits(whole)) {
            return whole;
        }
        OutgoingRecord omitted = omitted(published, headers);
        return fits(omitted)
                ? omitted
                : omitted(
                        published,
                        withReason(ClientHeaders.small(published.headers()), published, reason, message, now));
    }

    private OutgoingRecord omitted(PublishedRecord published, Headers headers) {
        WiretagHeader.REJECTED_OMITTED.put(headers, String.valueOf(OutgoingRecord.length(published.value())));
        return rejected(shortKey(published.key()), null, headers);
    }

    /** What takes an article away from what may be shown, when nothing is remembered of it any more; empty if that is not written. */
    Optional<OutgoingRecord> expired(String uri) {
        Topic<TaggedArticle> topic = topics.current();
        if (!topics.isWritten(topic)) {
            return Optional.empty();
        }
        Headers headers = new RecordHeaders();
        WiretagHeader.URI.put(headers, uri);
        return Optional.of(new OutgoingRecord(topic.name(), uri.getBytes(StandardCharsets.UTF_8), null, headers));
    }

    private OutgoingRecord rejected(byte[] key, byte[] value, Headers headers) {
        return new OutgoingRecord(topics.rejected().name(), key, value, headers);
    }

    private boolean fits(OutgoingRecord rejected) {
        return rejected.sizeUpperBound() + SEQ_ROOM <= limit(topics.rejected());
    }

    private static Headers withReason(
            Headers kept, PublishedRecord published, RejectionReason reason, String message, Instant now) {
        Headers headers = new RecordHeaders(kept.toArray());
        WiretagHeader.REJECTED_REASON.put(headers, reason.code());
        WiretagHeader.REJECTED_MESSAGE.put(headers, message);
        WiretagHeader.REJECTED_TOPIC.put(headers, published.topic());
        WiretagHeader.REJECTED_PARTITION.put(headers, String.valueOf(published.partition()));
        WiretagHeader.REJECTED_OFFSET.put(headers, String.valueOf(published.offset()));
        WiretagHeader.REJECTED_TIMESTAMP.put(headers, String.valueOf(published.timestamp()));
        WiretagHeader.REJECTED_AT.put(headers, now.toString());
        return headers;
    }

    private static byte[] shortKey(byte[] key) {
        return key == null || key.length <= LONGEST_KEPT_KEY ? key : null;
    }

    private int limit(Topic<?> topic) {
        return Math.min(maxRequestSize, topic.maxMessageBytes());
    }
}
