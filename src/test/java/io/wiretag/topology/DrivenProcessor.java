package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.life.SinkRefill;
import io.wiretag.schema.Article;
import io.wiretag.schema.CorrectedTag;
import io.wiretag.schema.CorrectionAction;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TagSubject;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.tagging.Tagger;
import io.wiretag.tagging.Tagging;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerFile;
import io.wiretag.topics.TagRequest;
import io.wiretag.topics.Topic;
import io.wiretag.topics.Topics;
import io.wiretag.topics.WiretagHeader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;

/**
 * The processor on the test driver: steps in, what came out of the sinks because of each step out. Every record that comes
 * out is checked against the others of its step: it must say of itself and of them what is so.
 *
 * <p>A start costs more than hundreds of lives, so one after the other is led by the same processor. To each it seems to be
 * the first and to begin at {@link #START}: it gets uris and times of its own on the way in, and they are changed back on
 * the way out.
 */
final class DrivenProcessor implements AutoCloseable {
    static final Instant START = StreamOnTestDriver.START;

    private final StreamOnTestDriver stream;
    private final Topics topics;
    private final SinkRefill refill;
    private static final Tagger STRICT = Tagger.of(
            Gazetteer.builtInWithFiles(List.of(new GazetteerFile("strict.txt", "forbid: VN-HN | text: Hà Nội\n"))));
    private static final TagRequest.Said SAID = new TagRequest.Said("an editor", START, "a note");

    private final Map<String, List<Seen>> seen = new HashMap<>();
    /** What went out, and from which published record. */
    private record Seen(TaggedArticle version, String place) {}

    private Tagging rules = StreamOnTestDriver.TAGGER;
    private Instant clock = START;
    private Instant birth = START;
    private String mark = "";
    private int lives;

    DrivenProcessor(Path state) {
        InstantSource clockOfDriver = () -> clock;
        StreamTimes times = new StreamTimes(clockOfDriver.withZone(ZoneOffset.UTC), Duration.ZERO, Duration.ofDays(30));
        stream = new StreamOnTestDriver(state, Map.of(), times, story -> rules.tag(story));
        topics = stream.topics;
        refill = new SinkRefill(
                topics, stream.codec, new HashSet<>(topics.articleSinks()), 4 * 1024 * 1024, Duration.ofDays(30));
    }

    private List<TestRecord<byte[], byte[]>> read(Topic<?> topic) {
        // the driver warns of topics that it has never seen
        return stream.driver.producedTopicNames().contains(topic.name()) ? stream.records(topic) : List.of();
    }

    /** From now on other articles are meant, and nothing has happened to them. */
    void beginLife() {
        mark = "#" + ++lives;
        birth = clock;
        seen.clear();
        rules = StreamOnTestDriver.TAGGER;
        // a life that was broken off may have left some
        topics.sinks().forEach(this::read);
        refill.end(clock);
    }

    /** How late it is in this life. */
    Instant now() {
        return START.plus(age());
    }

    private Duration age() {
        return Duration.between(birth, clock);
    }

    private Duration sinceStart() {
        return Duration.between(START, birth);
    }

    /** How many versions it has taken for the newest so far, in all lives. */
    long accepted() {
        return stream.counts.accepted();
    }

    List<LaneRecord> take(Step step) {
        if (step instanceof Step.Arrive arrive) {
            Article article = arrive.arrival().article();
            Article marked = moved(article, article.getUri() + mark, sinceStart());
            stream.published.pipeInput(new TestRecord<>(
                    StreamOnTestDriver.key(marked), stream.codec.encode("", marked), clock.minus(arrive.delay())));
        } else if (step instanceof Step.Wait wait) {
            clock = clock.plus(wait.duration());
            stream.driver.advanceWallClockTime(wait.duration());
        } else if (step instanceof Step.Rules change) {
            rules = change.strict() ? STRICT : StreamOnTestDriver.TAGGER;
        } else if (step instanceof Step.Ask ask) {
            ask(ask);
        }
        return cameOut();
    }

    private void ask(Step.Ask ask) {
        List<Seen> all = seen.getOrDefault(ask.uri() + mark, List.of());
        if (all.size() <= ask.back()) {
            return;
        }
        Seen seenThen = all.get(all.size() - 1 - ask.back());
        TaggedArticle was = seenThen.version();
        request(ask, seenThen).ifPresent(request -> {
            Headers headers = new RecordHeaders();
            WiretagHeader.REQUEST.put(headers, request.written());
            stream.published.pipeInput(new TestRecord<>(
                    StreamOnTestDriver.key(was.getArticle()),
                    stream.codec.encode("", was.getArticle()),
                    headers,
                    clock));
        });
    }

    private static Optional<TagRequest> request(Step.Ask ask, Seen was) {
        if (ask.isCorrection()) {
            return Optional.of(TagRequest.correction(was.place(), SAID, changes(ask)));
        }
        if (!ask.undo()) {
            return Optional.of(TagRequest.retag(was.place()));
        }
        return was.version().getCorrections().stream()
                .findFirst()
                .map(oldest -> TagRequest.undo(was.place(), SAID, oldest.getId()));
    }

    private static List<CorrectedTag> changes(Step.Ask ask) {
        List<CorrectedTag> changes = new ArrayList<>();
        ask.added()
                .forEach(code ->
                        changes.add(new CorrectedTag(CorrectionAction.add, TagSubject.province, code, null, null)));
        ask.removed()
                .forEach(code ->
                        changes.add(new CorrectedTag(CorrectionAction.remove, TagSubject.province, code, null, null)));
        return changes;
    }

    private static Article moved(Article article, String uri, Duration by) {
        return Article.newBuilder(article)
                .setUri(uri)
                .setVersionCreated(moved(article.getVersionCreated(), by))
                .setEmbargoedUntil(moved(article.getEmbargoedUntil(), by))
                .build();
    }

    private static Instant moved(Instant time, Duration by) {
        return time == null ? null : time.plus(by);
    }

    private String unmarked(String text) {
        return text.endsWith(mark) ? text.substring(0, text.length() - mark.length()) : text;
    }

    private List<LaneRecord> cameOut() {
        assertThat(read(topics.rejected())).as("rejected").isEmpty();
        List<LaneRecord> records = new ArrayList<>();
        List<TaggedArticle> values = new ArrayList<>();
        Map<String, TaggedArticle> tagged = new HashMap<>();
        List<String> bytes = new ArrayList<>();
        List<String> refilled = new ArrayList<>();
        for (Topic<TaggedArticle> sink : topics.articleSinks()) {
            for (TestRecord<byte[], byte[]> each : read(sink)) {
                if (StreamOnTestDriver.header(each, "wiretag.operation") == null) {
                    requireExpired(sink, each);
                    continue;
                }
                bytes.add(described(sink.name(), each.key(), each.headers(), each.value()));
                if (sink == topics.tagged()) {
                    remember(stream.value(each), StreamOnTestDriver.header(each, "wiretag.published"));
                    refill.records(stream.value(each), each.headers()).stream()
                            .map(out -> described(out.topic(), out.key(), out.headers(), out.value()))
                            .forEach(refilled::add);
                }
                TaggedArticle value = each.value() == null ? down(each, tagged) : stream.value(each);
                tagged.putIfAbsent(value.getArticle().getUri(), value);
                String uri = value.getArticle().getUri();
                if (uri.endsWith(mark)) {
                    records.add(record(sink, each, value));
                    values.add(value);
                }
            }
        }
        values.forEach(value -> requireDeliveries(value, records));
        assertThat(ofThisLife(refilled))
                .as("what would be filled in, had only the first sink been written")
                .containsExactlyInAnyOrderElementsOf(ofThisLife(bytes));
        return records;
    }

    private void remember(TaggedArticle sent, String place) {
        if (sent.getOperation() == Operation.publish || sent.getOperation() == Operation.correct) {
            seen.computeIfAbsent(sent.getArticle().getUri(), uri -> new ArrayList<>())
                    .add(new Seen(sent, place));
        }
    }

    /** An article of an earlier life, for none lasts so long. */
    private void requireExpired(Topic<?> sink, TestRecord<byte[], byte[]> each) {
        assertThat(sink).isEqualTo(topics.current());
        assertThat(each.value()).isNull();
        assertThat(StreamOnTestDriver.key(each)).doesNotEndWith(mark);
    }

    private static String described(String topic, byte[] key, Headers headers, byte[] value) {
        StringBuilder line = new StringBuilder(topic + " " + new String(key, StandardCharsets.UTF_8) + " ");
        for (Header header : headers) {
            // what is filled in has no number
            if (!WiretagHeader.SEQ.is(header)) {
                line.append(header.key())
                        .append('=')
                        .append(new String(header.value(), StandardCharsets.UTF_8))
                        .append(' ');
            }
        }
        return line + (value == null ? "null" : new String(value, StandardCharsets.ISO_8859_1));
    }

    private List<String> ofThisLife(List<String> described) {
        return described.stream()
                .filter(each -> each.contains("wiretag.uri=") && each.contains(mark + " "))
                .toList();
    }

    /** What is down is a null in the topic of what may be shown, beside the record of the same version that says why. */
    private TaggedArticle down(TestRecord<byte[], byte[]> each, Map<String, TaggedArticle> tagged) {
        TaggedArticle said = tagged.get(StreamOnTestDriver.key(each));
        assertThat(said.getOperation()).isIn(Operation.retract, Operation.kill);
        return said;
    }

    private LaneRecord record(Topic<?> sink, TestRecord<byte[], byte[]> each, TaggedArticle value) {
        String uri = unmarked(value.getArticle().getUri());
        Article article = moved(value.getArticle(), uri, sinceStart().negated());
        Lane lane = new Lane(sink.role(), unmarked(StreamOnTestDriver.key(each)), uri);
        LaneRecord record = new LaneRecord(lane, value.getOperation(), article);
        assertThat(each.value() == null)
                .as("%s is a null", record)
                .isEqualTo(sink == topics.current() && !record.leavesItLive());
        assertThat(StreamOnTestDriver.header(each, "wiretag.operation"))
                .as("header of %s", record)
                .isEqualTo(value.getOperation().name());
        if (article.getBody() == null) {
            assertThat(value.getProvinces())
                    .as("provinces, with their mentions, of %s", record)
                    .isEmpty();
            assertThat(value.getAgencies())
                    .as("agencies, with their mentions, of %s", record)
                    .isEmpty();
        }
        return record;
    }

    /** Each record names all that came out because of its version, and nothing else. */
    private void requireDeliveries(TaggedArticle value, List<LaneRecord> records) {
        String uri = unmarked(value.getArticle().getUri());
        List<String> named = value.getDeliveries().stream()
                .map(each -> new Lane(each.getSink(), unmarked(each.getKey()), uri) + " " + each.getOperation())
                .toList();
        List<String> actual = records.stream()
                .filter(each -> each.lane().uri().equals(uri))
                .map(each -> each.lane() + " " + each.operation())
                .toList();
        assertThat(named).as("deliveries that a record of %s names", uri).containsExactlyInAnyOrderElementsOf(actual);
    }

    @Override
    public void close() {
        stream.close();
    }
}
