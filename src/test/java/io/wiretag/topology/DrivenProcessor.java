package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.life.SinkRefill;
import io.wiretag.schema.Article;
import io.wiretag.schema.Operation;
import io.wiretag.schema.TaggedArticle;
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
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
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
    private Instant clock = START;
    private Instant birth = START;
    private String mark = "";
    private int lives;

    DrivenProcessor(Path state) {
        InstantSource clockOfDriver = () -> clock;
        StreamTimes times = new StreamTimes(clockOfDriver.withZone(ZoneOffset.UTC), Duration.ZERO, Duration.ofDays(30));
        stream = new StreamOnTestDriver(state, Map.of(), times);
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
        }
        return cameOut();
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
