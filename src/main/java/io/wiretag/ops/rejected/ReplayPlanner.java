package io.wiretag.ops.rejected;

import io.wiretag.cluster.TopicScan;
import io.wiretag.codec.UnreadableValueException;
import io.wiretag.codec.ValueCodec;
import io.wiretag.ops.rejected.ReplayPlan.Step;
import io.wiretag.ops.rejected.ReplayPlan.Verdict;
import io.wiretag.schema.Article;
import io.wiretag.topics.ArticleIdentity;
import io.wiretag.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;

/** Judges what is to become of each record that is to be replayed. Reads, and writes nothing. */
final class ReplayPlanner {
    private static final String MISPLACED = "misplaced";

    private final RejectedReader reader;
    private final LaterArrivals laterArrivals;
    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final ValueCodec codec;

    ReplayPlanner(Consumer<byte[], byte[]> consumer, RejectedReader reader, Topics topics, ValueCodec codec) {
        this.consumer = consumer;
        this.reader = reader;
        this.topics = topics;
        this.codec = codec;
        this.laterArrivals = new LaterArrivals(consumer, topics, codec);
    }

    ReplayPlan plan(RejectedReplay.Request request, RejectedReader.Index index, TopicScan.Progress progress) {
        // what was missing in the registry may be the very thing that was mended
        codec.askAnew();
        List<RecordPlace> places = index.matching().stream()
                .map(RejectedReader.Entry::place)
                .filter(place -> request.one().isEmpty() || request.one().equals(Optional.of(place)))
                .toList();
        List<Step> steps = new ArrayList<>();
        List<LaterArrivals.Candidate> candidates = new ArrayList<>();
        int replays = 0;
        int looked = 0;
        for (RecordPlace place : places) {
            if (replays >= request.max()) {
                break;
            }
            // each may ask brokers and registry: whoever waits can stop here
            progress.read(looked++, places.size());
            Optional<RejectedRecord> record = reader.fetch(place, index).map(reader::whole);
            if (record.isEmpty()) {
                continue;
            }
            Step step = judged(record.get(), request, candidates);
            steps.add(step);
            replays += step.verdict() == Verdict.REPLAY ? 1 : 0;
        }
        progress.read(places.size(), places.size());
        Map<RecordPlace, LaterArrivals.Undoing> undoing =
                request.force() ? Map.of() : laterArrivals.find(candidates, index.origins(), progress);
        return new ReplayPlan(
                steps.stream()
                        .map(step -> Optional.ofNullable(
                                        undoing.get(step.record().place()))
                                .map(why -> step.heldBack(Verdict.OVERTAKEN, why.values(), why.words()))
                                .orElse(step))
                        .toList(),
                places.size() - looked);
    }

    /** @param candidates gets the record if its article is known, for what came after it has to be looked for */
    private Step judged(
            RejectedRecord record, RejectedReplay.Request request, List<LaterArrivals.Candidate> candidates) {
        Step step = new Step(
                record.beginning(0),
                Verdict.REPLAY,
                Optional.empty(),
                Optional.empty(),
                ownPartition(record),
                Optional.empty());
        if (record.replayed().isPresent()) {
            RejectedRecord.Replayed before = record.replayed().get();
            return step.heldBack(
                    Verdict.REPLAYED_BEFORE,
                    Map.of("at", before.at().toString(), "as", before.as().toString()),
                    "it was replayed " + before.at() + " as " + before.as());
        }
        if (record.omitted()) {
            return step.heldBack(
                    Verdict.GONE, "its " + record.bytes() + " bytes are no longer where they were published");
        }
        if (record.tries() >= RejectedReplay.MOST_TRIES && !request.force()) {
            return step.heldBack(
                    Verdict.TRIED_OUT,
                    Map.of("tries", String.valueOf(record.tries())),
                    "it was replayed " + record.tries() + " times and rejected each time");
        }
        try {
            Article article = codec.decodeAgain(
                    topics.published().name(),
                    new RecordHeaders(record.headers()),
                    record.value().orElse(null),
                    Article.class);
            return judged(step, record, article, request, candidates);
        } catch (UnreadableValueException e) {
            return request.force()
                    ? step
                    : step.heldBack(Verdict.UNREADABLE, reason(e.reason().name()), e.getMessage());
        }
    }

    private Step judged(
            Step step,
            RejectedRecord record,
            Article article,
            RejectedReplay.Request request,
            List<LaterArrivals.Candidate> candidates) {
        byte[] uri = article.getUri().getBytes(StandardCharsets.UTF_8);
        boolean sameKey = Arrays.equals(uri, record.key().orElse(null));
        if (article.getUri().isBlank()) {
            return request.force()
                    ? step
                    : step.heldBack(Verdict.UNREADABLE, reason("NO_URI"), "its article has no uri");
        }
        Optional<String> tooLong = ArticleIdentity.tooLong(article);
        if (tooLong.isPresent()) {
            return request.force()
                    ? step
                    : step.heldBack(
                            Verdict.IDENTITY_TOO_LONG,
                            tooLong.get() + ", and publish it anew: as it is it would only be rejected again");
        }
        if (!sameKey && !request.keyFromUri()) {
            return request.force()
                    ? step
                    : step.heldBack(
                            Verdict.KEY_MISMATCH,
                            Map.of("uri", article.getUri()),
                            "its key is not the uri of its article, '" + article.getUri() + "'");
        }
        Step keyed = sameKey ? step : step.withKey(article.getUri(), partitionOf(uri));
        boolean samePlace = sameKey && ownPartition(record).isPresent();
        candidates.add(new LaterArrivals.Candidate(
                record.place(),
                uri,
                Optional.ofNullable(article.getVersion()),
                Optional.ofNullable(article.getVersionCreated()),
                samePlace ? keyed.partition().orElseThrow() : partitionOf(uri),
                samePlace
                        ? OptionalLong.of(record.origin().orElseThrow().place().offset() + 1)
                        : OptionalLong.empty(),
                record.origin().map(RejectedRecord.Origin::published).orElse(record.at())));
        return keyed;
    }

    /** As the processor would give it. */
    private static Map<String, String> reason(String name) {
        return Map.of("reason", name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /**
     * Where it was published: publishers place keys by rules of their own, and the versions of an article stand together. But one
     * that was rejected for lying there goes where its key belongs, like any that a client of Java's publishes.
     */
    private Optional<Integer> ownPartition(RejectedRecord record) {
        return record.origin()
                .filter(origin -> !record.reason().equals(MISPLACED))
                .filter(origin -> origin.topic().equals(topics.published().name()))
                .map(origin -> origin.place().partition())
                .filter(partition -> partition < partitions());
    }

    /** As a producer of Kafka's own places a key. */
    private int partitionOf(byte[] key) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions();
    }

    private int partitions() {
        return consumer.partitionsFor(topics.published().name()).size();
    }
}
