package io.wiretag.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.Articles;
import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.life.Placement;
import io.wiretag.life.PublishedRecord;
import io.wiretag.life.RejectionReason;
import io.wiretag.processor.MisplacedNotice;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records in a partition where their keys do not belong. The driver has one partition, and so gives a record that was moved
 * back to the same one: there it lies wrong again.
 */
class MisplacedTest {
    /** One whose key belongs in the second of two partitions. */
    private static final String ELSEWHERE = uri(1);

    static {
        TrustedSchemaClasses.trust();
    }

    @TempDir
    private Path state;

    private StreamOnTestDriver stream;

    @BeforeEach
    void start() {
        stream = new StreamOnTestDriver(state);
        stream.partitions = 2;
    }

    @AfterEach
    void close() {
        stream.close();
    }

    @Test
    void itGoesOnAsItCameWithAHeaderThatSaysWhereItLay() {
        Instant then = StreamOnTestDriver.START.minusSeconds(5);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "abc".getBytes(StandardCharsets.UTF_8));
        byte[] value = stream.codec.encode("", article("1"));
        stream.published.pipeInput(new TestRecord<>(StreamOnTestDriver.key(article("1")), value, headers, then));

        TestRecord<byte[], byte[]> moved =
                stream.records(stream.topics.published()).get(0);

        assertThat(StreamOnTestDriver.key(moved)).isEqualTo(ELSEWHERE);
        assertThat(moved.value()).isEqualTo(value);
        assertThat(moved.getRecordTime()).isEqualTo(then);
        assertThat(StreamOnTestDriver.header(moved, "trace")).isEqualTo("abc");
        assertThat(StreamOnTestDriver.header(moved, "wiretag.moved")).isEqualTo("0:0");
        assertThat(stream.stored(ELSEWHERE)).isNull();
    }

    @Test
    void itIsMovedOnceAndRejectedWhereItLiesWrongAgain() {
        stream.publish(article("1"));

        assertThat(stream.counts.moved()).isEqualTo(1);
        assertThat(stream.counts.rejected(RejectionReason.MISPLACED)).isEqualTo(1);
        assertThat(stream.keys(stream.topics.tagged())).isEmpty();
    }

    @Test
    void whatLiesWhereItsKeyBelongsIsNotTouched() {
        stream.publish(Article.newBuilder(article("1")).setUri(uri(0)).build());

        assertThat(stream.counts.moved()).isZero();
        assertThat(stream.keys(stream.topics.tagged())).containsExactly(uri(0));
    }

    @Test
    void anArticleThatIsRememberedHereLivesOnHere() {
        stream.partitions = 1;
        stream.publish(article("1"));
        stream.partitions = 2;

        stream.publish(article("2"));

        assertThat(stream.counts.moved()).isZero();
        assertThat(stream.stored(ELSEWHERE).getVersion()).isEqualTo("2");
    }

    @Test
    void aKillOfAnArticleThatIsRememberedHereGoesBothWays() {
        stream.partitions = 1;
        stream.publish(article("1"));
        stream.partitions = 2;
        stream.records(stream.topics.byProvince());

        stream.publish(kill());

        assertThat(stream.records(stream.topics.byProvince()))
                .extracting(each -> StreamOnTestDriver.header(each, "wiretag.operation"))
                .isNotEmpty()
                .containsOnly("kill");
        assertThat(stream.counts.moved()).isEqualTo(1);
        assertThat(stream.counts.killed())
                .as("counted where it was moved to, which here is no place")
                .isZero();
    }

    @Test
    void aKillThatCannotBeMovedIsDoneHereAllTheSame() {
        stream.partitions = 1;
        stream.publish(article("1"));
        stream.partitions = 2;
        stream.records(stream.topics.byProvince());
        RecordHeaders headers = new RecordHeaders();
        headers.add("wiretag.moved", "1:7".getBytes(StandardCharsets.UTF_8));

        stream.published.pipeInput(
                new TestRecord<>(StreamOnTestDriver.key(article("2")), stream.codec.encode("", kill()), headers));

        assertThat(stream.records(stream.topics.byProvince()))
                .extracting(each -> StreamOnTestDriver.header(each, "wiretag.operation"))
                .isNotEmpty()
                .containsOnly("kill");
        assertThat(stream.counts.moved()).isZero();
        assertThat(stream.counts.rejected()).isZero();
        assertThat(stream.counts.killed()).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadAndWhatHasAnotherKeyIsRejectedForThatWhereItLies() {
        stream.published.pipeInput(StreamOnTestDriver.key(article("1")), "no Avro".getBytes(StandardCharsets.UTF_8));
        stream.published.pipeInput(
                StreamOnTestDriver.key(article("1")),
                stream.codec.encode(
                        "", Article.newBuilder(article("1")).setUri(uri(0)).build()));
        stream.published.pipeInput((byte[]) null, stream.codec.encode("", article("1")));

        assertThat(stream.counts.rejected(RejectionReason.NOT_FRAMED)).isEqualTo(1);
        assertThat(stream.counts.rejected(RejectionReason.KEY_MISMATCH)).isEqualTo(2);
        assertThat(stream.counts.moved()).isZero();
    }

    @Test
    void whatItsTopicDoesNotTakeAsItWouldBeWrittenIsRejected() {
        close();
        stream = new StreamOnTestDriver(state, Map.of("published", Map.of("max.message.bytes", "100")));
        stream.partitions = 2;

        stream.publish(article("1"));

        List<TestRecord<byte[], byte[]>> rejected = stream.records(stream.topics.rejected());
        assertThat(StreamOnTestDriver.header(rejected.get(0), "wiretag.rejected.reason"))
                .isEqualTo("misplaced");
        assertThat(StreamOnTestDriver.header(rejected.get(0), "wiretag.rejected.message"))
                .contains("too large to be moved", "partitioner=murmur2_random");
    }

    @Test
    void theLogTellsOfThemOnceInAMinuteAndHowMany() {
        long[] nanos = {-5};
        MisplacedNotice notice = new MisplacedNotice(() -> nanos[0]);
        stream.publish(article("1"));
        PublishedRecord moved = stream.moved.get(0);

        assertThat(notice.moved(moved))
                .hasValueSatisfying(first ->
                        assertThat(first).contains("records=1 ", "partition=0 offset=0", "partitioner=murmur2_random"));
        assertThat(notice.moved(moved)).isEmpty();
        assertThat(notice.moved(moved)).isEmpty();
        nanos[0] += 60_000_000_000L;
        assertThat(notice.moved(moved))
                .hasValueSatisfying(later -> assertThat(later).contains("records=3 "));
    }

    private static Article kill() {
        return Article.newBuilder(article("2")).setPubStatus(PubStatus.canceled).build();
    }

    private static Article article(String version) {
        return Article.newBuilder(Articles.flood(version)).setUri(ELSEWHERE).build();
    }

    private static String uri(int partitionOfTwo) {
        Placement placement = new Placement(() -> 2);
        return IntStream.range(0, 100)
                .mapToObj(number -> "urn:test:" + number)
                .filter(uri -> placement.partition(uri.getBytes(StandardCharsets.UTF_8)) == partitionOfTwo)
                .findFirst()
                .orElseThrow();
    }
}
